import type { Span } from '../../../model/span.ts';

/** How the people of this file write. New code follows them. */
export interface Style {
  readonly quote: "'" | '"';
  /** One level of indentation. */
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
  /** How long a line may get. */
  readonly lineLength: number;
}

/** Reads the style off the text; what it does not show is as Black has it. */
export function styleOf(text: string, lineLength: number | undefined): Style {
  const windows = text.split('\r\n').length - 1;
  const single = text.match(/(?<!['"\w])'[^'"\n]+'(?!')/g)?.length ?? 0;
  const double = text.match(/(?<!['"\w])"[^'"\n]+"(?!")/g)?.length ?? 0;
  return {
    quote: single > double ? "'" : '"',
    indent: /:[ \t]*(?:#.*)?\r?\n([ \t]+)\S/.exec(text)?.[1] ?? '    ',
    eol: windows * 2 > text.split('\n').length - 1 ? '\r\n' : '\n',
    lineLength: lineLength ?? usualLength(text),
  };
}

/** Black's own 88, unless several lines are longer: whatever formats this file lets them be. */
function usualLength(text: string): number {
  const lengths = text.split(/\r?\n/).map((line) => line.length);
  const over = (limit: number): boolean => lengths.filter((length) => length > limit).length >= 3;
  return over(100) ? 120 : over(88) ? 100 : 88;
}

/** Where the line of `offset` begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line of `offset` ends, its line break not counted. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end - 1 >= offset ? end - 1 : end;
}

/** The white space that the line of `offset` begins with. */
export function lineIndent(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? '';
}

/** Whether nothing but white space and a comment shares the lines of `span`. */
export function isAlone(text: string, { start, end }: Span): boolean {
  const before = text.slice(lineStart(text, start), start);
  return /^[ \t\uFEFF]*$/.test(before) && /^[ \t]*(?:#.*)?$/.test(text.slice(end, lineEnd(text, end)));
}

/** Where the comments begin that stand right above the line of a statement, as deep as it: they belong to it. */
export function startWithComments(text: string, at: number): number {
  const indent = /^[ \t]*/.exec(text.slice(at))?.[0] ?? '';
  let start = at;
  for (;;) {
    const above = lineStart(text, start - 1);
    if (start === 0 || !text.startsWith(`${indent}#`, above)) return start;
    start = above;
  }
}
