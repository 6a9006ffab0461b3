import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { bare, dressed, isAssignment, isStatement, isUpdate, suspends } from './edit/nodes.ts';
import { openSession, type Session } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';

const id = 'atomic-update';

/** Reads, counts and writes back in one step, between which no other thread comes. */
export const atomicUpdate: Remedy = {
  id,
  rules: ['unblock/non-atomic-write'],
  propose,
};

interface Update {
  readonly whole: ts.Expression;
  readonly method: string;
  /** What is added; absent for `++` and `--`. */
  readonly amount?: ts.Expression;
}

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'non-atomic-write') return undefined;
  const session = openSession(request);
  const { source, draft } = session;
  const place = nodeOf(session, subject.target, ts.isElementAccessExpression);
  const update = place && !place.questionDotToken ? updateOf(session, place) : undefined;
  if (!place || !update || !isGlobal(session, 'Atomics', place)) return undefined;
  const { whole, method, amount } = update;
  if (/\/[/*]/.test(whole.getText(source)) || (amount && suspends(amount))) return undefined;
  if (!amount && /\bBig(?:Int|Uint)64Array\b/.test(source.text)) return undefined;

  const call = `Atomics.${method}`;
  const parts = [place.expression, place.argumentExpression, ...(amount ? [amount] : [])].map((each) =>
    each.getText(source),
  );
  draft.replace(
    { start: whole.getStart(source), end: whole.end },
    `${call}(${[...parts, ...(amount ? [] : ['1'])].join(', ')})`,
  );
  const isWhole = !amount || isWholeNumber(bare(amount));
  return suggest(session, {
    ...{ id, title: `Do it in one step with \`${call}\`` },
    changes: `No other thread comes in between. An index outside of the array throws a \`RangeError\`, where nothing happened before.${isWhole ? '' : ' What is added is cut to a whole number first.'}`,
  });
}

function isWholeNumber(node: ts.Expression): boolean {
  return ts.isBigIntLiteral(node) || (ts.isNumericLiteral(node) && Number.isInteger(Number(node.text)));
}

const methods: Readonly<Record<string, string>> = { '+': 'add', '-': 'sub', '&': 'and', '|': 'or', '^': 'xor' };

/** The update, where nobody takes a value from it that `Atomics` does not give: that of before. */
function updateOf(session: Session, place: ts.ElementAccessExpression): Update | undefined {
  const target = dressed(place);
  const { parent } = target;
  if (isUpdate(parent)) {
    if (!ts.isPostfixUnaryExpression(parent) && !isDropped(parent)) return undefined;
    return { whole: parent, method: parent.operator === ts.SyntaxKind.PlusPlusToken ? 'add' : 'sub' };
  }
  if (!isAssignment(parent) || parent.left !== target || !isDropped(parent)) return undefined;
  const operator = parent.operatorToken.getText(session.source);
  if (operator === '=') return writtenOut(session, place, parent);
  const method = methods[operator.slice(0, -1)];
  return method === undefined ? undefined : { whole: parent, method, amount: parent.right };
}

/** `view[i] = view[i] + n`. */
function writtenOut(
  { source }: Session,
  place: ts.ElementAccessExpression,
  assignment: ts.BinaryExpression,
): Update | undefined {
  const sum = bare(assignment.right);
  const key = bare(place.argumentExpression);
  if (!ts.isBinaryExpression(sum) || !(ts.isLiteralExpression(key) || ts.isIdentifier(key))) return undefined;
  const method = methods[sum.operatorToken.getText(source)];
  const isPlace = (node: ts.Expression): boolean => bare(node).getText(source) === place.getText(source);
  if (method === undefined) return undefined;
  if (isPlace(sum.left)) return { whole: assignment, method, amount: sum.right };
  return isPlace(sum.right) && method !== 'sub' ? { whole: assignment, method, amount: sum.left } : undefined;
}

function isDropped(node: ts.Expression): boolean {
  return isStatement(node) || (ts.isForStatement(node.parent) && node.parent.incrementor === node);
}
