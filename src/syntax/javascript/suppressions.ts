import { lineStarts, positionAt } from '../../model/span.ts';
import type { Suppression } from '../../model/suppression.ts';
import type { LoweredPart } from './parts.ts';
import { createSource, ts } from './tree.ts';

const directive = /unblock-ignore-(next-line|line|file)\b([^\r\n]*)/g;

/** The comments `unblock-ignore-next-line`, `-line` and `-file`, with rules and a reason after `--`. */
export function findSuppressions(source: ts.SourceFile): Suppression[] {
  const { text } = source;
  if (!text.includes('unblock-ignore-')) return [];
  const starts = lineStarts(text);
  const found: Suppression[] = [];
  for (const match of text.matchAll(directive)) {
    const [whole, scope, rest = ''] = match;
    if (!isComment(source, match.index)) continue;
    const { line } = positionAt(starts, match.index);
    const [names = '', ...reason] = rest.replace(/\*\/.*$/, '').split('--');
    const explained = reason.join('--').trim();
    found.push({
      start: match.index,
      end: match.index + whole.trimEnd().length,
      target: scope === 'file' ? 'file' : scope === 'line' ? line : line + 1,
      rules: names
        .split(/[\s,]+/)
        .filter((name) => name !== '')
        .map(fullName),
      ...(explained === '' ? {} : { reason: explained }),
    });
  }
  return found;
}

function fullName(name: string): string {
  return name.startsWith('unblock/') ? name : `unblock/${name}`;
}

/** A comment that begins with the directive. It lies between tokens: no token of text covers it. */
function isComment(source: ts.SourceFile, offset: number): boolean {
  if (!/(\/\/|\/\*\*?|^[ \t]*\*)[ \t]*$/.test(lineBefore(source.text, offset))) return false;
  let innermost: ts.Node = source;
  for (let next: ts.Node | undefined = source; next;) {
    innermost = next;
    next = ts.forEachChild(innermost, (child) =>
      child.getStart(source) <= offset && offset < child.end ? child : undefined,
    );
  }
  return !ts.isToken(innermost);
}

function lineBefore(text: string, offset: number): string {
  return text.slice(Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1, offset);
}

/** The same for a text that is known statement by statement. */
export function suppressionsAmong(path: string, text: string, parts: readonly LoweredPart[]): Suppression[] {
  if (!text.includes('unblock-ignore-')) return [];
  const commentsIn = (start: number, end?: number): readonly Suppression[] => {
    const stretch = text.slice(start, end);
    return stretch.includes('unblock-ignore-') ? findSuppressions(createSource(path, stretch)) : [];
  };
  let starts: readonly number[] | undefined;
  const place = (start: number, comments: readonly Suppression[]): Suppression[] => {
    if (comments.length === 0) return [];
    const { line } = positionAt((starts ??= lineStarts(text)), start);
    return comments.map((each) => ({
      ...each,
      start: each.start + start,
      end: each.end + start,
      target: each.target === 'file' ? each.target : each.target + line,
    }));
  };
  const found = parts.flatMap((part) => place(part.start, (part.comments ??= commentsIn(part.start, part.end))));
  const end = parts.at(-1)?.end ?? 0;
  return [...found, ...place(end, commentsIn(end))];
}
