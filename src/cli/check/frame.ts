import { columns, printable } from '../printable.ts';
import type { Message } from './report.ts';

/** Longer lines are cut, around what matters. */
const widest = 120;
const before = 40;

/** The line of code a finding stands in and, below it, the squiggle. Indentation is dropped. */
export function codeFrame({ line, start, end }: Pick<Message, 'line' | 'start' | 'end'>): readonly [string, string] {
  const indentation = /^\s*/.exec(line)?.[0].length ?? 0;
  const from = Math.min(start.character, line.length);
  const to = Math.max(end.line > start.line ? line.length : Math.min(end.character, line.length), from);
  let first = Math.min(indentation, from);
  let prefix = '';
  if (line.length - first > widest && from - first > before) {
    first = from - before;
    prefix = '…';
  }
  const last = Math.min(line.length, first + widest);
  const code = `${prefix}${printable(line.slice(first, last))}${last < line.length ? '…' : ''}`;
  const padding = columns(prefix + printable(line.slice(first, from)));
  const marked = Math.max(1, columns(printable(line.slice(from, Math.min(to, last)))));
  return [code, ' '.repeat(padding) + '~'.repeat(marked)];
}
