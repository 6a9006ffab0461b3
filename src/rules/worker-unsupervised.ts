import { lostOutcomes, type LostOutcome } from '../effects/threads/lost-outcomes.ts';
import { functionOf, isPython, valueOf, type FunctionRef } from '../effects/program.ts';
import { unsupervisedIn, type Unsupervised } from '../effects/workers/supervision.ts';
import type { Advice, Finding, Level } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, calleeName } from './words.ts';

/** A worker whose error or end nobody listens to. */
export const workerUnsupervised: Rule = {
  meta: {
    id: 'unblock/worker-unsupervised',
    summary: 'A worker, or work on one, whose failure nobody hears of.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) =>
    isPython(ref.file)
      ? lostOutcomes(program, ref).map((found) => outcomeFinding(ref, found))
      : unsupervisedIn(program, ref).map((found) => findingFor(ref, found)),
  ),
};

/** In Python a failure is kept for whoever asks for the result. */
function outcomeFinding({ file, function: owner }: FunctionRef, { handed, how, wait, isKnown }: LostOutcome): Finding {
  const { call, argument, each } = handed;
  const work = calleeName(file, argument);
  const name = callName(file, call.value);
  const kept = each
    ? 'its results, which nobody takes'
    : how === 'waited'
      ? 'a future, which nobody asks'
      : 'a future, which nobody takes';
  return {
    rule: 'unblock/worker-unsupervised',
    // What is handed over may take care of its errors itself.
    level: isKnown ? 'warning' : 'information',
    ...callSpan(file, call.value),
    message: `When ${work === 'it' ? 'this work' : `\`${work}\``} fails, nobody hears of it: \`${name}\` keeps its exception in ${kept}.`,
    related:
      wait === undefined ? [] : [{ ...callSpan(file, wait), message: 'This waits for its end, and raises nothing.' }],
    advice: {
      why: 'An exception on a thread or in a process of a pool is stored, not printed. It is raised where the result is taken: by `future.result()`, or by walking through what `map` gave. Where nobody does, the work has failed in silence.',
      instead: each
        ? 'Take the results, if only by `list(…)`; or hand over a function that logs its own exceptions.'
        : 'Call `result()` on the future once it is done, or log its exception in `add_done_callback`.',
    },
    subject: { kind: 'worker-unsupervised', function: owner, call: call.value, missing: [] },
  };
}

function findingFor({ file, function: owner }: FunctionRef, found: Unsupervised): Finding {
  const { started, missing, harm } = found;
  const { call } = started.made;
  const value = valueOf(file, call.value);
  const name = value.kind === 'call' ? calleeName(file, value.callee) : 'Worker';
  return {
    rule: 'unblock/worker-unsupervised',
    level: levelOf(found),
    ...callSpan(file, call.value),
    message: messages[harm](name),
    related:
      harm === 'waits'
        ? [{ ...functionOf(file, owner).head, message: 'This promise waits for a message of the worker.' }]
        : [],
    advice: adviceOn(found),
    subject: { kind: 'worker-unsupervised', function: owner, call: call.value, missing },
  };
}

/** A thread that throws takes the process with it; what is only never heard of harms when it happens. */
function levelOf({ harm, isShared, started }: Unsupervised): Level {
  if (harm === 'thrown') return isShared ? 'information' : 'warning';
  return harm === 'unheard' && !started.inBrowser ? 'information' : 'hint';
}

const messages: Readonly<Record<Unsupervised['harm'], (name: string) => string>> = {
  thrown: (name) => `Nobody listens to \`error\` of this \`${name}\`: when it throws, this process ends, too.`,
  unheard: (name) =>
    `Nobody listens to the end of this \`${name}\`: when it dies, whoever waits for it waits for ever.`,
  waits: (name) => `When this \`${name}\` ends without an answer, nobody hears of it, and the promise never settles.`,
};

function adviceOn({ harm, started: { inBrowser } }: Unsupervised): Advice {
  switch (harm) {
    case 'thrown':
      return {
        why: 'An error that nothing in the worker catches is emitted as `error` on the worker object. Without a listener Node throws it here, as an uncaught exception that no `try` can catch.',
        instead:
          "Add `worker.on('error', …)` and `worker.on('exit', …)` next to where it is made, or use a pool, which does.",
      };
    case 'unheard':
      return {
        why: 'What it was to answer is lost with it, and nothing says so.',
        instead: inBrowser
          ? "Add `worker.addEventListener('error', …)` and let whoever waits know."
          : "Add `child.on('exit', …)` and `child.on('error', …)`, and let whoever waits know.",
      };
    case 'waits':
      return {
        why: 'A worker that calls `process.exit()`, is terminated, or just runs to its end emits `exit` and no `error`.',
        instead: 'Reject on `exit`, too: after `resolve` that does nothing any more.',
      };
  }
}
