import { parseForEditing, ts, type JavaScriptTree } from '../../../syntax/javascript/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import { createDraft, type Draft } from '../../draft.ts';
import { readings } from '../../readings.ts';
import { scopesOf, type Scopes } from './scope.ts';
import { styleOf, type Style } from './style.ts';

/** All that is at hand while one fix is being written. */
export interface Session {
  readonly request: FixRequest;
  readonly tree: JavaScriptTree;
  readonly source: ts.SourceFile;
  readonly text: string;
  readonly style: Style;
  readonly scopes: Scopes;
  readonly draft: Draft;
  /** Whether modules are asked for with `require`. */
  readonly commonjs: boolean;
  readonly typescript: boolean;
  /** Names this fix has given away already. */
  readonly given: Set<string>;
  /** New lines for the top of the file, and the imports that go. */
  readonly imports: string[];
  readonly constants: string[];
  readonly dropped: Set<ts.Statement>;
  /** The names of imports that this fix has added already, by module and export. */
  readonly provided: Map<string, string>;
  /** Uses of imported names that are no longer there. */
  readonly givenUp: Set<ts.Identifier>;
  /** Parts of import statements that go, with the statement. */
  readonly removed: Map<ts.ImportSpecifier | ts.BindingElement, ts.Statement>;
}

const read = readings((path, text): Pick<Session, 'tree' | 'style' | 'scopes'> => {
  const tree = parseForEditing(path, text);
  return { tree, style: styleOf(tree.source), scopes: scopesOf(tree.source) };
});

export function openSession(request: FixRequest): Session {
  const { tree, style, scopes } = read(request.program, request.path, request.text);
  return {
    request,
    tree,
    source: tree.source,
    text: request.text,
    style,
    scopes,
    draft: createDraft(),
    commonjs: isCommonJs(tree.source, request),
    typescript: /\.[mc]?tsx?$/i.test(request.path),
    given: new Set(),
    imports: [],
    constants: [],
    dropped: new Set(),
    provided: new Map(),
    givenUp: new Set(),
    removed: new Map(),
  };
}

/** The person's own imports decide; the file name and the facts only where there are none. */
function isCommonJs(source: ts.SourceFile, { path, facts }: FixRequest): boolean {
  if (source.statements.some(isModuleSyntax)) return false;
  if (/\.m[jt]s$/i.test(path)) return false;
  return /\.cjs$/i.test(path) || facts.moduleSystem === 'commonjs';
}

function isModuleSyntax(node: ts.Statement): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return true;
  const isExported =
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
  return ts.isImportEqualsDeclaration(node) || isExported === true;
}

/** The first of these names that nothing in the file goes by, numbered if all of them are taken. */
export function freshName(session: Session, ...candidates: readonly [string, ...string[]]): string {
  const isFree = (name: string): boolean => !session.scopes.isTaken(name) && !session.given.has(name);
  let name = candidates.find(isFree);
  for (let number = 2; name === undefined; number++) {
    const numbered = `${candidates[0]}${String(number)}`;
    if (isFree(numbered)) name = numbered;
  }
  session.given.add(name);
  return name;
}

export function quoted(session: Session, text: string): string {
  return session.style.quote + text + session.style.quote;
}

/** A statement's end, as this file writes it. */
export function semicolon(session: Session): string {
  return session.style.semicolons ? ';' : '';
}
