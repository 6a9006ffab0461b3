import { valueOf, type FunctionRef } from '../effects/program.ts';
import { nonAtomicWrites } from '../effects/races/shared-memory.ts';
import type { Finding } from '../model/finding.ts';
import type { Write } from '../model/step.ts';
import { inFunctions, type Rule } from './rule.ts';

/** `view[0]++` over a `SharedArrayBuffer`: a read and a write, and another thread in between. */
export const nonAtomicWrite: Rule = {
  meta: {
    id: 'unblock/non-atomic-write',
    summary: 'Memory that threads share, read and written back without `Atomics`.',
    languages: ['javascript'],
    context: 'any',
    levels: ['information'],
  },
  check: inFunctions((program, ref) => nonAtomicWrites(program, ref).map((write) => findingFor(ref, write))),
};

function findingFor({ file, function: id }: FunctionRef, { target, operator }: Write): Finding {
  const { start, end } = valueOf(file, target);
  return {
    rule: 'unblock/non-atomic-write',
    level: 'information',
    start,
    end,
    message: 'Another thread may write here between this read and this write, and its change is lost.',
    related: [],
    advice: {
      why: 'Reading, counting and writing back are three steps. Two threads that do so at once both start from the same number, and one of the two changes is gone.',
      instead:
        operator === '-'
          ? '`Atomics.sub(view, index, n)` does it in one step.'
          : '`Atomics.add(view, index, n)` does it in one step; for anything else loop over `Atomics.compareExchange`.',
    },
    subject: { kind: 'non-atomic-write', function: id, target },
  };
}
