import { edgesInto } from '../calls/callers.ts';
import type { Call } from '../calls/graph.ts';
import { membersNamed } from '../indexes.ts';
import { valueOf, type File, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';
import { literalTold } from '../values/options.ts';

/**
 * Whether a read or write of a descriptor finds it ready: an event loop calls the function around it because it is, or the file tells
 * descriptors by their numbers not to wait.
 */
export function isReady(program: Program, file: File, call: Call): boolean {
  const isCalledWhenReady = edgesInto(program, { file, function: call.function }).some(({ from, site }) => {
    const value = valueOf(from.file, site.value);
    const symbol = value.kind === 'call' ? resolveValue(program, from.file, value.callee) : undefined;
    return /\.add_(reader|writer)$/.test((symbol && symbolName(symbol)) ?? '');
  });
  return isCalledWhenReady || (call.symbol !== undefined && isOfOs(call) && tellsNotToWait(program, file));
}

function isOfOs({ symbol }: Call): boolean {
  return symbol !== undefined && /^os#/.test(symbolName(symbol) ?? '');
}

/** `os.set_blocking(fd, False)` */
function tellsNotToWait(program: Program, file: File): boolean {
  return membersNamed(file, 'set_blocking').some((member) =>
    usesOf(file)
      .of(member)
      .some(({ as, by }) => {
        const value = as === 'callee' && by !== undefined ? valueOf(file, by) : undefined;
        return value?.kind === 'call' && literalTold(program, file, value.args, { argument: 1 }) === false;
      }),
  );
}
