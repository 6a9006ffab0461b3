import type { TextEdit } from '../model/fix.ts';
import type { Span } from '../model/span.ts';

/** Edits in the making, in any order. */
export interface Draft {
  insert(at: number, text: string): void;
  /** Before everything else that is inserted there. */
  insertFirst(at: number, text: string): void;
  replace(span: Span, text: string): void;
  /** Ascending and without overlap; undefined when two edits contradict each other, and then nothing may be offered. */
  finish(): readonly TextEdit[] | undefined;
}

export function createDraft(): Draft {
  const edits: TextEdit[] = [];
  return {
    insert: (at, text) => edits.push({ span: { start: at, end: at }, text }),
    insertFirst: (at, text) => edits.unshift({ span: { start: at, end: at }, text }),
    replace: ({ start, end }, text) => edits.push({ span: { start, end }, text }),
    finish: () => merged(edits),
  };
}

/** Insertions at one place become one edit, in the order they were made: hosts do not agree on the order of two. */
function merged(edits: readonly TextEdit[]): TextEdit[] | undefined {
  const sorted = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const result: TextEdit[] = [];
  for (const edit of sorted) {
    const last = result.at(-1);
    if (last && last.span.end > edit.span.start) return undefined;
    if (last && last.span.end === edit.span.start && last.span.start === last.span.end) {
      result[result.length - 1] = { span: { start: last.span.start, end: edit.span.end }, text: last.text + edit.text };
    } else {
      result.push(edit);
    }
  }
  return result;
}
