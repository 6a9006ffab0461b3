import { graphOf } from '../../../effects/calls/graph.ts';
import { valueOf } from '../../../effects/program.ts';
import { nodeAt, ts } from '../../../syntax/javascript/tree.ts';
import { importValue } from '../edit/imports.ts';
import { isCallable, type Callable } from '../edit/nodes.ts';
import { around, reachableFrom } from '../edit/reach.ts';
import { isWithin } from '../edit/scope.ts';
import { freshName, semicolon, type Session } from '../edit/session.ts';
import type { Amount } from './amount.ts';
import { limiterCalled, type Limiter } from './limiter.ts';
import { wrapTask } from './task.ts';

/** The function around `task` that the task leads back to, as far as names tell. */
export function recursionOf(session: Session, task: ts.Node): Callable | undefined {
  const reached = reachableFrom(session.scopes, task);
  for (let owner = around(task, isCallable); owner; owner = around(owner, isCallable)) {
    const holder = ts.isVariableDeclaration(owner.parent) ? owner.parent : owner;
    if (reached.includes(holder) || reached.includes(owner)) return owner;
  }
  return undefined;
}

/** Whether a limiter has it already. */
function isLimited(session: Session, call: ts.Node): boolean {
  const limited = around(
    call,
    (node): node is ts.CallExpression => ts.isCallExpression(node) && limiterCalled(session, node) !== undefined,
  );
  return limited !== undefined;
}

const PARTLY =
  'A task leads back to this function: a limit around it would wait for itself, or multiply with each level. Limit what reads or asks at the end of the way instead.';

/**
 * A limit for a function that calls itself: one for all levels, around the library calls that leave the process and never around the
 * call of the function, so that nothing ever waits for its own limiter.
 */
export function limitLeaves(session: Session, owner: Callable, amount: Amount): Limiter | string {
  const { program, file } = session.request;
  const wrappings: ((limiter: string) => void)[] = [];
  for (const { value, entry, excuse } of graphOf(program, file).calls.flat()) {
    const call = nodeAt(session.tree, valueOf(file, value), ts.isCallExpression);
    if (!call || !isWithin(call, owner) || !entry?.io || entry.promise !== true || excuse || isLimited(session, call))
      continue;
    if (reachableFrom(session.scopes, call).some((node) => node !== call && isWithin(owner, node))) return PARTLY;
    const wrapping = wrapTask(session, call);
    if (typeof wrapping === 'string') return wrapping;
    wrappings.push(wrapping);
  }
  if (wrappings.length === 0) return PARTLY;
  const wanted = { module: 'p-limit', export: 'default', names: ['pLimit', 'createLimit'], wholeModule: true } as const;
  const create = importValue(session, wanted, session.source);
  const name = freshName(session, 'limit', 'limiter', 'runLimited');
  session.constants.push(`const ${name} = ${create}(${String(amount.count)})${semicolon(session)}`);
  for (const write of wrappings) write(name);
  return { name, count: String(amount.count), why: amount.why, isNew: true, isShared: true };
}
