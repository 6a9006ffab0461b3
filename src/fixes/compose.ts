import type { TextEdit } from '../model/fix.ts';

/** A stretch of the first text that is still there, or new text. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/** The edits that do at once what `first` and then `second` do to a text of this length. `second` speaks of what `first` leaves. */
export function composeEdits(length: number, first: readonly TextEdit[], second: readonly TextEdit[]): TextEdit[] {
  const once = applied([{ start: 0, end: length }], first);
  return editsOf(applied(once, second), length);
}

function applied(pieces: readonly Piece[], edits: readonly TextEdit[]): Piece[] {
  const result: Piece[] = [];
  let at = 0;
  for (const { span, text } of edits) {
    result.push(...cut(pieces, at, span.start), { text });
    at = span.end;
  }
  return [...result, ...cut(pieces, at, Infinity)];
}

/** What lies between two offsets of the text that the pieces make. */
function cut(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const result: Piece[] = [];
  let offset = 0;
  for (const piece of pieces) {
    const size = 'text' in piece ? piece.text.length : piece.end - piece.start;
    const start = Math.max(from - offset, 0);
    const end = Math.min(to - offset, size);
    if (start < end) {
      if ('text' in piece) result.push({ text: piece.text.slice(start, end) });
      else result.push({ start: piece.start + start, end: piece.start + end });
    }
    offset += size;
  }
  return result;
}

function editsOf(pieces: readonly Piece[], length: number): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let text = '';
  const close = (start: number): void => {
    if (text !== '' || start > at) edits.push({ span: { start: at, end: start }, text });
    text = '';
  };
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text;
    else {
      close(piece.start);
      at = piece.end;
    }
  }
  close(length);
  return edits;
}
