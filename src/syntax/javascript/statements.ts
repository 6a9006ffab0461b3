import type { SyntaxProblem } from '../../model/facts.ts';
import type { TextChange } from '../tree.ts';
import { createSource, ts } from './tree.ts';

/** A stretch of text that holds one top-level statement, with all that stands between it and the one before. The stretches of a file follow each other without gaps. */
export interface Stretch {
  /** Where the text of the stretch begins and ends; moves with edits before it. */
  start: number;
  end: number;
  /** Where its first token begins. */
  from: number;
  /** What follows can never belong to the statement: it ends with the brace of its body or with a semicolon. */
  readonly isClosed: boolean;
  /** Something is missing where it begins, so that its first value stands before its first token. */
  readonly isHeadless: boolean;
  /** It makes the file a module. */
  readonly isModule: boolean;
  problems: readonly SyntaxProblem[];
}

/** Statements that were parsed together, each with its stretch. */
export interface Parsed {
  readonly source: ts.SourceFile;
  /** Where the source's text begins in the file. */
  readonly offset: number;
  readonly statements: readonly ts.Statement[];
  readonly stretches: readonly Stretch[];
  /** Complaints about a text without any statement. */
  readonly problems: readonly SyntaxProblem[];
}

/** New statements for those from `first` up to, but without, `after`. */
export interface Reparsed extends Parsed {
  readonly first: number;
  readonly after: number;
}

/** Beyond so many characters no edit changes what the statement before is. */
const FAR = 64;
/** Enough of what follows for a parser that looks ahead; where something is wrong, it looks further. */
const AHEAD = 200;
const FAR_AHEAD = 3_000;

/**
 * Parses the statements that an edit touches, and as many behind them as it takes until a statement begins where one began before: from
 * there on, everything is parsed as it was. `text` is the new one, `stretches` are still those of the old. Undefined where a part of the
 * text would not be read as it is within the whole.
 */
export function reparse(
  path: string,
  text: string,
  stretches: readonly Stretch[],
  { start, length, newLength }: TextChange,
): Reparsed | undefined {
  const delta = newLength - length;
  const first = firstTouched(stretches, start);
  let after = first;
  while (isTouched(stretches[after], start + length)) after++;
  const isModule = stretches.some((each) => each.isModule);
  for (let more = 1; ; more *= 2) {
    const next = stretches[after];
    const offset = stretches[first]?.start ?? stretches.at(-1)?.end ?? 0;
    const read = readUntil(path, text, offset, next && { from: next.from + delta }, isModule);
    if (read) return { first, after, ...read };
    if (!next) return undefined;
    after = Math.min(after + more, stretches.length);
  }
}

function isTouched(stretch: Stretch | undefined, end: number): boolean {
  return stretch !== undefined && (stretch.isHeadless ? stretch.start <= end : stretch.from < end);
}

/** What stands between `offset` and a statement that is known; undefined where none begins in that place. */
export function readUntil(
  path: string,
  text: string,
  offset: number,
  next: Pick<Stretch, 'from'> | undefined,
  isModule: boolean,
): Parsed | undefined {
  // It would be taken for the first line of a program.
  if (offset > 0 && text.startsWith('#!', offset)) return undefined;
  for (const ahead of [AHEAD, FAR_AHEAD]) {
    const end = next && lineEndBehind(text, next.from + ahead);
    const source = createSource(path, text.slice(offset, end), { isModule });
    if (!next) return stretch(source, offset, source.statements, Infinity);
    const count = source.statements.findIndex((each) => each.getStart(source) + offset === next.from);
    const read = count < 0 ? undefined : stretch(source, offset, source.statements.slice(0, count), next.from);
    if (!read || (read.problems.length === 0 && read.stretches.every(({ problems }) => problems.length === 0)))
      return read;
    if (ahead === FAR_AHEAD || end === text.length) return read;
  }
  return undefined;
}

/** The statement in which `start` lies, with those before it that might take in what is typed there. */
function firstTouched(stretches: readonly Stretch[], start: number): number {
  const at = stretches.findIndex(({ end }) => end > start);
  let first = at < 0 ? stretches.length : at;
  while (stretches[first - 1]?.isClosed === false && start <= (stretches[first]?.from ?? Infinity) + FAR) first--;
  return first;
}

/** Whole lines, so that nothing seems to end where the text was only cut. */
function lineEndBehind(text: string, offset: number): number {
  const line = text.indexOf('\n', offset);
  return line < 0 ? text.length : line;
}

/** All statements of a text. */
export function stretchAll(source: ts.SourceFile): Parsed {
  return stretch(source, 0, source.statements, Infinity);
}

/** The index of the first of the sorted problems that starts at `offset` or behind. */
function firstFrom(problems: readonly SyntaxProblem[], offset: number): number {
  let low = 0;
  let high = problems.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((problems[middle]?.start ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function stretch(source: ts.SourceFile, offset: number, statements: readonly ts.Statement[], limit: number): Parsed {
  const problems = syntaxProblems(source, offset)
    .filter((each) => each.start <= limit)
    .toSorted((a, b) => a.start - b.start);
  // Every statement asks, and a file of nonsense has as many problems as statements.
  const between = (first: number, last: number): readonly SyntaxProblem[] =>
    problems.slice(firstFrom(problems, first), firstFrom(problems, last + 1));
  let at = offset;
  const stretches = statements.map((statement, index): Stretch => {
    const start = at;
    at = statement.end + offset;
    // What is missing at the end of a statement is complained about where the next one begins.
    const last = index === statements.length - 1 ? Infinity : at;
    const own = between(index === 0 ? -Infinity : start + 1, last);
    const from = statement.getStart(source) + offset;
    return {
      start,
      end: at,
      from,
      isHeadless: between(start, from).length > 0,
      isClosed: own.length === 0 && isClosed(source, statement),
      isModule: isModulePart(source, statement),
      problems: own,
    };
  });
  return { source, offset, statements, stretches, problems: stretches.length === 0 ? problems : [] };
}

function isClosed({ text }: ts.SourceFile, statement: ts.Statement): boolean {
  const last = text.charAt(statement.end - 1);
  switch (statement.kind) {
    case ts.SyntaxKind.FunctionDeclaration:
      return (statement as ts.FunctionDeclaration).body !== undefined && last === '}';
    case ts.SyntaxKind.ClassDeclaration:
    case ts.SyntaxKind.InterfaceDeclaration:
    case ts.SyntaxKind.EnumDeclaration:
      return last === '}';
    case ts.SyntaxKind.VariableStatement:
    case ts.SyntaxKind.ExpressionStatement:
    case ts.SyntaxKind.ImportDeclaration:
    case ts.SyntaxKind.ExportDeclaration:
    case ts.SyntaxKind.ExportAssignment:
    case ts.SyntaxKind.TypeAliasDeclaration:
      return last === ';';
    default:
      return false;
  }
}

/** Whether the statement alone makes a file a module. */
function isModulePart(source: ts.SourceFile, node: ts.Statement): boolean {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return true;
  if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) return true;
  return isExported(node) || (/\bmeta\b/.test(source.text.slice(node.pos, node.end)) && mentionsImportMeta(node));
}

function mentionsImportMeta(node: ts.Node): boolean {
  if (ts.isMetaProperty(node)) return node.keywordToken === ts.SyntaxKind.ImportKeyword;
  return ts.forEachChild(node, (child) => mentionsImportMeta(child) || undefined) ?? false;
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

/** TypeScript keeps what its parser complained about on the file, though not in its public type. */
export function syntaxProblems(source: ts.SourceFile, offset = 0): SyntaxProblem[] {
  const { parseDiagnostics = [] } = source as ts.SourceFile & {
    parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  return parseDiagnostics.map(({ start, length, messageText }) => ({
    start: start + offset,
    end: start + offset + length,
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }));
}
