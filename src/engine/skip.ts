import type { SkipReason } from './analysis.ts';

/** Larger files are data or bundles, not something a person edits. In UTF-16 units. */
const LARGEST = 2_000_000;
/** Beyond these no person has written the line breaks. */
const LONGEST_LINE = 20_000;
const LONG_AVERAGE = 400;
const MINIFIED_FROM = 5_000;

const generatedMark =
  /@generated\b|\bauto-?generated\b|\bgenerated (by|from|with)\b.*\bdo not (edit|modify)|\bdo not edit\b/i;

/** Why a text should not be looked into: nobody wrote it, or it is no text. */
export function skipReason(text: string): SkipReason | undefined {
  if (text.length > LARGEST) {
    return { kind: 'too-large', message: `It is larger than ${String(LARGEST / 1_000_000)} MB, so it is left out.` };
  }
  if (text.slice(0, 8_192).includes('\0')) return { kind: 'binary', message: 'It is no text, so it is left out.' };
  if (generatedMark.test(firstComments(text))) {
    return { kind: 'generated', message: 'Its first comments say that it is generated, so it is left out.' };
  }
  return isMinified(text) ? { kind: 'generated', message: 'It is minified, so it is left out.' } : undefined;
}

/** The comments that the text begins with. */
function firstComments(text: string): string {
  const start = /^(\s*(\/\*[\s\S]*?\*\/|\/\/[^\n]*\n|#[^\n]*\n))+/.exec(text.slice(0, 2_000));
  return start?.[0] ?? '';
}

function isMinified(text: string): boolean {
  if (text.length < MINIFIED_FROM) return false;
  let lines = 1;
  let last = -1;
  let longest = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    longest = Math.max(longest, at - last);
    last = at;
    lines++;
  }
  longest = Math.max(longest, text.length - last);
  return text.length / lines > LONG_AVERAGE || (longest > LONGEST_LINE && text.length / lines > LONG_AVERAGE / 4);
}
