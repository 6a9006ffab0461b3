import { fanOutsOf, fanOutWidth, taskReach, type FanOut } from '../effects/concurrency/fan-out.ts';
import type { Length } from '../effects/values/list-length.ts';
import { settle, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { sharesConnection } from '../effects/silence.ts';
import { usesOf } from '../effects/values/uses.ts';
import type { ValueId } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callSpan } from './words.ts';

/** Batch after batch, each awaited as a whole: the next one waits for the slowest of the last. */
export const convoyBatching: Rule = {
  meta: {
    id: 'unblock/convoy-batching',
    summary: 'Batches that wait for their slowest task before the next one starts.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['hint'],
  },
  check: inFunctions((program, ref) =>
    fanOutsOf(program, ref).flatMap((fanOut) => findingFor(program, ref, fanOut) ?? []),
  ),
};

function findingFor(program: Program, { file, function: owner }: FunctionRef, fanOut: FanOut): Finding | undefined {
  const { combinator } = fanOut;
  const batches = combinator.loops.at(-1);
  if (!batches || !isAwaited(file, combinator.value)) return undefined;
  if (fanOut.source === undefined || !isPieceOfMore(file, fanOut.source, fanOutWidth(program, file, fanOut)))
    return undefined;
  const reach = taskReach(program, file, fanOut);
  if (!reach || reach.fleeting || sharesConnection(reach.in.file, reach)) return undefined;
  return {
    rule: 'unblock/convoy-batching',
    level: 'hint',
    ...callSpan(file, combinator.value),
    message: 'Each batch waits for its slowest task before the next one starts.',
    related: [{ ...batches.head, message: 'One batch per round of this loop.' }],
    advice: {
      why: 'As the fast tasks of a batch end, their places stay empty until the slowest is done. The more the tasks differ, the longer fewer run than may.',
      instead:
        file.facts.language === 'python'
          ? 'Keep the limit and drop the batches: one `asyncio.Semaphore`, entered inside of each task.'
          : 'Keep the limit and drop the batches: `p-map` with a `concurrency`, which starts a task whenever one ends.',
    },
    subject: { kind: 'convoy-batching', function: owner, combinator: combinator.value, call: fanOut.call },
    measure: { kind: 'scenario', scenario: 'waiting', parameters: {} },
  };
}

/** A list of known length is one that is written out, unless it was cut off a longer one: `list.splice(0, 10)`. */
function isPieceOfMore(file: File, source: ValueId, width: Length | undefined): boolean {
  return width === 'chosen' || (width !== undefined && valueOf(file, settle(file, source)).kind === 'call');
}

function isAwaited(file: File, id: ValueId): boolean {
  return usesOf(file)
    .of(id)
    .some(({ as }) => as === 'awaited');
}
