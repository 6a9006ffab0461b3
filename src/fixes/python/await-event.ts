import { bindingOf, valueOf } from '../../effects/program.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { Fix } from '../../model/fix.ts';
import type { BusyWaitSubject } from '../../model/subjects/index.ts';
import { childOfKind, spanOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { hasComment, nodeAt } from './edit/nodes.ts';
import { finishEdits, openSession } from './edit/session.ts';

const id = 'await-event';

/** Waits for an event or a task itself, where a loop asked again and again whether it is there yet. */
export const awaitEvent: Remedy = {
  id,
  rules: ['unblock/busy-wait'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'busy-wait' || request.facts.language !== 'python') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, { until, loop, asked }: BusyWaitSubject): Fix | string | undefined {
  if (asked === undefined || (until !== 'event' && until !== 'task')) return undefined;
  const session = openSession(request);
  const node = nodeAt(session, loop, 'while_statement');
  const value = valueOf(request.file, asked);
  if (node < 0) return undefined;
  const name = session.text.slice(value.start, value.end);
  if (!staysTheSame(request, asked))
    return `\`${name}\` may be another one while the loop waits, and it asks the new one then. Keep it in a variable first.`;
  if (childOfKind(session, node, 'else_clause') >= 0)
    return 'The loop has an `else`. Write what stands there below the loop first.';
  if (hasComment(session, spanOf(session, node)))
    return 'A comment stands within the loop. Move it first, so that it is not lost.';
  const wait = until === 'event' ? `${name}.wait()` : `${importedName(session, 'asyncio', 'wait', loop)}([${name}])`;
  session.draft.replace(loop, `await ${wait}`);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: until === 'event' ? `Await \`${name}.wait()\`` : `Wait for \`${name}\` itself`,
    safety: 'suggestion',
    changes:
      until === 'event'
        ? 'It goes on as soon as the event is set, not up to one pause later; also where it is cleared again before the next question. Where it is set already, other tasks get no turn here, as before.'
        : 'It goes on as soon as the task is done, not up to one pause later. What the task raised stays with it, and being cancelled here cancels it no more than before.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** A variable that is written once, or a field that is. */
function staysTheSame({ file }: FixRequest, id: number): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'name') return bindingOf(file, value.binding).reassigned === 0;
  return (
    value.kind === 'member' &&
    valueOf(file, value.object).kind === 'this' &&
    usesOf(file).memberWrites(value.name).length === 1
  );
}
