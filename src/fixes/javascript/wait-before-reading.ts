import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isAssignment, isCallable, isUpdate, some } from './edit/nodes.ts';
import { around } from './edit/reach.ts';
import { finishEdits } from './edit/places.ts';
import { freshName, openSession, type Session } from './edit/session.ts';
import { insertBefore, isAlwaysReached } from './edit/statements.ts';

const id = 'wait-before-reading';

/** `total += await size()` reads `total` after the wait, with nothing in between. */
export const waitBeforeReading: Remedy = {
  id,
  rules: ['unblock/await-race'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'await-race' || subject.goes !== 'lost' || request.facts.language !== 'javascript')
    return undefined;
  const session = openSession(request);
  const { source, draft, text } = session;
  const wait = awaitAt(session, subject.suspension);
  const assignment = wait && around(wait, isAssignment);
  const statement = assignment?.parent;
  if (!wait || !statement || !ts.isExpressionStatement(statement) || !ts.isBlock(statement.parent)) return undefined;
  if (!isAlwaysReached(wait, statement) || !isQuiet(statement, wait)) return undefined;

  const part = freshName(session, 'part', 'loaded');
  insertBefore(session, statement, `const ${part} = ${text.slice(wait.getStart(source), wait.end)}`);
  const { parent } = wait;
  // `(await load())` needs its parentheses no longer.
  const outer = ts.isParenthesizedExpression(parent) ? parent : wait;
  draft.replace({ start: outer.getStart(source), end: outer.end }, part);
  const edits = finishEdits(session);
  const name = assignment.left.getText(source);
  return (
    edits && {
      ...{ id, title: `Wait first, then read and write \`${name}\``, safety: 'suggestion', packages: [] },
      changes: `What others write to \`${name}\` meanwhile is kept. Without others the result is the same.`,
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

function awaitAt({ source }: Session, { start }: { readonly start: number }): ts.AwaitExpression | undefined {
  let found: ts.AwaitExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > start || node.end <= start) return;
    if (ts.isAwaitExpression(node) && node.getStart(source) === start) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Before the wait the statement only reads, so that nothing changes places with it. */
function isQuiet(statement: ts.ExpressionStatement, wait: ts.Node): boolean {
  return !some(
    statement,
    (node) =>
      node !== statement.expression &&
      (ts.isCallExpression(node) ||
        ts.isNewExpression(node) ||
        ts.isTaggedTemplateExpression(node) ||
        ts.isAwaitExpression(node) ||
        ts.isYieldExpression(node) ||
        isAssignment(node) ||
        isUpdate(node)),
    (node) => node !== wait && !isCallable(node),
  );
}
