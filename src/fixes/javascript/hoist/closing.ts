import { ts } from '../../../syntax/javascript/tree.ts';
import { some } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';
import { takeOut } from '../edit/statements.ts';
import { lineIndent } from '../edit/style.ts';

/** The end of a resource in the function that made it: a statement of its own, or all that a `finally` is there for. */
export interface Closing {
  readonly statement: ts.Statement;
  readonly cleanup?: ts.TryStatement;
}

/** The closing by `call`; undefined where more depends on it. */
export function closingOf(session: Session, call: ts.CallExpression): Closing | undefined {
  const outer = ts.isAwaitExpression(call.parent) ? call.parent : call;
  const statement = outer.parent;
  if (!ts.isExpressionStatement(statement) || !ts.isBlock(statement.parent)) return undefined;
  const { parent: block } = statement;
  const owner = block.parent;
  if (!ts.isTryStatement(owner) || owner.finallyBlock !== block || block.statements.length > 1) return { statement };
  if (owner.catchClause) return { statement, cleanup: owner };
  return canUnwrap(session, owner) ? { statement, cleanup: owner } : undefined;
}

/** The body can stand without the `try` around it: its names are no one else’s, and each of its lines can move. */
function canUnwrap({ scopes, source, text }: Session, { tryBlock, parent }: ts.TryStatement): boolean {
  const names = [...scopes.declaredIn(tryBlock)].map(({ name }) => name.text);
  if (names.some((name) => scopes.lookUp(name, parent)) || !ts.isBlock(parent)) return false;
  const [first, last] = [tryBlock.statements[0], tryBlock.statements.at(-1)];
  if (!first || !last) return false;
  const gaps = text.slice(tryBlock.getStart(source) + 1, first.getStart(source)) + text.slice(last.end, tryBlock.end);
  const isText = (node: ts.Node): boolean => ts.isTemplateLiteral(node) && node.getText(source).includes('\n');
  return !/\/[/*]/.test(gaps) && !some(tryBlock, isText);
}

export function removeClosing(session: Session, { statement, cleanup }: Closing): void {
  if (!cleanup) {
    takeOut(session, statement);
    return;
  }
  const { draft, source, text, style } = session;
  const { tryBlock, catchClause } = cleanup;
  if (catchClause) {
    draft.replace({ start: catchClause.end, end: cleanup.end }, '');
    return;
  }
  const [first, last] = [tryBlock.statements[0], tryBlock.statements.at(-1)];
  if (!first || !last) return;
  draft.replace({ start: cleanup.getStart(source), end: first.getStart(source) }, '');
  draft.replace({ start: last.end, end: cleanup.end }, '');
  const isDeeper = lineIndent(text, first.getStart(source)).length > lineIndent(text, cleanup.getStart(source)).length;
  if (!isDeeper) return;
  for (const { index } of text.slice(first.getStart(source), last.end).matchAll(/\n/g)) {
    const start = first.getStart(source) + index + 1;
    if (text.startsWith(style.indent, start)) draft.replace({ start, end: start + style.indent.length }, '');
  }
}
