import { ts } from '../../../syntax/javascript/tree.ts';
import { isAssignment } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';
import type { Reading } from './reading.ts';

/** What a look at a file decides over, as one stretch of code that a `try` can take the place of. */
export interface WayAround {
  readonly from: number;
  readonly to: number;
  /** In front of the reading: `text = `, `return `. */
  readonly before: string;
  /** The constant that holds what was read. */
  readonly declares?: ts.VariableDeclaration;
  /** What is done where there is no file: `return undefined`; absent where nothing is. */
  readonly otherwise?: string;
}

export function wayAround(session: Session, check: ts.CallExpression, reading: Reading): WayAround | undefined {
  const statement = statementOf(reading);
  const asked = statement && askedBy(check);
  const way = asked && (chosen(session, asked, statement, reading) ?? guarded(session, asked, statement, reading));
  return way && !losesComment(session, way, reading) ? way : undefined;
}

interface Asked {
  /** The whole condition: nothing but the look. */
  readonly test: ts.Expression;
  readonly isNegated: boolean;
}

function askedBy(check: ts.CallExpression): Asked | undefined {
  let test: ts.Expression = ts.isAwaitExpression(check.parent) ? check.parent : check;
  while (ts.isParenthesizedExpression(test.parent)) test = test.parent;
  const { parent } = test;
  const isNegated = ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken;
  return { test: isNegated ? parent : test, isNegated };
}

type Taker = ts.ReturnStatement | ts.ExpressionStatement | ts.VariableStatement;

/** The statement that takes what was read, and does nothing else. */
function statementOf({ whole }: Reading): Taker | undefined {
  const { parent } = whole;
  if (ts.isReturnStatement(parent)) return parent;
  if (ts.isConditionalExpression(parent) && ts.isReturnStatement(parent.parent)) return parent.parent;
  if (ts.isVariableDeclaration(parent) && parent.initializer === whole && ts.isIdentifier(parent.name)) {
    const list = parent.parent;
    const isAlone = ts.isVariableDeclarationList(list) && list.declarations.length === 1;
    return isAlone && list.flags & ts.NodeFlags.Const && ts.isVariableStatement(list.parent) ? list.parent : undefined;
  }
  const isTaken =
    isAssignment(parent) &&
    parent.right === whole &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(parent.left);
  return isTaken && ts.isExpressionStatement(parent.parent) ? parent.parent : undefined;
}

/** `if (existsSync(path)) text = readFileSync(path)`, `return existsSync(path) ? readFileSync(path) : ''`. */
function chosen(
  { source, text }: Session,
  { test, isNegated }: Asked,
  statement: Taker,
  { whole }: Reading,
): WayAround | undefined {
  const { parent } = test;
  if (ts.isConditionalExpression(parent) && parent.condition === test && ts.isReturnStatement(parent.parent)) {
    const [read, other] = isNegated ? [parent.whenFalse, parent.whenTrue] : [parent.whenTrue, parent.whenFalse];
    if (read !== whole || parent.parent !== statement || !ts.isBlock(statement.parent)) return undefined;
    const otherwise = `return ${other.getText(source)}`;
    return { ...spanOf(statement, source), before: 'return ', otherwise };
  }
  if (isNegated || !ts.isIfStatement(parent) || parent.expression !== test || parent.elseStatement) return undefined;
  if (onlyIn(parent.thenStatement) !== statement || ts.isVariableStatement(statement)) return undefined;
  if (!ts.isBlock(parent.parent)) return undefined;
  return { ...spanOf(parent, source), before: text.slice(statement.getStart(source), whole.getStart(source)) };
}

/** `if (!existsSync(path)) return undefined;` and then the reading. */
function guarded(
  { source, text }: Session,
  { test, isNegated }: Asked,
  statement: Taker,
  { whole }: Reading,
): WayAround | undefined {
  const branch = test.parent;
  if (!isNegated || !ts.isIfStatement(branch) || branch.expression !== test || branch.elseStatement) return undefined;
  const other = onlyIn(branch.thenStatement);
  if (!other || !(ts.isReturnStatement(other) || ts.isThrowStatement(other))) return undefined;
  const { parent: block } = branch;
  if (!ts.isBlock(block) || block.statements[block.statements.indexOf(branch) + 1] !== statement) return undefined;
  if (ts.isExpressionStatement(statement)) return undefined;
  const [declares] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  return {
    from: branch.getStart(source),
    to: statement.end,
    before: text.slice(statement.getStart(source), whole.getStart(source)),
    otherwise: other.getText(source).replace(/;$/, ''),
    ...(declares && { declares }),
  };
}

/** The only statement of a block, or the statement itself. */
function onlyIn(statement: ts.Statement): ts.Statement | undefined {
  if (!ts.isBlock(statement)) return statement;
  return statement.statements.length === 1 ? statement.statements[0] : undefined;
}

function spanOf(node: ts.Node, source: ts.SourceFile): Pick<WayAround, 'from' | 'to'> {
  return { from: node.getStart(source), to: node.end };
}

/** All but the reading and what is done otherwise is written anew. */
function losesComment({ source, text }: Session, { from, to, otherwise = '' }: WayAround, { whole }: Reading): boolean {
  const left = text.slice(from, whole.getStart(source)) + text.slice(whole.end, to);
  return /\/[/*]/.test(left.replace(otherwise, ''));
}
