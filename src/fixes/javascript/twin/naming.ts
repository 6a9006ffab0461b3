import type { Twin } from '../../../knowledge/schema.ts';
import { ts } from '../../../syntax/javascript/tree.ts';
import { existing, importValue, type Wanted } from '../edit/imports.ts';
import { importedBy, isSameModule } from '../edit/requires.ts';
import { freshName, semicolon, type Session } from '../edit/session.ts';
import { dropImport, exchangeImport, isLocal } from '../edit/unimport.ts';

interface Symbol {
  readonly module: string;
  readonly path: readonly string[];
}

export function parseSymbol(symbol: string): Symbol {
  const hash = symbol.indexOf('#');
  return { module: symbol.slice(0, hash), path: symbol.slice(hash + 1).split('.') };
}

/** Makes the twin usable at `callee` and gives the expression that takes the callee's place; undefined where that is unclear. */
export function nameTwin(session: Session, callee: ts.Expression, symbol: string, twin: Twin): string | undefined {
  const { scopes } = session;
  const original = parseSymbol(symbol);
  const target = parseSymbol(twin.symbol);
  const leaf = target.path.at(-1);
  if (leaf === undefined || target.path.length !== 1) return undefined;
  const root = moduleRoot(session, callee, original) ?? rootBehindConstant(session, callee, original);
  const specifier = inFileStyle(session, callee, target.module);
  if (twin.use === 'promisify') {
    // `const zlib = require('zlib')` in a function is known to that function alone.
    const known = root !== undefined && scopes.lookUp(root, callee) === scopes.topLevel.get(root) ? root : undefined;
    return promisified(session, callee, known, { ...target, module: specifier }, leaf);
  }
  const through = root === undefined ? undefined : throughModule(root, original, target, leaf);
  if (through !== undefined) return through;
  const wanted: Wanted = { module: specifier, export: leaf, names: [leaf, `${leaf}Async`] };
  const namespace = viaPromises(session, callee, target, leaf);
  if (namespace === undefined) return exchange(session, callee, wanted);
  if (ts.isIdentifier(callee)) dropImport(session, callee);
  return namespace;
}

/** The name of the whole module where the callee is written `fs.readFileSync`. */
function moduleRoot({ scopes }: Session, callee: ts.Expression, { module, path }: Symbol): string | undefined {
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  const declaration = scopes.declarationOf(callee.expression);
  const imported = declaration && importedBy(declaration.node);
  if (!imported || !isSameModule(imported.module, module) || path.length !== 1) return undefined;
  return imported.export === '*' || imported.export === 'default' ? callee.expression.text : undefined;
}

/**
 * `const { copySync } = fsExtra`: whoever takes names out of the default import may have to, because a CommonJS package often has
 * no named exports to import.
 */
function rootBehindConstant({ scopes }: Session, callee: ts.Expression, { module }: Symbol): string | undefined {
  const own = ts.isIdentifier(callee) ? scopes.declarationOf(callee) : undefined;
  if (!own || own.kind === 'import' || importedBy(own.node)) return undefined;
  for (const { name, node } of scopes.topLevel.values()) {
    const imported = importedBy(node);
    if (!imported || !isSameModule(imported.module, module)) continue;
    const isWhole = imported.export === '*' || imported.export === 'default';
    if (isWhole && scopes.lookUp(name.text, callee)?.name === name) return name.text;
  }
  return undefined;
}

/** `fs.readFileSync` becomes `fs.promises.readFile`; a twin of the same module is another name behind the same dot. */
function throughModule(root: string, original: Symbol, target: Symbol, leaf: string): string | undefined {
  if (isSameModule(original.module, target.module)) return `${root}.${leaf}`;
  return isSameModule(`${original.module}/promises`, target.module) ? `${root}.promises.${leaf}` : undefined;
}

/** `import { promises as fs } from 'fs'`, as many write it. */
function viaPromises(session: Session, place: ts.Node, target: Symbol, leaf: string): string | undefined {
  if (!target.module.endsWith('/promises')) return undefined;
  const owner = target.module.slice(0, -'/promises'.length);
  for (const { name, node } of session.scopes.topLevel.values()) {
    const imported = importedBy(node);
    const isIt = imported?.export === 'promises' && isSameModule(imported.module, owner);
    if (isIt && session.scopes.lookUp(name.text, place)?.name === name) return `${name.text}.${leaf}`;
  }
  return undefined;
}

function exchange(session: Session, callee: ts.Expression, wanted: Wanted): string {
  return ts.isIdentifier(callee) ? exchangeImport(session, wanted, callee) : importValue(session, wanted, callee);
}

function promisified(
  session: Session,
  callee: ts.Expression,
  root: string | undefined,
  target: Symbol,
  leaf: string,
): string {
  const wanted: Wanted = { module: target.module, export: leaf, names: [leaf, `${leaf}Callback`] };
  const known = root === undefined ? existing(session, wanted, session.source) : `${root}.${leaf}`;
  const ready = known === undefined ? undefined : declaredAlready(session, callee, known);
  if (ready !== undefined) {
    if (ts.isIdentifier(callee)) dropImport(session, callee);
    return ready;
  }
  const util = inFileStyle(session, callee, 'node:util');
  const promisify = importValue(session, { module: util, export: 'promisify', names: ['promisify'] }, session.source);
  const callback = root === undefined ? forAll(session, callee, wanted) : `${root}.${leaf}`;
  const name = freshName(session, `${leaf}Async`);
  session.constants.push(`const ${name} = ${promisify}(${callback})${semicolon(session)}`);
  return name;
}

/** The import that takes the callee's place, where the whole file can name it. */
function forAll(session: Session, callee: ts.Expression, wanted: Wanted): string {
  if (!ts.isIdentifier(callee) || !isLocal(session, callee)) return exchange(session, callee, wanted);
  dropImport(session, callee);
  return importValue(session, wanted, session.source);
}

/** `const pbkdf2Async = promisify(pbkdf2)` of the person's own. */
function declaredAlready({ scopes, source }: Session, place: ts.Node, callback: string): string | undefined {
  for (const { name, kind, node } of scopes.topLevel.values()) {
    if (kind !== 'const' || !ts.isVariableDeclaration(node) || !node.initializer) continue;
    const made = node.initializer;
    if (!ts.isCallExpression(made) || made.arguments.length !== 1 || made.arguments[0]?.getText(source) !== callback)
      continue;
    const callee = made.expression;
    const root = ts.isPropertyAccessExpression(callee) && callee.name.text === 'promisify' ? callee.expression : callee;
    const declaration = ts.isIdentifier(root) ? scopes.declarationOf(root) : undefined;
    const imported = declaration && importedBy(declaration.node);
    if (!imported || !isSameModule(imported.module, 'util')) continue;
    if (callee === root && imported.export !== 'promisify') continue;
    if (scopes.lookUp(name.text, place)?.name === name) return name.text;
  }
  return undefined;
}

/** `fs/promises` in a file that asks for `fs`, `node:fs/promises` elsewhere. */
function inFileStyle({ source, scopes }: Session, callee: ts.Expression, module: string): string {
  let root = callee;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  const declaration = ts.isIdentifier(root) ? scopes.declarationOf(root) : undefined;
  const imported = declaration && importedBy(declaration.node);
  const usesPrefix = imported
    ? imported.module.startsWith('node:')
    : /from ['"]node:|require\(['"]node:/.test(source.text);
  const isBuiltIn = module.startsWith('node:');
  return isBuiltIn && imported && !usesPrefix ? module.slice('node:'.length) : module;
}
