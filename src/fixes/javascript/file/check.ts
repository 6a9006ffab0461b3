import { ts } from '../../../syntax/javascript/tree.ts';
import type { Session } from '../edit/session.ts';
import { dropImport } from '../edit/unimport.ts';

/** `if (existsSync(path))`, or with `!`, around `statement` and nothing else; undefined where it says more than that. */
export function checkAround(
  { source, text }: Session,
  check: ts.CallExpression,
  statement: ts.Node,
  sign: '' | '!',
): ts.IfStatement | undefined {
  const block = ts.isBlock(statement.parent) && statement.parent.statements.length === 1 ? statement.parent : statement;
  const branch = block.parent;
  if (!ts.isIfStatement(branch) || branch.thenStatement !== block || branch.elseStatement) return undefined;
  const { expression: test } = branch;
  const isNot = ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken;
  const asked = sign === '!' ? isNot && test.operand : test;
  if (asked !== check && !(asked && ts.isAwaitExpression(asked) && asked.expression === check)) return undefined;
  const around = [
    text.slice(branch.getStart(source), statement.getStart(source)),
    text.slice(statement.end, branch.end),
  ];
  return around.some((each) => /\/[/*]/.test(each)) ? undefined : branch;
}

/** Takes the check away where nothing else depends on it. Says whether it did. */
export function dropCheck(session: Session, check: ts.CallExpression, statement: ts.Node, sign: '' | '!'): boolean {
  const { source, draft } = session;
  const branch = checkAround(session, check, statement, sign);
  if (!branch) return false;
  draft.replace({ start: branch.getStart(source), end: statement.getStart(source) }, '');
  if (branch.end > statement.end) draft.replace({ start: statement.end, end: branch.end }, '');
  forgetCheck(session, check);
  return true;
}

/** The check is no longer made, and its import goes where nothing else uses it. */
export function forgetCheck(session: Session, check: ts.CallExpression): void {
  if (ts.isIdentifier(check.expression)) dropImport(session, check.expression);
}
