import { sitesOf } from '../../effects/calls/sites.ts';
import { bindingOf, valueOf } from '../../effects/program.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { Fix } from '../../model/fix.ts';
import type { BusyWaitSubject } from '../../model/subjects/index.ts';
import { childOfKind, spanOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { hasComment, nodeAt } from './edit/nodes.ts';
import { isByConstructor } from './edit/same-object.ts';
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
function propose(request: FixRequest, subject: BusyWaitSubject): Fix | string | undefined {
  const { until, loop, asked } = subject;
  if (asked === undefined || (until !== 'event' && until !== 'task')) return undefined;
  const session = openSession(request);
  const node = nodeAt(session, loop, 'while_statement');
  const value = valueOf(request.file, asked);
  if (node < 0) return undefined;
  const name = session.text.slice(value.start, value.end);
  if (!staysTheSame(request, subject))
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
        : 'It goes on as soon as the task is done, not up to one pause later. Where it is done already, other tasks get a turn here, which they did not get before. What the task raised stays with it, and being cancelled here cancels it no more than before.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** A variable that is written once, and not in each round of a loop around; or a field that only its constructor writes. */
function staysTheSame({ file }: FixRequest, { asked, function: owner }: BusyWaitSubject): boolean {
  if (asked === undefined) return false;
  const value = valueOf(file, asked);
  if (value.kind === 'name') {
    const { reassigned, scope, init } = bindingOf(file, value.binding);
    if (reassigned > 0) return false;
    const isOwn = scope === owner || init === undefined;
    return isOwn || !sitesOf(file)[scope]?.some((site) => site.value === init && site.loops.length > 0);
  }
  if (value.kind !== 'member' || valueOf(file, value.object).kind !== 'this') return false;
  const [place, ...others] = usesOf(file).memberWrites(value.name);
  return place !== undefined && others.length === 0 && isByConstructor(file, place);
}
