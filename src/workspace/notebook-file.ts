import { withoutMagics } from '../engine/notebooks/magics.ts';
import type { TextEdit } from '../model/fix.ts';
import { lineStarts, positionAt, type Position } from '../model/span.ts';
import { readSources, writeSource, type SourceSpan } from './notebook-json.ts';

/** The code cells of a notebook as one text: what one cell gives a name, the next ones know. */
export interface NotebookText {
  readonly text: string;
  readonly cells: readonly CellText[];
}

export interface CellText {
  /** Its place among all cells of the notebook, from 1. */
  readonly number: number;
  /** The line of the whole text that its first one is, from 0; columns are the same. */
  readonly line: number;
  /** As it is written. */
  readonly source: string;
  /** Its lines that are not Python and stand in the text as comments, from 0. */
  readonly magics: ReadonlySet<number>;
  /** Where the notebook's file has it. */
  readonly span: SourceSpan;
}

/** A place in a cell, from 0; `cell` counts from 1. */
export interface CellPosition extends Position {
  readonly cell: number;
}

/** The Python of a notebook, or why there is none, as a clause. */
export function readNotebook(json: string): NotebookText | string {
  const sources = readSources(json);
  if (typeof sources === 'string') return sources;
  const cells: CellText[] = [];
  const texts: string[] = [];
  let line = 0;
  for (const { number, source, span } of sources) {
    const written = source.split(/\r?\n/);
    const lines = withoutMagics(written.join('\n')).split('\n');
    const magics = new Set(lines.flatMap((each, index) => (each === written[index] ? [] : [index])));
    cells.push({ number, line, source, magics, span });
    texts.push(lines.join('\n'));
    line += lines.length;
  }
  return { text: texts.join('\n'), cells };
}

/** The cell that a place of the whole text lies in, and where there. */
export function inCell({ cells }: NotebookText, { line, character }: Position): CellPosition {
  const cell = cells.findLast((each) => each.line <= line);
  return { cell: cell?.number ?? 1, line: line - (cell?.line ?? 0), character };
}

/** The line of the whole text that a line of a cell is, both from 0; undefined where there is no such place. */
export function lineInText({ cells }: NotebookText, number: number, line: number): number | undefined {
  const cell = cells.find((each) => each.number === number);
  return cell && line < linesOf(cell) ? cell.line + line : undefined;
}

function linesOf({ source }: CellText): number {
  return source.split('\n').length;
}

/**
 * The notebook's file with edits of the whole text in its cells, and everything else as it was; or why that cannot be, as a clause:
 * an edit goes over two cells, or over what is not Python.
 */
export function editNotebook(json: string, { text, cells }: NotebookText, edits: readonly TextEdit[]): string {
  const starts = lineStarts(text);
  const byCell = new Map<CellText, TextEdit[]>();
  for (const { span, text: inserted } of edits) {
    const from = positionAt(starts, span.start);
    const to = positionAt(starts, span.end);
    const cell = cells.findLast(({ line }) => line <= from.line);
    const next = cell ? cell.line + linesOf(cell) : 0;
    // The line break behind its last line is none of the cell's.
    const isWhole = to.line === next && to.character === 0;
    if (!cell || (to.line >= next && !isWhole)) throw new NotebookEditError('it would change two cells at once');
    const isEmpty = span.start === span.end;
    for (let line = from.line; line <= Math.min(to.line, next - 1) && !isEmpty; line++)
      if (cell.magics.has(line - cell.line))
        throw new NotebookEditError(`it would change a line of cell ${String(cell.number)} that is not Python`);
    const own = cell.source.replaceAll('\r\n', '\n');
    const offsets = lineStarts(own);
    const at = ({ line, character }: Position): number => (offsets[line - cell.line] ?? own.length) + character;
    const edit = { span: { start: at(from), end: at(to) }, text: inserted };
    byCell.set(cell, [...(byCell.get(cell) ?? []), edit]);
  }
  let result = json;
  // From the last one up, so that the places of those above stay.
  for (const [cell, own] of [...byCell].sort(([a], [b]) => b.span.start - a.span.start))
    result = writeSource(result, cell.span, edited(cell.source, own));
  return result;
}

/** An edit that a notebook cannot take; the message is a clause. */
export class NotebookEditError extends Error {}

function edited(source: string, edits: readonly TextEdit[]): string {
  const isWindows = source.includes('\r\n');
  let text = source.replaceAll('\r\n', '\n');
  for (const { span, text: inserted } of edits.toSorted((a, b) => b.span.start - a.span.start))
    text = text.slice(0, span.start) + inserted.replaceAll('\r\n', '\n') + text.slice(span.end);
  return isWindows ? text.replaceAll('\n', '\r\n') : text;
}
