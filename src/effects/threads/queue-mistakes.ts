import type { FunctionId, ValueId } from '../../model/facts.ts';
import { valueOf, type File, type Program } from '../program.ts';
import { isEndless, isSameSign, queuesIn, stopSign, timesOf, type QueueCall, type QueueUse } from './queue-use.ts';

/** What is wrong with how a queue is used. */
export type QueueMistake =
  /** `consumers` are started, and fewer are told to stop. */
  | {
      readonly how: 'signs';
      readonly queue: QueueUse;
      readonly put: QueueCall;
      readonly consumers: number;
      readonly signs: number;
      readonly get: QueueCall;
    }
  /** `join` waits for items to be done, and nobody says that any is. */
  | { readonly how: 'done'; readonly queue: QueueUse; readonly join: QueueCall; readonly get: QueueCall }
  /** Nothing holds back who puts without end. */
  | { readonly how: 'unbounded'; readonly queue: QueueUse; readonly put: QueueCall };

/** The mistakes with the queues of a file whose every use is seen. */
export function queueMistakes(program: Program, file: File): QueueMistake[] {
  return queuesIn(program, file).flatMap((queue) => [
    ...missingSigns(program, file, queue),
    ...missingDone(queue),
    ...unboundedPut(file, queue),
  ]);
}

const gets = /^get(_nowait)?$/;
const puts = /^put(_nowait)?$/;

/** Each consumer takes one sign to stop; those for whom there is none wait for ever. */
function missingSigns(program: Program, file: File, queue: QueueUse): QueueMistake[] {
  const taking = queue.calls.flatMap((get) => {
    const sign = gets.test(get.method) ? stopSign(file, get) : undefined;
    return sign === undefined ? [] : [{ get, sign }];
  });
  const [first] = taking;
  // Several ways to take things may have several signs; and whoever ends the queue, or its consumers, needs none.
  if (!first || taking.length > 1 || queue.calls.some(({ method }) => method === 'shutdown')) return [];
  const { get, sign } = first;
  const stopping = queue.calls.filter((each) => puts.test(each.method) && isSign(file, each, sign));
  const [put] = stopping;
  if (!put || stopping.some((each) => each.in === get.in) || isCancelled(file)) return [];
  const consumers = queue.runs.get(get.in);
  const counted = stopping.map((each) => {
    const runs = runsOf(queue, each.in);
    const times = timesOf(program, file, each.call);
    return runs === undefined || times === undefined ? undefined : runs * times;
  });
  if (consumers === undefined || counted.some((each) => each === undefined)) return [];
  const signs = counted.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  return signs > 0 && signs < consumers ? [{ how: 'signs', queue, put, consumers, signs, get }] : [];
}

/** How often a function runs for each queue; once where the queue is made. */
function runsOf(queue: QueueUse, id: FunctionId): number | undefined {
  return queue.runs.has(id) ? queue.runs.get(id) : id === queue.made.function ? 1 : undefined;
}

function isSign(file: File, { call }: QueueCall, sign: ValueId): boolean {
  const value = valueOf(file, call.value);
  const [item] = value.kind === 'call' ? value.args : [];
  return item !== undefined && isSameSign(file, item.value, sign);
}

/** `task.cancel()` anywhere: consumers may be stopped in another way. */
function isCancelled(file: File): boolean {
  return file.facts.values.some((value) => value.kind === 'member' && /^(cancel|terminate|kill)$/.test(value.name));
}

function missingDone(queue: QueueUse): QueueMistake[] {
  const find = (test: RegExp): QueueCall | undefined => queue.calls.find(({ method }) => test.test(method));
  const join = find(/^join$/);
  const get = find(gets);
  return join && get && !find(/^(task_done|shutdown)$/) ? [{ how: 'done', queue, join, get }] : [];
}

/** A loop without an end that puts, and somebody else who takes one after the other. */
function unboundedPut(file: File, queue: QueueUse): QueueMistake[] {
  if (!queue.isUnbounded) return [];
  const put = queue.calls.find(({ method, call }) => {
    const loop = call.loops.at(-1);
    return puts.test(method) && loop !== undefined && (loop.form === 'for-await' || isEndless(file, loop));
  });
  const taken = queue.calls.some(({ method, in: owner }) => gets.test(method) && owner !== put?.in);
  const isAsked = queue.calls.some(({ method }) => /^(qsize|full|join)$/.test(method));
  return put && taken && !isAsked ? [{ how: 'unbounded', queue, put }] : [];
}
