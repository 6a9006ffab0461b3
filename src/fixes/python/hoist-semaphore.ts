import { regionsOf } from '../../effects/calls/sites.ts';
import type { Fix } from '../../model/fix.ts';
import type { LimiterMisuseSubject } from '../../model/subjects/index.ts';
import { spanOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { nodeAt, statementOf } from './edit/nodes.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { comesBack, isSameInModule, moduleName, placeInModule, renameIn, takeOut } from './hoist/module-value.ts';

const id = 'hoist-semaphore';

/** Makes one semaphore for all tasks, in the module, instead of one in each. */
export const hoistSemaphore: Remedy = {
  id,
  rules: ['unblock/limiter-misuse'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'limiter-misuse' || subject.how !== 'single' || request.facts.language !== 'python')
      return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: LimiterMisuseSubject): Fix | string | undefined {
  const { facts, file, program, python } = request;
  const session = openSession(request);
  const made = facts.values[subject.call];
  const call = made ? nodeAt(session, made, 'call') : -1;
  if (!made || call < 0) return undefined;
  if (python?.version && python.version[0] === 3 && python.version[1] < 10)
    return 'Before Python 3.10 a semaphore belongs to the loop that is current when it is made, and in the module none runs yet. Make it in the function that starts the tasks.';
  const ref = { file, function: subject.function };
  if (comesBack(program, ref, ref))
    return 'What the function calls comes back to it. With one semaphore for all, those that are in would wait for others that are not let in. Make it in the function that starts the first of them, and enter it around less.';
  const place = placeInModule(session, call);
  if (!isSameInModule(session, call, place.at))
    return 'How many it lets in is known only within the function. Make the semaphore in the function that starts the tasks, and hand it on.';
  const isInline = (regionsOf(file)[subject.function] ?? []).some(({ value }) => value === subject.call);
  const binding = facts.bindings.find(({ init }) => init === subject.call);
  const name = moduleName(session, binding?.name ?? 'places', 'semaphore');
  let code: string | undefined = textOf(session, call);
  if (isInline) session.draft.replace(spanOf(session, call), name);
  else {
    code = takeOut(session, statementOf(session, call), call);
    if (code === undefined || !binding)
      return 'The semaphore is made in a line with other code. Give it one of its own first.';
    if (name !== binding.name) renameIn(session, subject.function, binding.name, name);
  }
  place.write(`${name} = ${code}`);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Make one \`${name}\` for all tasks, in the module`,
    safety: 'suggestion',
    changes:
      'From now on only so many run at once, and the others wait for their turn. All callers of the module share the semaphore, and only tasks of one event loop may use it.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}
