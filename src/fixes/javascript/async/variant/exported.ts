import type { Span } from '../../../../model/span.ts';
import { nodeAt, ts } from '../../../../syntax/javascript/tree.ts';
import { isAsync, isCallable, isGenerator, some, type Callable } from '../../edit/nodes.ts';
import type { Session } from '../../edit/session.ts';
import { isConstant } from '../../edit/writes.ts';

/** A function at the top level of its file that others get by its name. */
export interface ExportedFunction {
  readonly name: string;
  readonly callable: Callable;
  /** The statement that declares nothing else, and the name in it. */
  readonly statement: ts.Statement;
  readonly nameNode: ts.Identifier;
  /** Where a second name is added to a list of exports; absent where the statement itself exports. */
  readonly listed?: ts.Node;
}

export function exportedFunctionAt(session: Session, span: Span): ExportedFunction | undefined {
  const callable = nodeAt(session.tree, span, isCallable);
  const declared = callable && declaredBy(callable);
  if (!declared || !callable.body || isAsync(callable) || isGenerator(callable)) return undefined;
  const { statement, nameNode, isExported } = declared;
  if (!ts.isSourceFile(statement.parent)) return undefined;
  const name = nameNode.text;
  // It calls itself: the copy would still block.
  if (some(callable.body, (node) => ts.isIdentifier(node) && node.text === name)) return undefined;
  const own = { name, callable, statement, nameNode };
  if (isExported) return own;
  const declaration = session.scopes.topLevel.get(name);
  if (!declaration || !isConstant(session.scopes, declaration)) return undefined;
  const lists = session.scopes.referencesTo(declaration).filter(isListed);
  const [list, ...more] = lists;
  return list && more.length === 0 ? { ...own, listed: list.parent } : undefined;
}

interface Declared {
  readonly statement: ts.Statement;
  readonly nameNode: ts.Identifier;
  readonly isExported: boolean;
}

function declaredBy(callable: Callable): Declared | undefined {
  if (ts.isFunctionDeclaration(callable)) {
    if (!callable.name || hasOverloads(callable)) return undefined;
    return { statement: callable, nameNode: callable.name, isExported: isExported(callable) };
  }
  const { parent } = callable;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && ts.isVariableDeclarationList(parent.parent)) {
    const statement = parent.parent.parent;
    if (!ts.isVariableStatement(statement) || parent.parent.declarations.length > 1) return undefined;
    return { statement, nameNode: parent.name, isExported: isExported(statement) };
  }
  // `exports.read = function …`
  const isShown = ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left);
  if (!isShown || parent.right !== callable || !ts.isExpressionStatement(parent.parent)) return undefined;
  const { expression, name } = parent.left;
  const isExports = /^(?:module\.)?exports$/.test(expression.getText());
  return isExports && ts.isIdentifier(name)
    ? { statement: parent.parent, nameNode: name, isExported: true }
    : undefined;
}

function isExported(statement: ts.FunctionDeclaration | ts.VariableStatement): boolean {
  const kinds = statement.modifiers?.map(({ kind }) => kind) ?? [];
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}

function hasOverloads({ name, parent }: ts.FunctionDeclaration): boolean {
  const same = ts.isSourceFile(parent)
    ? parent.statements.filter((one) => ts.isFunctionDeclaration(one) && one.name?.text === name?.text)
    : [];
  return same.length > 1;
}

/** `export { read }`, `module.exports = { read }`. */
function isListed({ parent }: ts.Identifier): boolean {
  if (ts.isExportSpecifier(parent)) return !parent.propertyName && !parent.parent.parent.moduleSpecifier;
  if (!ts.isShorthandPropertyAssignment(parent)) return false;
  const { parent: assignment } = parent.parent;
  return (
    ts.isBinaryExpression(assignment) &&
    assignment.right === parent.parent &&
    assignment.left.getText() === 'module.exports'
  );
}
