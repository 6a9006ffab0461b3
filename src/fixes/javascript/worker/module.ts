import { ts } from '../../../syntax/javascript/tree.ts';
import { keyed } from '../edit/imports.ts';
import { endOfLine, isDirective } from '../edit/places.ts';
import { importedBy } from '../edit/requires.ts';
import type { Declaration } from '../edit/scope.ts';
import { quoted, semicolon, type Session } from '../edit/session.ts';
import { topOf } from '../edit/statements.ts';
import { hasModifier, statementOf, type Luggage } from './movable.ts';

/** The text of the worker's file. */
export function workerModule(
  session: Session,
  luggage: Luggage,
  wanted: { readonly handedBack: ReadonlySet<Declaration>; readonly takesList: boolean; readonly back: string },
): string {
  const { commonjs, style, source, text } = session;
  const [main] = luggage.declarations;
  const blocks: string[] = [];
  const directives = source.statements.filter(isDirective).map((one) => text.slice(one.getStart(source), one.end));
  if (directives.length > 0) blocks.push(directives.join(style.eol));
  const imports = importLines(session, luggage, wanted.back);
  if (imports.length > 0) blocks.push(imports.join(style.eol));
  const inOrder = luggage.declarations.toSorted((a, b) => a.node.pos - b.node.pos);
  for (const declaration of inOrder) {
    const code = declarationText(session, declaration);
    if (code === undefined) continue;
    const isNamed = !commonjs && (declaration === main || wanted.handedBack.has(declaration));
    blocks.push(isNamed ? exported(session, declaration, code) : code);
  }
  if (main) blocks.push(entry(session, main.name.text, wanted.takesList));
  if (commonjs) {
    const names = [...wanted.handedBack].map(
      (one) => `module.exports.${one.name.text} = ${one.name.text}${semicolon(session)}`,
    );
    if (names.length > 0) blocks.push(names.join(style.eol));
  }
  return blocks.join(style.eol + style.eol) + style.eol;
}

/** The text of a worker's file for a function that stays where it is. */
export function workerImporting(session: Session, declaration: Declaration, takesList: boolean): string {
  const { eol } = session.style;
  const directive =
    session.commonjs && /^\s*['"]use strict['"]/.test(session.text) ? [`'use strict'${semicolon(session)}`] : [];
  const blocks = [
    ...directive,
    importText(session, declaration, false),
    entry(session, declaration.name.text, takesList),
  ];
  return blocks.join(eol + eol) + eol;
}

/** With the comments above it, and without `export`. */
function declarationText(session: Session, declaration: Declaration): string | undefined {
  const statement = statementOf(declaration);
  if (!statement) return undefined;
  const { source, text } = session;
  const top = topOf(session, statement);
  const modifier = statement.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const end = endOfLine(session, statement);
  if (!modifier) return text.slice(top, end);
  return text.slice(top, modifier.getStart(source)) + text.slice(modifier.end, end).trimStart();
}

function exported(session: Session, declaration: Declaration, code: string): string {
  const statement = statementOf(declaration);
  if (!statement) return code;
  const comment = statement.getStart(session.source) - topOf(session, statement);
  return `${code.slice(0, comment)}export ${code.slice(comment)}`;
}

function entry(session: Session, name: string, takesList: boolean): string {
  const { commonjs, typescript } = session;
  const list = typescript ? `(args: Parameters<typeof ${name}>)` : '(args)';
  const handler = takesList ? `${list} => ${name}(...args)` : name;
  return `${commonjs ? 'module.exports =' : 'export default'} ${handler}${semicolon(session)}`;
}

function importLines(session: Session, luggage: Luggage, back: string): string[] {
  const lines = new Set<string>();
  for (const [declaration, typeOnly] of luggage.imports) lines.add(importText(session, declaration, typeOnly));
  if (luggage.types.length > 0) {
    const names = luggage.types.map((one) => one.name.text).join(', ');
    lines.add(`import type { ${names} } from ${quoted(session, back)}${semicolon(session)}`);
  }
  return [...lines].toSorted((a, b) => Number(a.startsWith('import type')) - Number(b.startsWith('import type')));
}

function importText(session: Session, { node, name }: Declaration, typeOnly: boolean): string {
  const local = name.text;
  const end = semicolon(session);
  const imported = importedBy(node) ?? typeImport(node);
  const from = quoted(session, imported.module);
  const word = typeOnly ? 'import type' : 'import';
  if (session.commonjs) {
    const part = imported.export === '*' ? local : `{ ${keyed(imported.export, local, ': ')} }`;
    return `const ${part} = require(${from})${end}`;
  }
  if (ts.isImportEqualsDeclaration(node)) return `${word} ${local} = require(${from})${end}`;
  if (imported.export === '*') return `${word} * as ${local} from ${from}${end}`;
  if (imported.export === 'default' && ts.isImportClause(node)) return `${word} ${local} from ${from}${end}`;
  return `${word} { ${keyed(imported.export, local, ' as ')} } from ${from}${end}`;
}

/** What an `import type` brings; {@link importedBy} knows only what exists when the code runs. */
function typeImport(node: ts.Node): { module: string; export: string } {
  const declaration = ts.findAncestor(node, ts.isImportDeclaration);
  const specifier = declaration?.moduleSpecifier;
  const module = specifier && ts.isStringLiteral(specifier) ? specifier.text : '';
  if (ts.isImportSpecifier(node)) return { module, export: (node.propertyName ?? node.name).text };
  return { module, export: ts.isNamespaceImport(node) ? '*' : 'default' };
}

export function isExported(declaration: Declaration): boolean {
  const statement = statementOf(declaration);
  return statement !== undefined && hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}
