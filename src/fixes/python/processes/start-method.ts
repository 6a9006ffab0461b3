import type { File } from '../../../effects/program.ts';
import type { Span } from '../../../model/span.ts';

/** The calls of `multiprocessing.set_start_method(…)` in a file; with `once` those that fail when they are made again. */
export function startMethodCalls({ facts }: File, how?: 'once'): readonly Span[] {
  return facts.values.filter((value) => {
    if (value.kind !== 'call') return false;
    if (how === 'once' && value.args.some(({ keyword }) => keyword === 'force')) return false;
    const callee = facts.values[value.callee];
    if (callee?.kind === 'member') return callee.name === 'set_start_method';
    return callee?.kind === 'name' && facts.bindings[callee.binding]?.import?.name === 'set_start_method';
  });
}
