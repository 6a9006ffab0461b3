import { functionOf, valueOf, type FunctionRef } from '../effects/program.ts';
import { unsupervisedIn, type Unsupervised } from '../effects/supervision.ts';
import type { Advice, Finding, Level } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callSpan, calleeName } from './words.ts';

/** A worker whose error or end nobody listens to. */
export const workerUnsupervised: Rule = {
  meta: {
    id: 'unblock/worker-unsupervised',
    summary: 'A worker whose error or end nobody listens to.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => unsupervisedIn(program, ref).map((found) => findingFor(ref, found))),
};

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
