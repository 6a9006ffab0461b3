import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Call } from '../../model/value.ts';
import { baseOfMethod } from '../bases.ts';
import { functionOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { entryOf, instanceMade, instanceOf, ownerOf } from './libraries.ts';
import type { Resolved } from './resolved.ts';

/** An instance of the class whose method this is, or the class for a static one. */
export function resolveThis(file: File, owner: FunctionId): Resolved | undefined {
  const { owner: id, isStatic } = functionOf(file, owner);
  if (id === undefined) return undefined;
  return isStatic ? { kind: 'class', file, class: id } : { kind: 'object', file, class: id };
}

/** In Python `super()` is the instance, seen as its base class. */
export function resolveSuper(program: Program, file: File, method: FunctionId, depth: number): Resolved | undefined {
  const id = isPython(file) ? baseOfMethod(file, method) : undefined;
  const base = id === undefined ? undefined : resolveValue(program, file, id, depth + 1);
  if (base?.kind === 'class') return { kind: 'object', file: base.file, class: base.class };
  return base?.kind === 'library' ? instanceMade(program, base) : undefined;
}

export function resolveCall(program: Program, file: File, value: Call, depth: number): Resolved | undefined {
  const callee = resolveValue(program, file, value.callee, depth);
  const bound = boundFunction(program, file, value, depth);
  if (bound) return bound;
  // Python makes an instance by calling its class.
  if (callee?.kind === 'class' && isPython(file)) return { kind: 'object', file: callee.file, class: callee.class };
  const entry = callee && entryOf(program, callee);
  if (!callee || entry?.returns === undefined) return undefined;
  if (entry.returns === 'this') return callee.kind === 'method' ? { kind: 'instance', type: callee.type } : undefined;
  return instanceOf(program, ownerOf(callee), entry.returns);
}

/** `f.bind(…)` is `f`, and so is `partial(f, …)`. */
function boundFunction(program: Program, file: File, { callee, args }: Call, depth: number): Resolved | undefined {
  const [first] = args;
  if (isPython(file)) {
    const maker = resolveValue(program, file, callee, depth);
    const isPartial = maker?.kind === 'library' && `${maker.module}#${maker.path}` === 'functools#partial';
    return isPartial && first ? resolveValue(program, file, first.value, depth) : undefined;
  }
  const member = valueOf(file, callee);
  if (member.kind !== 'member' || member.name !== 'bind') return undefined;
  const target = resolveValue(program, file, member.object, depth);
  return target?.kind === 'function' ? target : undefined;
}

export function resolveNew(program: Program, file: File, callee: ValueId, depth: number): Resolved | undefined {
  const target = resolveValue(program, file, callee, depth);
  if (target?.kind === 'class') return { kind: 'object', file: target.file, class: target.class };
  if (target?.kind !== 'library') return undefined;
  return instanceMade(program, target);
}
