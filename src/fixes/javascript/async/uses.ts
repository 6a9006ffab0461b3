import { ts } from '../../../syntax/javascript/tree.ts';
import { nameOf, type Callable } from '../edit/nodes.ts';
import { isConstant } from '../edit/writes.ts';
import type { Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import type { Files } from './files.ts';
import { callersElsewhere } from './importers.ts';

/** A call of a function of the project, in whichever file. */
export interface CallSite {
  readonly session: Session;
  readonly call: ts.CallExpression;
}

/** All calls of a function; or, as text, why they are not all known. */
export function callsOf(files: Files, session: Session, callable: Callable): readonly CallSite[] | string {
  const name = nameOf(callable);
  const { parent } = callable;
  if (ts.isMethodDeclaration(callable)) return callsOfMethod(session, callable, name);
  if (isCalledInPlace(callable)) return [{ session, call: calledInPlace(callable) }];
  const declaration = declarationOf(session, callable);
  if (declaration) return callsOfName(files, session, declaration);
  const exported = exportedAs(callable);
  if (exported !== undefined) return callersElsewhere(files, session, exported, name);
  const holder = ts.isVariableDeclaration(parent) || ts.isFunctionDeclaration(callable);
  return holder
    ? `\`${name}\` has overloads, or may be something else later, so that its callers are not all known.`
    : `It is not known who calls \`${name}\`. Give it a name of its own, and call it by that.`;
}

/** The name by which a function is called. */
function declarationOf({ scopes }: Session, callable: Callable): Declaration | undefined {
  const { parent } = callable;
  const name = ts.isFunctionDeclaration(callable)
    ? callable.name
    : ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
      ? parent.name
      : undefined;
  const found = name && scopes.lookUp(name.text, callable.parent);
  const isIt = found && (found.node === callable || found.node === parent) && isConstant(scopes, found);
  return isIt ? found : undefined;
}

/** `(() => { … })()`. */
function isCalledInPlace(callable: Callable): boolean {
  const { parent } = callable;
  return (
    ts.isParenthesizedExpression(parent) && ts.isCallExpression(parent.parent) && parent.parent.expression === parent
  );
}

function calledInPlace(callable: Callable): ts.CallExpression {
  return callable.parent.parent as ts.CallExpression;
}

/** Those of the name that `declaration` introduces, in its own file and wherever it is exported to. */
export function callsOfName(files: Files, session: Session, declaration: Declaration): readonly CallSite[] | string {
  const calls: CallSite[] = [];
  const exported = new Set(exportedNames(declaration));
  for (const use of session.scopes.referencesTo(declaration)) {
    if (isImportOrType(use)) continue;
    const name = exportedAs(use);
    if (name !== undefined) {
      exported.add(name);
      continue;
    }
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.expression !== use) return passedOn(session, use);
    calls.push({ session, call });
  }
  for (const name of exported) {
    const others = callersElsewhere(files, session, name, declaration.name.text);
    if (typeof others === 'string') return others;
    calls.push(...others);
  }
  return calls;
}

export function passedOn({ source, request }: Session, use: ts.Node): string {
  const { line } = source.getLineAndCharacterOfPosition(use.getStart(source));
  const file = request.path.slice(Math.max(request.path.lastIndexOf('/'), request.path.lastIndexOf('\\')) + 1);
  return `\`${use.getText(source)}\` is used as a value in ${file}:${String(line + 1)}, where nobody would wait for it.`;
}

function isImportOrType(use: ts.Identifier): boolean {
  return ts.isTypeReferenceNode(use.parent);
}

function exportedNames({ node, name }: Declaration): string[] {
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  if (!ts.canHaveModifiers(statement)) return [];
  const kinds = (ts.getModifiers(statement) ?? []).map(({ kind }) => kind);
  if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) return [];
  return [kinds.includes(ts.SyntaxKind.DefaultKeyword) ? 'default' : name.text];
}

/** The name under which other modules get `node`: `export { a as b }`, `export default a`, `exports.b = a`, `module.exports = { a }`. */
function exportedAs(node: ts.Node): string | undefined {
  const { parent } = node;
  if (ts.isExportSpecifier(parent)) return parent.name.text;
  if (ts.isExportAssignment(parent)) return parent.isExportEquals === true ? '=' : 'default';
  if (ts.isFunctionDeclaration(node)) {
    const kinds = (ts.getModifiers(node) ?? []).map(({ kind }) => kind);
    return kinds.includes(ts.SyntaxKind.DefaultKeyword) ? 'default' : undefined;
  }
  if (ts.isShorthandPropertyAssignment(parent)) return isExports(parent.parent) ? parent.name.text : undefined;
  if (ts.isPropertyAssignment(parent)) {
    return parent.initializer === node && isExports(parent.parent) && ts.isIdentifier(parent.name)
      ? parent.name.text
      : undefined;
  }
  if (!ts.isBinaryExpression(parent) || parent.right !== node || !ts.isExpressionStatement(parent.parent))
    return undefined;
  const target = parent.left.getText();
  if (target === 'module.exports') return '=';
  return /^(?:module\.)?exports\.([\w$]+)$/.exec(target)?.[1];
}

function isExports(node: ts.Node): boolean {
  return ts.isObjectLiteralExpression(node) && exportedAs(node) === '=';
}

/** Only what is private cannot be called or overridden from elsewhere. */
function callsOfMethod(session: Session, method: ts.MethodDeclaration, name: string): readonly CallSite[] | string {
  const isPrivate =
    ts.isPrivateIdentifier(method.name) ||
    (method.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false);
  if (!isPrivate || !ts.isClassLike(method.parent))
    return `\`${name}\` is a method, which others may call, override or ask for by an interface. Their callers are not all known.`;
  const calls: CallSite[] = [];
  let trouble: string | undefined;
  const visit = (node: ts.Node): void => {
    const isNamed = (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && node.text === name;
    if (isNamed && node !== method.name) {
      const access = node.parent;
      const call = access.parent;
      const isAccess = ts.isPropertyAccessExpression(access) && access.name === node;
      if (isAccess && ts.isCallExpression(call) && call.expression === access) calls.push({ session, call });
      else if (isAccess || ts.isMethodDeclaration(access) || ts.isPropertyDeclaration(access))
        trouble ??= passedOn(session, access);
    }
    if (ts.isStringLiteralLike(node) && node.text === name) trouble ??= passedOn(session, node);
    ts.forEachChild(node, visit);
  };
  visit(method.parent);
  return trouble ?? calls;
}
