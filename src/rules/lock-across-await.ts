import { lockedWaits, type LockedWait } from '../effects/threads/locked-waits.ts';
import { valueOf, type FunctionRef } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { calleeName, functionName } from './words.ts';

/** `with lock:` around an `await`, of a lock that is made for threads. */
export const lockAcrossAwait: Rule = {
  meta: {
    id: 'unblock/lock-across-await',
    summary: 'A lock of threads that a coroutine holds while other tasks of its loop run.',
    languages: ['python'],
    context: 'any',
    levels: ['warning'],
  },
  check: inFunctions((program, ref) => lockedWaits(program, ref).map((each) => findingFor(ref, each))),
};

function findingFor(ref: FunctionRef, { lock, region, wait, kind }: LockedWait): Finding {
  const { file } = ref;
  const name = calleeName(file, lock);
  const { start, end } = valueOf(file, lock);
  const isReentrant = kind === 'reentrant';
  return {
    rule: 'unblock/lock-across-await',
    level: 'warning',
    start,
    end,
    message: isReentrant
      ? `\`${name}\` is held across an \`await\`, and keeps no other task out: all tasks of a loop are one thread to it.`
      : `\`${name}\` is held across an \`await\`: a task that wants it meanwhile stops the event loop for good.`,
    related: [{ ...wait, message: `Here ${functionName(ref)} lets other tasks run, and holds \`${name}\` on.` }],
    advice: {
      why: isReentrant
        ? 'An `RLock` belongs to a thread, which may take it again. Tasks of one loop share their thread, so each of them gets it at once, and what it was to protect is open during the `await`.'
        : 'A lock of `threading` stops the whole thread of whoever waits for it. When another task of this loop asks for it, the loop stands still, and with it the task that holds the lock and would let go of it: nothing of the program goes on.',
      instead:
        'Where only tasks of one loop want it, use `asyncio.Lock` with `async with`. Where threads want it, too, let go of it before the `await`, and take only what is needed under it.',
    },
    subject: {
      kind: 'lock-across-await',
      function: ref.function,
      lock,
      ...(region ? { region } : {}),
    },
  };
}
