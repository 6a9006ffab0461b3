import type { ValueId } from '../../model/facts.ts';
import type { Value } from '../../model/value.ts';
import { bindingOf, settle, valueOf, type File } from '../program.ts';

/**
 * Whether a path begins below `/proc` or `/sys`: the kernel makes these up as they are read. No disk is waited for, and handing them to
 * a thread takes longer than reading them.
 */
export function isKernelFile(file: File, path: ValueId): boolean {
  return /^\/(proc|sys)\//.test(beginning(file, path));
}

/** What a text certainly begins with. The facts do not have the words of a template. */
function beginning(file: File, id: ValueId): string {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : '';
  const isJoined = value.kind === 'operation' && (value.operator === '+' || value.operator === '/');
  const [first] = isJoined ? value.operands : isPath(file, value) ? value.args.map((each) => each.value) : [];
  return first === undefined ? '' : beginning(file, first);
}

/** `Path('/proc/self/status')` */
function isPath(file: File, value: Value): value is Extract<Value, { readonly kind: 'call' }> {
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (callee?.kind === 'member') return callee.name === 'Path';
  return callee?.kind === 'name' && bindingOf(file, callee.binding).import?.name === 'Path';
}
