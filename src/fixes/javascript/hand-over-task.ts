import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, calleeText } from './edit/nodes.ts';
import { openSession } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { limiterCalled } from './limit/limiter.ts';
import { handOver } from './limit/task.ts';

const id = 'hand-over-task';

/** `limit(load(url))` becomes `limit(() => load(url))`: the limiter says when it starts. */
export const handOverTask: Remedy = {
  id,
  rules: ['unblock/limiter-misuse'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'limiter-misuse' || subject.how !== 'started' || request.facts.language !== 'javascript')
    return undefined;
  const session = openSession(request);
  const call = nodeOf(session, subject.call, ts.isCallExpression);
  const task = subject.task === undefined ? undefined : nodeOf(session, subject.task, ts.isExpression);
  const [given] = call?.arguments ?? [];
  if (!call || !task || !given || bare(given) !== bare(task)) return undefined;
  const limiter = calleeText(call);
  if (ts.isIdentifier(bare(task)))
    return {
      id,
      reason: `\`${task.getText(session.source)}\` has begun where it was made. Make it in the call: \`${limiter}(() => …)\`.`,
    };
  // Only p-limit hands on what stands behind the task.
  const takesArguments = call.arguments.length === 1 && limiterCalled(session, call) !== undefined;
  const written = handOver(session, task, takesArguments);
  if (typeof written === 'string') return { id, reason: written };
  return suggest(session, {
    ...{ id, title: `Hand the task itself to \`${limiter}\`` },
    changes: `It starts when \`${limiter}\` has room for it, and no longer before. An error that is thrown at once becomes a rejection.`,
  });
}
