import { ts } from '../../../syntax/javascript/tree.ts';
import { importedBy, isSameModule, requireOf } from './requires.ts';
import type { Declaration } from './scope.ts';
import { freshName, quoted, semicolon, type Session } from './session.ts';
import { lineIndent } from './style.ts';
import { isConstant } from './writes.ts';

/** What a fix needs from another module. */
export interface Wanted {
  readonly module: string;
  /** `default`, or an export's name. */
  readonly export: string;
  /** What to call it, in order of preference. */
  readonly names: readonly [string, ...string[]];
  /** The module is itself what `require` gives, as with `module.exports = pLimit`. */
  readonly wholeModule?: boolean;
}

/** Makes an export usable at `place` and says how to write it there: the name it has already, or that of a new import. */
export function importValue(session: Session, wanted: Wanted, place: ts.Node): string {
  return existing(session, wanted, place) ?? addImport(session, wanted);
}

function keyOf({ module, export: name }: Wanted): string {
  return `${module.replace(/^node:/, '')}#${name}`;
}

/** Notes that an import of this is being added, so that it is added once. */
export function provide({ provided }: Session, wanted: Wanted, local: string): string {
  provided.set(keyOf(wanted), local);
  return local;
}

/** How the file can name this export already, at `place`. */
export function existing(session: Session, wanted: Wanted, place: ts.Node): string | undefined {
  const visible = (declaration: Declaration): boolean =>
    session.scopes.lookUp(declaration.name.text, place)?.name === declaration.name;
  const provided = session.provided.get(keyOf(wanted));
  if (provided !== undefined) return provided;
  let throughModule: string | undefined;
  for (const declaration of session.scopes.topLevel.values()) {
    const imported = importedBy(declaration.node);
    if (!imported || !isSameModule(imported.module, wanted.module) || !visible(declaration)) continue;
    if (!isConstant(session.scopes, declaration)) continue;
    const name = declaration.name.text;
    if (imported.export === wanted.export) return name;
    if (imported.export !== '*') continue;
    if (wanted.wholeModule === true && session.commonjs) return name;
    throughModule ??= `${name}.${wanted.export}`;
  }
  return throughModule;
}

function addImport(session: Session, wanted: Wanted): string {
  const local = freshName(session, ...wanted.names);
  const merged = session.commonjs
    ? mergedIntoRequire(session, wanted, local)
    : mergedIntoImport(session, wanted, local);
  if (!merged && !mergedIntoNew(session, wanted, local)) session.imports.push(importLine(session, wanted, local));
  return provide(session, wanted, local);
}

/** The text of a whole new import statement. */
export function importLine(session: Session, wanted: Wanted, local: string): string {
  const from = quoted(session, wanted.module);
  const { padding } = session.style;
  if (session.commonjs) {
    const part = wanted.wholeModule === true ? local : `{${padding}${keyed(wanted.export, local, ': ')}${padding}}`;
    return `const ${part} = require(${from})${semicolon(session)}`;
  }
  const part = wanted.export === 'default' ? local : `{${padding}${keyed(wanted.export, local, ' as ')}${padding}}`;
  return `import ${part} from ${from}${semicolon(session)}`;
}

export function keyed(name: string, local: string, separator: string): string {
  return name === local ? name : name + separator + local;
}

/** Joins an import that this fix adds as well. */
function mergedIntoNew(session: Session, wanted: Wanted, local: string): boolean {
  const line = importLine(session, wanted, local);
  const end = / ?\}.*$/.exec(line)?.[0];
  const index = end === undefined ? -1 : session.imports.findIndex((each) => each.endsWith(end));
  const known = session.imports[index];
  if (end === undefined || known === undefined) return false;
  const element = keyed(wanted.export, local, session.commonjs ? ': ' : ' as ');
  session.imports[index] = `${known.slice(0, -end.length)}, ${element}${end}`;
  return true;
}

function mergedIntoImport(session: Session, wanted: Wanted, local: string): boolean {
  for (const node of session.source.statements) {
    if (!ts.isImportDeclaration(node) || node.attributes || !ts.isStringLiteral(node.moduleSpecifier)) continue;
    if (!isSameModule(node.moduleSpecifier.text, wanted.module)) continue;
    const clause = node.importClause;
    if (!clause || clause.phaseModifier !== undefined) continue;
    const named = clause.namedBindings;
    if (wanted.export === 'default') {
      if (clause.name || !named || ts.isNamespaceImport(named)) continue;
      session.draft.insert(named.getStart(session.source), `${local}, `);
      return true;
    }
    const specifier = keyed(wanted.export, local, ' as ');
    if (named && ts.isNamedImports(named)) {
      addToList(session, named, named.elements, specifier);
      return true;
    }
    if (!named && clause.name) {
      session.draft.insert(clause.name.end, `, { ${specifier} }`);
      return true;
    }
  }
  return false;
}

function mergedIntoRequire(session: Session, wanted: Wanted, local: string): boolean {
  if (wanted.wholeModule === true) return false;
  for (const node of session.source.statements) {
    if (!ts.isVariableStatement(node)) continue;
    for (const { name, initializer } of node.declarationList.declarations) {
      const module = initializer && requireOf(initializer);
      if (module === undefined || !isSameModule(module, wanted.module) || !ts.isObjectBindingPattern(name)) continue;
      if (name.elements.some((element) => element.dotDotDotToken)) continue;
      addToList(session, name, name.elements, keyed(wanted.export, local, ': '));
      return true;
    }
  }
  return false;
}

/** Adds an element to `{ a, b }`, on a line of its own where the others have one. */
function addToList(session: Session, list: ts.Node, elements: ts.NodeArray<ts.Node>, element: string): void {
  const { text, source, draft, style } = session;
  const first = elements[0];
  const last = elements.at(-1);
  if (!first || !last) {
    draft.replace({ start: list.getStart(source), end: list.end }, `{ ${element} }`);
    return;
  }
  const start = last.getStart(source);
  const isOnOwnLine = text.slice(0, start).trimEnd().length <= text.lastIndexOf('\n', start);
  const gap = isOnOwnLine ? style.eol + lineIndent(text, start) : ' ';
  // A comment behind the last element belongs to it and must stay there.
  const isCommented = /^\s*,?[ \t]*\/[/*]/.test(text.slice(last.end));
  if (isCommented) draft.insert(first.getStart(source), `${element},${gap}`);
  else draft.insert(last.end, `,${gap}${element}`);
}
