import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { dressed, homeOf } from './edit/nodes.ts';
import { openSession, type Session } from './edit/session.ts';
import { blockStatement, firstEvaluated, isAlwaysReached, leaves } from './edit/statements.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { waitTogether } from './together/awaits.ts';

const id = 'await-together';

/** Awaits promises that run at the same time together, so that somebody hears of each from the beginning. */
export const awaitTogether: Remedy = {
  id,
  rules: ['unblock/orphaned-promise'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'orphaned-promise') return undefined;
  const session = openSession(request);
  const first = nodeOf(session, subject.during, ts.isAwaitExpression);
  const taken = nodeOf(session, subject.taken, ts.isIdentifier);
  const last = taken && dressed(taken).parent;
  if (!first || !last || !ts.isAwaitExpression(last) || !isGlobal(session, 'Promise', first)) return undefined;
  const statement = firstEvaluated(first);
  const home = homeOf(first);
  const end = home && homeOf(last) === home ? blockStatement(last, home) : undefined;
  if (!statement || end?.parent !== statement.parent || !isAlwaysReached(last, end)) return undefined;
  const block = statement.parent;
  if (!ts.isBlock(block) || ts.isIterationStatement(end, false)) return undefined;
  const between =
    end === statement ? [] : block.statements.slice(block.statements.indexOf(statement), block.statements.indexOf(end));
  if (between.some(leaves))
    return {
      id,
      reason: `The function may be left before it comes to \`await ${taken.text}\`. Add a \`catch\` to \`${taken.text}\` where it is made.`,
    };

  const waits = end === statement ? [first, last] : [first];
  for (const each of block.statements.slice(block.statements.indexOf(statement) + 1)) {
    waits.push(...(each === end ? [last] : startedBefore(session, each, statement)));
    if (leaves(each)) break;
  }
  const written = waitTogether(session, waits);
  if (typeof written === 'string') return { id, reason: written };
  return (
    written &&
    suggest(session, {
      ...{ id, title: `Await ${wordsFor(waits)} together with \`Promise.all\`` },
      changes:
        'When one of them fails, this fails at once, and the failure no longer ends the process. What stands between them waits for all.',
    })
  );
}

/** `const b = await started;` and `await started;`, of a promise that was there before `statement`. */
function startedBefore({ scopes }: Session, node: ts.Statement, statement: ts.Statement): ts.AwaitExpression[] {
  const expression = ts.isVariableStatement(node)
    ? node.declarationList.declarations.length === 1 && node.declarationList.declarations[0]?.initializer
    : ts.isExpressionStatement(node) && node.expression;
  if (!expression || !ts.isAwaitExpression(expression) || !ts.isIdentifier(expression.expression)) return [];
  const declaration = scopes.declarationOf(expression.expression);
  return declaration?.kind === 'const' && declaration.node.end <= statement.pos ? [expression] : [];
}

function wordsFor(waits: readonly ts.AwaitExpression[]): string {
  const names = waits.map(({ expression }) => (ts.isIdentifier(expression) ? `\`${expression.text}\`` : undefined));
  return names.length > 3 || names.includes(undefined)
    ? `${String(names.length)} promises`
    : names.join(', ').replace(/, ([^,]*)$/, ' and $1');
}
