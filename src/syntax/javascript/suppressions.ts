import { lineStarts, positionAt } from '../../model/span.ts';
import type { Suppression } from '../../model/suppression.ts';
import type { LoweredPart } from './parts.ts';
import { createSource, ts } from './tree.ts';

const directive = /unblock-ignore-(next-line|line|file)\b([^\r\n]*)/g;

/** What a text must hold before it is worth a search for comments. */
const anyDirective = /unblock-ignore-|(?:eslint|oxlint)-disable-|biome-ignore /;

export function findSuppressions(source: ts.SourceFile): Suppression[] {
  return anyDirective.test(source.text) ? [...ownSuppressions(source), ...suppressionsOfPeers(source)] : [];
}

const ofPeers = /(?:(?:eslint|oxlint)-disable-(next-line|line)[ \t]+([\w@/, \t-]+)|biome-ignore[ \t]+lint\/([\w/]+))/g;

/** The rules of other linters, without the plug-in's name, that find a smell which is one of ours, too. */
const smells: Readonly<Record<string, readonly string[]>> = {
  'no-sync': ['blocking-call'],
  'no-await-in-loop': ['sequential-await'],
  noAwaitInLoops: ['sequential-await'],
  'no-async-promise-executor': ['async-executor'],
  noAsyncPromiseExecutor: ['async-executor'],
  'no-floating-promises': ['floating-promise'],
  noFloatingPromises: ['floating-promise'],
  'catch-or-return': ['floating-promise'],
  'return-await': ['floating-promise'],
  'no-misused-promises': ['unhandled-async-handler', 'async-callback', 'missing-await'],
  noMisusedPromises: ['unhandled-async-handler', 'async-callback', 'missing-await'],
  'require-atomic-updates': ['await-race'],
};

/** `// eslint-disable-next-line no-sync` says of a line that somebody has looked at it, and wants it so. Without rules it may be about anything. */
function suppressionsOfPeers(source: ts.SourceFile): Suppression[] {
  const { text } = source;
  const starts = lineStarts(text);
  return [...text.matchAll(ofPeers)].flatMap((match) => {
    const { 0: whole, 1: scope, 2: names = '', 3: biome, index: start } = match;
    const said = biome === undefined ? (names.split('--')[0] ?? '').split(/[\s,]+/) : [biome];
    const rules = said.flatMap((name) => smells[name.replace(/^.*\//, '')] ?? []);
    if (rules.length === 0 || !isComment(source, start)) return [];
    const { line } = positionAt(starts, start);
    return [
      {
        start,
        end: start + whole.length,
        target: scope === 'line' ? line : line + 1,
        rules: rules.map(fullName),
        isForOthers: true as const,
      },
    ];
  });
}

/** The comments `unblock-ignore-next-line`, `-line` and `-file`, with rules and a reason after `--`. */
function ownSuppressions(source: ts.SourceFile): Suppression[] {
  const { text } = source;
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
  if (!anyDirective.test(text)) return [];
  const commentsIn = (start: number, end?: number): readonly Suppression[] => {
    const stretch = text.slice(start, end);
    return anyDirective.test(stretch) ? findSuppressions(createSource(path, stretch)) : [];
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
