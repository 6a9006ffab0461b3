/** A half-open range of UTF-16 offsets into a file's text: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Zero-based line and UTF-16 column, as editors count. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Offsets at which each line begins. `\n`, `\r\n` and a lone `\r` end a line. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === 13 && text.charCodeAt(offset + 1) === 10) offset++;
    if (code === 10 || code === 13) starts.push(offset + 1);
  }
  return starts;
}

/** Where `offset` lies; `starts` comes from {@link lineStarts} of the same text. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

/** The offset of `position`, held within its own line and the text's `length`. */
export function offsetAt(starts: readonly number[], position: Position, length: number): number {
  const start = starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : length;
  const end = starts[position.line + 1] ?? length;
  return Math.min(start + Math.max(0, position.character), end);
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
