import { kindOf, spanOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import { hasComment, isOneExpression, parentOf, statementOf } from './edit/nodes.ts';
import type { Session } from './edit/session.ts';
import { isAlone } from './edit/style.ts';

/**
 * The statement that puts a sign to stop into a queue and does nothing else: `await queue.put(None)`. Undefined in a loop, or before code
 * on the same line, where it would be another edit.
 */
export function signStatement(session: Session, call: NodeId): NodeId | undefined {
  const statement = statementOf(session, call);
  const parent = parentOf(session, call);
  const isWhole =
    parent === statement || (kindOf(session, parent) === 'await' && parentOf(session, parent) === statement);
  if (
    !isWhole ||
    !isOneExpression(session, statement) ||
    !isAlone(session.text, spanOf(session, statement)) ||
    isInLoop(session, statement)
  )
    return undefined;
  if (hasComment(session, spanOf(session, statement)) || textOf(session, statement).includes('\n')) return undefined;
  return statement;
}

function isInLoop(session: Session, node: NodeId): boolean {
  for (let each = parentOf(session, node); each > 0; each = parentOf(session, each)) {
    const kind = kindOf(session, each);
    if (kind === 'function_definition') return false;
    if (kind === 'for_statement' || kind === 'while_statement') return true;
  }
  return false;
}
