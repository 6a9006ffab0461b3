import { ts } from '../../../syntax/javascript/tree.ts';
import { bare } from '../edit/nodes.ts';
import { isDirective } from '../edit/places.ts';
import { importedBy, requireOf } from '../edit/requires.ts';
import type { Declaration } from '../edit/scope.ts';
import { openSession, type Session } from '../edit/session.ts';
import { hasModifier } from './movable.ts';

/** A declaration in another file of the project. */
export interface Elsewhere {
  readonly session: Session;
  readonly declaration: Declaration;
}

/** What an imported name stands for; undefined for packages, and where nobody knows the other file. */
export function declaredElsewhere(session: Session, { node }: Declaration): Elsewhere | undefined {
  const imported = importedBy(node) ?? typeImportOf(node);
  const other = imported && sessionOf(session, imported.module);
  if (!other || imported.export === '*') return undefined;
  const declaration = exportedAs(other, imported.export);
  return declaration && { session: other, declaration };
}

function typeImportOf(node: ts.Node): { module: string; export: string } | undefined {
  if (!ts.isImportSpecifier(node)) return undefined;
  const specifier = node.parent.parent.parent.moduleSpecifier;
  return ts.isStringLiteral(specifier)
    ? { module: specifier.text, export: (node.propertyName ?? node.name).text }
    : undefined;
}

/** The file that `module`, written in the file of `session`, stands for. */
export function sessionOf({ request }: Session, module: string): Session | undefined {
  const { program, file } = request;
  const other = program.resolve(file, module);
  const text = other && request.textOf?.(other.path);
  if (text === undefined || !/\.[cm]?[jt]sx?$/.test(other?.path ?? '')) return undefined;
  return other && openSession({ ...request, path: other.path, text, facts: other.facts, file: other });
}

function exportedAs({ source, scopes }: Session, name: string): Declaration | undefined {
  const own = scopes.topLevel.get(name);
  const statement = own && ts.findAncestor(own.node, ts.isStatement);
  if (own && statement && ts.canHaveModifiers(statement) && hasModifier(statement, ts.SyntaxKind.ExportKeyword))
    return hasModifier(statement, ts.SyntaxKind.DefaultKeyword) ? undefined : own;
  for (const node of source.statements) {
    const local = ts.isExportDeclaration(node) ? inExportList(node, name) : inModuleExports(node, name);
    const found = local && scopes.declarationOf(local);
    if (found) return found;
  }
  return undefined;
}

/** `export { local as name }` */
function inExportList(node: ts.ExportDeclaration, name: string): ts.Identifier | undefined {
  if (node.moduleSpecifier || !node.exportClause || !ts.isNamedExports(node.exportClause)) return undefined;
  const found = node.exportClause.elements.find((one) => one.name.text === name);
  const local = found && (found.propertyName ?? found.name);
  return local && ts.isIdentifier(local) ? local : undefined;
}

/** `module.exports = { name }`, `exports.name = local` */
function inModuleExports(node: ts.Statement, name: string): ts.Identifier | undefined {
  const assignment = exportsAssignment(node);
  if (!assignment) return undefined;
  const { left, right } = assignment;
  const target = left.getText();
  if (target === `exports.${name}` || target === `module.exports.${name}`)
    return ts.isIdentifier(right) ? right : undefined;
  if (target !== 'module.exports' || !ts.isObjectLiteralExpression(right)) return undefined;
  for (const one of right.properties) {
    if (ts.isShorthandPropertyAssignment(one) && one.name.text === name) return one.name;
    if (ts.isPropertyAssignment(one) && one.name.getText() === name && ts.isIdentifier(one.initializer))
      return one.initializer;
  }
  return undefined;
}

function exportsAssignment(node: ts.Statement): ts.BinaryExpression | undefined {
  const assignment = ts.isExpressionStatement(node) ? node.expression : undefined;
  if (!assignment || !ts.isBinaryExpression(assignment)) return undefined;
  const isExport = /^(?:module\.)?exports\b/.test(assignment.left.getText());
  return isExport && assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken ? assignment : undefined;
}

/** Whether nothing happens when the file is loaded, so that a worker may load it once more. Packages are taken to be so. */
export function loadsQuietly(session: Session, seen = new Set<string>()): boolean {
  const { source, request } = session;
  if (seen.has(request.path)) return true;
  seen.add(request.path);
  const quietModule = (module: string): boolean => {
    if (!session.request.program.resolve(session.request.file, module)) return !/^[.#]/.test(module);
    const other = sessionOf(session, module);
    return other !== undefined && loadsQuietly(other, seen);
  };
  return source.statements.every((node) => isQuiet(node, quietModule));
}

function isQuiet(node: ts.Statement, quietModule: (module: string) => boolean): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isFunctionDeclaration(node)) return true;
  if (ts.isEnumDeclaration(node) || isDirective(node) || ts.isEmptyStatement(node)) return true;
  if (ts.isImportDeclaration(node)) {
    const { importClause: clause, moduleSpecifier } = node;
    if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
    return clause !== undefined && ts.isStringLiteral(moduleSpecifier) && quietModule(moduleSpecifier.text);
  }
  if (ts.isExportDeclaration(node)) {
    const { moduleSpecifier } = node;
    return (
      !moduleSpecifier || node.isTypeOnly || (ts.isStringLiteral(moduleSpecifier) && quietModule(moduleSpecifier.text))
    );
  }
  if (ts.isExportAssignment(node)) return isQuietValue(node.expression, quietModule);
  if (ts.isClassDeclaration(node)) return isQuietClass(node);
  if (ts.isVariableStatement(node))
    return node.declarationList.declarations.every(
      ({ initializer }) => !initializer || isQuietValue(initializer, quietModule),
    );
  const assignment = exportsAssignment(node);
  return assignment !== undefined && isQuietValue(assignment.right, quietModule);
}

const constructors =
  /^(?:Map|Set|WeakMap|WeakSet|Array|Date|RegExp|URL|TextEncoder|TextDecoder|(?:Big)?(?:Int|Uint|Float)\w*Array)$/;

function isQuietValue(node: ts.Expression, quietModule: (module: string) => boolean): boolean {
  const inner = (one: ts.Expression): boolean => isQuietValue(one, quietModule);
  const value = bare(node);
  const required = requireOf(value);
  if (required !== undefined) return quietModule(required);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value) || ts.isIdentifier(value)) return true;
  if (ts.isClassExpression(value)) return isQuietClass(value);
  if (ts.isLiteralExpression(value) || ts.isRegularExpressionLiteral(value) || ts.isToken(value)) return true;
  if (ts.isPrefixUnaryExpression(value)) return inner(value.operand);
  if (ts.isBinaryExpression(value)) return inner(value.left) && inner(value.right);
  if (ts.isConditionalExpression(value)) return [value.condition, value.whenTrue, value.whenFalse].every(inner);
  if (ts.isTemplateExpression(value)) return value.templateSpans.every(({ expression }) => inner(expression));
  if (ts.isPropertyAccessExpression(value)) return inner(value.expression);
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(inner);
  if (ts.isObjectLiteralExpression(value))
    return value.properties.every((one) => {
      if (ts.isPropertyAssignment(one)) return inner(one.initializer);
      return ts.isShorthandPropertyAssignment(one) || ts.isMethodDeclaration(one);
    });
  if (ts.isNewExpression(value)) {
    const isKnown = ts.isIdentifier(value.expression) && constructors.test(value.expression.text);
    return isKnown && (value.arguments?.every(inner) ?? true);
  }
  return false;
}

function isQuietClass(node: ts.ClassLikeDeclaration): boolean {
  if (ts.canHaveDecorators(node) && (ts.getDecorators(node) ?? []).length > 0) return false;
  return node.members.every((member) => {
    if (ts.isClassStaticBlockDeclaration(member)) return false;
    const isStatic = ts.canHaveModifiers(member) && hasModifier(member, ts.SyntaxKind.StaticKeyword);
    const isDecorated = ts.canHaveDecorators(member) && (ts.getDecorators(member) ?? []).length > 0;
    return !isDecorated && !(isStatic && ts.isPropertyDeclaration(member) && member.initializer !== undefined);
  });
}
