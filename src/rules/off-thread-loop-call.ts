import { offThreadCalls, type OffThreadCall } from '../effects/threads/off-thread.ts';
import type { FunctionRef } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, functionName, pathFrom } from './words.ts';

/** `queue.put_nowait(…)`, `future.set_result(…)`, `asyncio.create_task(…)` on a thread that is not the loop's. */
export const offThreadLoopCall: Rule = {
  meta: {
    id: 'unblock/off-thread-loop-call',
    summary: 'A call that only the thread of the event loop may make, on another thread.',
    languages: ['python'],
    context: 'thread',
    levels: ['warning'],
  },
  check: inFunctions((program, ref) => offThreadCalls(program, ref).map((each) => findingFor(ref, each))),
};

function findingFor(ref: FunctionRef, { call, symbol, instead, hops }: OffThreadCall): Finding {
  const { file } = ref;
  const name = callName(file, call.value);
  const raises = /#(create_task|ensure_future)$/.test(symbol);
  const twin = instead.replace(/^.*#/, '').replace(/^AbstractEventLoop/, 'loop');
  return {
    rule: 'unblock/off-thread-loop-call',
    level: 'warning',
    ...callSpan(file, call.value),
    message: raises
      ? `\`${name}\` raises \`RuntimeError\` here: ${functionName(ref)} runs on a thread that has no event loop.`
      : `\`${name}\` belongs to the thread of the event loop, and ${functionName(ref)} runs on another one: the loop may not notice.`,
    related: hops.map(({ from, site, how }) => ({
      ...pathFrom(file, from.file),
      ...callSpan(from.file, site.value),
      message: how === 'thread' ? 'The thread is started here.' : `${functionName(from)} calls it.`,
    })),
    advice: {
      why: raises
        ? 'A task belongs to the loop of the thread that makes it, and this thread has none.'
        : 'Objects of asyncio are not made for threads: they change without a lock, and a loop that sleeps until something happens is not woken. What waits for it goes on much later, or never.',
      instead: raises
        ? 'Hand the coroutine to the loop: `asyncio.run_coroutine_threadsafe(work(), loop)`, with the loop that was running where the thread was started.'
        : `Ask the loop to do it: \`${twin === '' ? 'loop.call_soon_threadsafe' : twin}(…)\`, with the loop that was running where the thread was started.`,
    },
    subject: { kind: 'off-thread-loop-call', function: ref.function, call: call.value },
  };
}
