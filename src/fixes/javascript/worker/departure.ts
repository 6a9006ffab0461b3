import { ts } from '../../../syntax/javascript/tree.ts';
import { importValue } from '../edit/imports.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import { endOfLine } from '../edit/places.ts';
import { freshName, quoted, semicolon, type Session } from '../edit/session.ts';
import { topOf } from '../edit/statements.ts';
import { isExported } from './module.ts';
import { statementOf, type Luggage } from './movable.ts';
import type { WorkerPaths } from './paths.ts';

/** What the file still needs of the things that leave it, besides the calls that go to the pool. */
export interface Remaining {
  readonly values: ReadonlySet<Declaration>;
  readonly exported: ReadonlySet<Declaration>;
}

export function remainingUses({ scopes }: Session, luggage: Luggage, calls: readonly ts.CallExpression[]): Remaining {
  const leaves = (node: ts.Node): boolean =>
    luggage.declarations.some((one) => isWithin(node, statementOf(one) ?? one.node));
  const isUsed = (one: Declaration): boolean =>
    scopes.referencesTo(one).some((use) => !calls.some(({ expression }) => expression === use) && !leaves(use));
  return {
    values: new Set(luggage.declarations.filter(isUsed)),
    exported: new Set(luggage.declarations.filter(isExported)),
  };
}

/** Takes the moved declarations out of the file, and brings back those it still uses. */
export function writeDeparture(
  session: Session,
  luggage: Luggage,
  { values, exported }: Remaining,
  paths: WorkerPaths,
): void {
  const { imports, typescript, commonjs } = session;
  const from = quoted(session, paths.specifier);
  const end = semicolon(session);
  const [main] = luggage.declarations;
  for (const declaration of luggage.declarations) removeStatement(session, declaration);
  const names = [...values].map((one) => one.name.text).join(', ');
  if (commonjs) {
    if (names !== '') imports.push(`const { ${names} } = require(${from})${end}`);
  } else {
    if (names !== '') imports.push(`import { ${names} } from ${from}${end}`);
    if (typescript && main && !values.has(main)) imports.push(`import type { ${main.name.text} } from ${from}${end}`);
  }
  const passedOn = [...exported].map((one) => one.name.text).join(', ');
  if (passedOn !== '') imports.push(`export { ${passedOn} } from ${from}${end}`);
  for (const type of luggage.types) exportType(session, type);
  dropImports(session, luggage);
}

/** With its comments and the blank line that it leaves. */
function removeStatement(session: Session, declaration: Declaration): void {
  const statement = statementOf(declaration);
  if (!statement) return;
  const { text, draft } = session;
  const start = topOf(session, statement);
  const isApart = /(?:^|\n[ \t]*\r?\n)$/.test(text.slice(0, start));
  const gap = isApart ? /^[ \t]*(?:\r?\n){0,2}/ : /^[ \t]*(?:\r?\n)?/;
  const end = endOfLine(session, statement);
  draft.replace({ start, end: end + (gap.exec(text.slice(end))?.[0].length ?? 0) }, '');
}

/** The worker's file asks this one for the type. */
function exportType({ draft, source }: Session, { node }: Declaration): void {
  if (!ts.isInterfaceDeclaration(node) && !ts.isTypeAliasDeclaration(node)) return;
  if (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true) return;
  draft.insert(node.getStart(source), 'export ');
}

/** Import statements of which everything went along. */
function dropImports(session: Session, luggage: Luggage): void {
  const { scopes, source, dropped } = session;
  const leaves = (node: ts.Node): boolean =>
    luggage.declarations.some((one) => isWithin(node, statementOf(one) ?? one.node));
  for (const statement of source.statements) {
    const isImport = ts.isImportDeclaration(statement) || ts.isVariableStatement(statement);
    if (!isImport) continue;
    const declared = [...luggage.imports.keys()].filter((one) => isWithin(one.node, statement));
    const all = [...scopes.topLevel.values()].filter((one) => isWithin(one.node, statement));
    const isUnused = all.every((one) => declared.includes(one) && scopes.referencesTo(one).every(leaves));
    if (declared.length > 0 && isUnused) dropped.add(statement);
  }
}

/** Declares the one pool that all calls share, and gives its name. */
export function declarePool(session: Session, name: string, takesList: boolean, paths: WorkerPaths): string {
  const { style, typescript, source } = session;
  const wanted = { module: 'piscina', export: 'Piscina', names: ['Piscina', 'WorkerPool'] } as const;
  const pool = importValue(session, wanted, source);
  const local = freshName(session, `${name}Pool`, `${name}Workers`);
  const input = takesList ? `Parameters<typeof ${name}>` : `Parameters<typeof ${name}>[0]`;
  const types = typescript ? `<${input}, ReturnType<typeof ${name}>>` : '';
  const line = style.eol + style.indent;
  const end = semicolon(session);
  const options = [
    `filename: ${location(session, paths)},`,
    // Threads exist only while there is work, and a minute longer.
    'minThreads: 0,',
    'idleTimeout: 60_000,',
  ];
  session.constants.push(`const ${local} = new ${pool}${types}({${line}${options.join(line)}${style.eol}})${end}`);
  return local;
}

function location(session: Session, { runs, place }: WorkerPaths): string {
  const { source, compiled } = runs;
  const isUrl = place === 'url';
  const own = session.request.path.slice(session.request.path.lastIndexOf('.'));
  const either = [source, compiled].flatMap((file) => (file === undefined ? [] : [quoted(session, file)]));
  const file =
    either.length > 1
      ? `${isUrl ? 'import.meta.url' : '__filename'}.endsWith(${quoted(session, own)}) ? ${either.join(' : ')}`
      : either.join('');
  if (isUrl) return `new URL(${file}, import.meta.url).href`;
  const path = { module: 'node:path', export: 'resolve', names: ['resolve', 'resolvePath'] } as const;
  return `${importValue(session, path, session.source)}(__dirname, ${file})`;
}
