import type { Span } from '../../../model/span.ts';
import { isInString } from './nodes.ts';
import type { Session } from './session.ts';
import { lineStart } from './style.ts';

/** Moves the lines that begin within `span` one level to the right. Empty lines, and the inside of texts, stay as they are. */
export function indentLines(session: Session, { start, end }: Span): void {
  const { text, style, draft } = session;
  for (let at = lineStart(text, start); at < end;) {
    const next = text.indexOf('\n', at);
    const isEmpty = /^[ \t]*\r?$/.test(text.slice(at, next < 0 ? text.length : next));
    if (!isEmpty && !isInString(session, at)) draft.insert(at, style.indent);
    if (next < 0) return;
    at = next + 1;
  }
}

/** Moves the lines that begin within `span` so many characters to the left, those that stand further left already no further than that. */
export function dedentLines(session: Session, { start, end }: Span, by: number): void {
  const { text, draft } = session;
  for (let at = lineStart(text, start); at < end;) {
    const white = /^[ \t]*/.exec(text.slice(at, at + by))?.[0].length ?? 0;
    if (white > 0 && !isInString(session, at)) draft.replace({ start: at, end: at + white }, '');
    const next = text.indexOf('\n', at);
    if (next < 0) return;
    at = next + 1;
  }
}

/** Whether a line of `span` begins within a text whose lines a person may have laid out by the code around. */
export function hasTextOverLines(session: Session, { start, end }: Span): boolean {
  for (let at = session.text.indexOf('\n', start); at >= 0 && at < end; at = session.text.indexOf('\n', at + 1)) {
    if (isInString(session, at)) return true;
  }
  return false;
}
