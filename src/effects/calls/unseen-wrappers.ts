import type { ValueId } from '../../model/facts.ts';
import { functionOf, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import type { FunctionSymbol } from '../symbols/resolved.ts';

/**
 * The functions in a call that makes a handler and that nobody here can see: `app.get('/', wrap(async (request, response) => …))`. Only
 * those that take a request and an answer to it: others may be options.
 */
export function insideUnseen(
  program: Program,
  file: File,
  id: ValueId,
): { readonly argument: ValueId; readonly to: FunctionSymbol }[] {
  const call = valueOf(file, id);
  if (call.kind !== 'call' || resolveValue(program, file, call.callee)?.kind === 'function') return [];
  return call.args.flatMap(({ value: argument, spread }) => {
    const to = spread ? undefined : resolveValue(program, file, argument);
    if (to?.kind !== 'function') return [];
    return functionOf(to.file, to.function).parameters.length >= 2 ? [{ argument, to }] : [];
  });
}
