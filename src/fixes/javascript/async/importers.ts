import type { File, Program } from '../../../effects/program.ts';
import { importersOf, newerFiles, originOf } from '../../../effects/replace-file.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { importedBy, requireOf } from '../edit/requires.ts';
import type { Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import type { Files } from './files.ts';
import { callsOfName, passedOn, type CallSite } from './uses.ts';

/**
 * The calls, in other files, of what `session`'s file exports as `name` (`=`: it is the whole module). Text where not all are known:
 * nobody of the project imports it, so that somebody else must, or it is imported in a way that can give it another name.
 */
export function callersElsewhere(
  files: Files,
  session: Session,
  name: string,
  shown: string,
): readonly CallSite[] | string {
  const { program, path, file } = session.request;
  const calls: CallSite[] = [];
  let isImported = false;
  for (const other of importersIn(program, path)) {
    const importer = program.file(other);
    const specifiers = importer ? specifiersOf(session, importer) : [];
    if (!importer || specifiers.length === 0) continue;
    const opened = files.at(other);
    if (!opened) return `\`${shown}\` is imported by ${baseName(other)}, which cannot be changed from here.`;
    const found = callsIn(files, opened, specifiers, { name, shown, commonjs: session.commonjs });
    if (typeof found === 'string') return found;
    calls.push(...found);
    isImported ||= found.length > 0 && importer.role.kind !== 'test';
  }
  if (isImported && !isEntry(path, program.root)) return calls;
  return `\`${shown}\` is exported from ${baseName(file.path)}, and not all who call it are known.`;
}

/** The calls in other files that are known, whoever else there may be. */
export function knownCallersElsewhere(files: Files, session: Session, name: string): readonly CallSite[] {
  const { program, path } = session.request;
  return importersIn(program, path).flatMap((other) => {
    const importer = program.file(other);
    const specifiers = importer ? specifiersOf(session, importer) : [];
    const opened = specifiers.length > 0 ? files.at(other) : undefined;
    const found = opened && callsIn(files, opened, specifiers, { name, shown: name, commonjs: session.commonjs });
    return typeof found === 'object' ? found : [];
  });
}

/** Those who may import a file, in the order of the program. */
function importersIn(program: Program, path: string): readonly string[] {
  const known = importersOf(originOf(program)).get(path) ?? [];
  const importers = new Set([...known, ...newerFiles(program).map((file) => file.path)]);
  importers.delete(path);
  return program.paths.filter((each) => importers.has(each));
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/** What a package usually shows to those who install it. */
function isEntry(path: string, root = ''): boolean {
  const below = path.startsWith(root) ? path.slice(root.length).replace(/^[\\/]/, '') : path;
  return /^(?:packages[\\/][^\\/]+[\\/])?(?:(?:src|lib)[\\/])?(?:index|main)\.[cm]?[jt]sx?$/.test(below);
}

function specifiersOf({ request }: Session, importer: File): readonly string[] {
  const { program, path } = request;
  return importer.facts.specifiers.filter((each) => program.resolve(importer, each)?.path === path);
}

interface Wanted {
  readonly name: string;
  readonly shown: string;
  /** Its default import is the whole module. */
  readonly commonjs: boolean;
}

function callsIn(
  files: Files,
  session: Session,
  specifiers: readonly string[],
  wanted: Wanted,
): readonly CallSite[] | string {
  const calls: CallSite[] = [];
  for (const declaration of session.scopes.topLevel.values()) {
    const imported = importedBy(declaration.node);
    if (!imported || !specifiers.includes(imported.module)) continue;
    const found = callsThrough(files, session, declaration, imported.export, wanted);
    if (typeof found === 'string') return found;
    calls.push(...found);
  }
  const unclear = unclearImport(session, specifiers);
  if (unclear)
    return `\`${wanted.shown}\` is loaded in ${baseName(session.request.path)} in a way that hides its callers.`;
  for (const statement of session.source.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) continue;
    const from = statement.moduleSpecifier;
    if (!from || !ts.isStringLiteral(from) || !specifiers.includes(from.text)) continue;
    for (const name of passedOnAs(statement, wanted.name)) {
      const found = callersElsewhere(files, session, name, wanted.shown);
      if (typeof found === 'string') return found;
      calls.push(...found);
    }
  }
  return calls;
}

/** `export * from` and `export { a as b } from`. */
function passedOnAs({ exportClause: clause }: ts.ExportDeclaration, name: string): readonly string[] {
  if (!clause) return name === 'default' ? [] : [name];
  if (ts.isNamespaceExport(clause)) return [clause.name.text];
  return clause.elements.filter((each) => (each.propertyName ?? each.name).text === name).map((each) => each.name.text);
}

function callsThrough(
  files: Files,
  session: Session,
  declaration: Declaration,
  imported: string,
  { name, commonjs }: Wanted,
): readonly CallSite[] | string {
  const isIt = imported === name || (name === '=' && (imported === '*' || imported === 'default'));
  if (isIt) return callsOfName(files, session, declaration);
  if (imported !== '*' && !(imported === 'default' && commonjs)) return [];
  const calls: CallSite[] = [];
  for (const use of session.scopes.referencesTo(declaration)) {
    const access = use.parent;
    const isTyped = ts.isQualifiedName(access) || ts.isTypeQueryNode(access) || ts.isTypeReferenceNode(access);
    if (isTyped) continue;
    const isAccess = ts.isPropertyAccessExpression(access) && access.expression === use;
    if (!isAccess) return passedOn(session, use);
    if (access.name.text !== name) continue;
    const call = access.parent;
    if (!ts.isCallExpression(call) || call.expression !== access) return passedOn(session, access);
    calls.push({ session, call });
  }
  return calls;
}

/** `import('./config')`, `jest.mock('./config')`, a `require` inside of a function. */
function unclearImport({ source, scopes }: Session, specifiers: readonly string[]): boolean {
  const isDeclared = (call: ts.Node): boolean =>
    [...scopes.topLevel.values()].some(({ node }) => {
      const variable = ts.isBindingElement(node) ? node.parent.parent : node;
      return ts.isVariableDeclaration(variable) && variable.initializer === call && importedBy(node) !== undefined;
    });
  return argumentsOf(source).some(({ text, parent }) => {
    if (!specifiers.includes(text)) return false;
    return requireOf(parent) === undefined || !(isDeclared(parent) || ts.isExpressionStatement(parent.parent));
  });
}

interface Argument {
  readonly text: string;
  readonly parent: ts.CallExpression;
}

const argumentsBySource = new WeakMap<ts.SourceFile, readonly Argument[]>();

/** The strings that calls are given. */
function argumentsOf(source: ts.SourceFile): readonly Argument[] {
  const known = argumentsBySource.get(source);
  if (known) return known;
  const found: Argument[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && ts.isCallExpression(node.parent)) {
      found.push({ text: node.text, parent: node.parent });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  argumentsBySource.set(source, found);
  return found;
}
