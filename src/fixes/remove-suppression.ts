import type { Fix, TextEdit } from '../model/fix.ts';
import type { Remedy } from './remedy.ts';

/** Takes away a comment that silences nothing. In both languages: what a comment is, its first sign says. */
export const removeSuppression: Remedy = {
  id: 'remove-suppression',
  rules: ['unblock/unused-suppression'],
  propose({ path, text, finding }): Fix | undefined {
    const comment = commentAround(text, finding.start);
    if (!comment) return undefined;
    return {
      id: 'remove-suppression',
      title: 'Remove the comment that silences nothing',
      safety: 'safe',
      changes: '',
      packages: [],
      edits: [{ kind: 'edit', path, edits: [without(text, comment.start, comment.end)] }],
    };
  },
};

interface Comment {
  readonly start: number;
  readonly end: number;
}

/** The comment that begins with the directive at `at` and says nothing else; undefined where it is a part of a longer one. */
function commentAround(text: string, at: number): Comment | undefined {
  const lineStart = startOfLine(text, at);
  const opening = /(\/\/|\/\*\*?|#)[ \t]*$/.exec(text.slice(lineStart, at));
  const sign = opening?.[1];
  if (!opening || sign === undefined) return undefined;
  const start = lineStart + opening.index;
  const rest = text.slice(at, endOfLine(text, at));
  const closed = rest.indexOf('*/');
  if (sign.startsWith('/*')) {
    const end = at + closed + 2;
    // Without the comment, JSX braces would hold nothing; and one that goes on below says more.
    return closed < 0 || isInBraces(text, start, end) ? undefined : { start, end };
  }
  // Inside of a block comment this would take away its end.
  if (closed >= 0) return undefined;
  // A remark for somebody else on the same line stays.
  const another = (sign === '#' ? /\s#/ : /\s\/\//).exec(rest);
  return { start, end: at + (another ? another.index + 1 : rest.length) };
}

function isInBraces(text: string, start: number, end: number): boolean {
  return text.slice(0, start).trimEnd().endsWith('{') && text.slice(end).trimStart().startsWith('}');
}

/** A line that held nothing else goes as a whole. */
function without(text: string, start: number, end: number): TextEdit {
  const lineStart = startOfLine(text, start);
  const lineEnd = endOfLine(text, end);
  const before = text.slice(lineStart, start);
  const after = text.slice(end, lineEnd);
  if (before.trim() === '' && after.trim() === '') {
    const lineBreak = /^(\r\n|\n|\r)/.exec(text.slice(lineEnd))?.[0].length ?? 0;
    return { span: { start: lineStart, end: lineEnd + lineBreak }, text: '' };
  }
  if (after.trim() === '') return { span: { start: lineStart + before.trimEnd().length, end: lineEnd }, text: '' };
  // What it kept apart must not grow together.
  const isApart = before === '' || /\s$/.test(before);
  const blanks = isApart ? (/^[ \t]*/.exec(after)?.[0].length ?? 0) : 0;
  return { span: { start, end: end + blanks }, text: isApart || /^\s/.test(after) ? '' : ' ' };
}

function startOfLine(text: string, at: number): number {
  return Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
}

function endOfLine(text: string, at: number): number {
  const found = /[\r\n]/.exec(text.slice(at));
  return found ? at + found.index : text.length;
}
