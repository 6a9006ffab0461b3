import {
  type CodeAction,
  type Diagnostic,
  type Location,
  type Position,
  type Range,
  TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { withoutMagics } from '../../engine/notebooks/magics.ts';

/** A cell as the editor has it. */
export interface Cell {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

/** The code cells of a notebook as one text: what one cell gives a name, the next ones know. */
export interface Joined {
  readonly uri: string;
  readonly text: string;
  readonly cells: readonly JoinedCell[];
}

export interface JoinedCell extends Cell {
  /** The line of the whole text that its first one is; columns are the same. */
  readonly line: number;
  /** How many lines it has. */
  readonly lines: number;
  /** Its lines that are not Python and stand in the text as comments. */
  readonly magics: ReadonlySet<number>;
}

export function joinCells(uri: string, cells: readonly Cell[]): Joined {
  const joined: JoinedCell[] = [];
  const texts: string[] = [];
  let line = 0;
  for (const cell of cells) {
    const text = withoutMagics(cell.text.replaceAll('\r\n', '\n'));
    const lines = text.split('\n');
    const written = cell.text.split(/\r?\n/);
    const magics = new Set(lines.flatMap((each, index) => (each === written[index] ? [] : [index])));
    joined.push({ ...cell, line, lines: lines.length, magics });
    texts.push(text);
    line += lines.length;
  }
  return { uri, text: texts.join('\n'), cells: joined };
}

export function cellOf({ cells }: Joined, uri: string): JoinedCell | undefined {
  return cells.find((cell) => cell.uri === uri);
}

/** A range of a cell in the whole text. */
export function toJoined({ line }: JoinedCell, { start, end }: Range): Range {
  return { start: moved(start, line), end: moved(end, line) };
}

/** Which cell a range of the whole text lies in, and where there; undefined where it goes over more than one. */
export function toCell({ cells }: Joined, { start, end }: Range): { cell: JoinedCell; range: Range } | undefined {
  const cell = cells.find(({ line, lines }) => line <= start.line && start.line < line + lines);
  if (!cell) return undefined;
  const next = cell.line + cell.lines;
  if (end.line > next || (end.line === next && end.character > 0)) return undefined;
  // The line break behind its last line is none of the cell's.
  const last = cell.text.split(/\r?\n/).at(-1)?.length ?? 0;
  const stop = end.line === next ? { line: cell.lines - 1, character: last } : moved(end, -cell.line);
  return { cell, range: { start: moved(start, -cell.line), end: stop } };
}

/** What is found in each cell, in their order. */
export function diagnosticsByCell(joined: Joined, all: readonly Diagnostic[]): (readonly [JoinedCell, Diagnostic[]])[] {
  const placed = all.flatMap((diagnostic) => {
    const place = toCell(joined, diagnostic.range);
    return place ? [{ cell: place.cell, diagnostic: inCell(joined, diagnostic, place.range) }] : [];
  });
  return joined.cells.map((cell) => [cell, placed.flatMap((each) => (each.cell === cell ? [each.diagnostic] : []))]);
}

function inCell(joined: Joined, diagnostic: Diagnostic, range: Range): Diagnostic {
  const { relatedInformation: related } = diagnostic;
  return {
    ...diagnostic,
    range,
    ...(related && {
      relatedInformation: related.map((each) => ({ ...each, location: locate(joined, each.location) })),
    }),
  };
}

function locate(joined: Joined, location: Location): Location {
  if (location.uri !== joined.uri) return location;
  const place = toCell(joined, location.range);
  return place ? { uri: place.cell.uri, range: place.range } : location;
}

/** An action for the whole text as one for its cells; undefined where an edit does not keep to one cell, or to its Python. */
export function actionInCells(joined: Joined, action: CodeAction): CodeAction | undefined {
  const edit = action.edit && editInCells(joined, action.edit);
  if (action.edit && !edit) return undefined;
  const diagnostics = action.diagnostics?.map((each) => {
    const place = toCell(joined, each.range);
    return place ? inCell(joined, each, place.range) : each;
  });
  return { ...action, ...(edit && { edit }), ...(diagnostics && { diagnostics }) };
}

function editInCells(joined: Joined, edit: WorkspaceEdit): WorkspaceEdit | undefined {
  const own = edit.changes?.[joined.uri];
  const changes = own && editsByCell(joined, own);
  if (own && !changes) return undefined;
  const others = Object.entries(edit.changes ?? {}).filter(([uri]) => uri !== joined.uri);
  const parts: NonNullable<WorkspaceEdit['documentChanges']> = [];
  for (const part of edit.documentChanges ?? []) {
    if (!TextDocumentEdit.is(part) || part.textDocument.uri !== joined.uri) {
      parts.push(part);
      continue;
    }
    const byCell = editsByCell(joined, part.edits as TextEdit[]);
    if (!byCell) return undefined;
    for (const [{ uri, version }, edits] of byCell) parts.push({ textDocument: { uri, version }, edits });
  }
  return {
    ...edit,
    ...(edit.changes && {
      changes: Object.fromEntries([
        ...others,
        ...[...(changes ?? [])].map(([{ uri }, edits]) => [uri, edits] as const),
      ]),
    }),
    ...(edit.documentChanges && { documentChanges: parts }),
  };
}

function editsByCell(joined: Joined, edits: readonly TextEdit[]): Map<JoinedCell, TextEdit[]> | undefined {
  const found = new Map<JoinedCell, TextEdit[]>();
  for (const edit of edits) {
    const place = toCell(joined, edit.range);
    if (!place) return undefined;
    const { cell, range } = place;
    const isEmpty = range.start.line === range.end.line && range.start.character === range.end.character;
    for (let line = range.start.line; line <= range.end.line; line++)
      if (cell.magics.has(line) && !isEmpty) return undefined;
    found.set(cell, [...(found.get(cell) ?? []), { ...edit, range }]);
  }
  return found;
}

function moved({ line, character }: Position, by: number): Position {
  return { line: line + by, character };
}
