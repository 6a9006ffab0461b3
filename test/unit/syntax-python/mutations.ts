import type { Mutation, Edit } from '../syntax/mutations.ts';

/** What people and editors do in the middle of typing Python. */
export const mutations: readonly Mutation[] = [
  { name: 'cut off', change: (text, next) => cut(text, at(text, next)) },
  { name: 'cut off in a word', change: (text, next) => cut(text, nth(text, /\w\w/g, next) + 1) },
  { name: 'cut off in a string', change: (text, next) => cut(text, nth(text, /["']\w/g, next) + 1) },
  { name: 'without a stretch', change: (text, next) => remove(text, at(text, next), Math.floor(next() * 200)) },
  { name: 'without one character', change: (text, next) => remove(text, at(text, next), 1) },
  { name: 'without a colon', change: (text, next) => remove(text, nth(text, /:\n/g, next), 1) },
  { name: 'without indentation', change: (text, next) => remove(text, nth(text, / {4}/g, next), 4) },
  { name: 'without an opening parenthesis', change: (text, next) => remove(text, nth(text, /\(/g, next), 1) },
  { name: 'without a closing parenthesis', change: (text, next) => remove(text, nth(text, /\)/g, next), 1) },
  { name: 'without a line end', change: (text, next) => remove(text, nth(text, /\n/g, next), 1) },
  { name: 'with an open f-string', change: (text, next) => insert(nth(text, /[,)]/g, next), 'f"{') },
  { name: 'with an open triple quote', change: (text, next) => insert(at(text, next), '"""') },
  { name: 'with an open string', change: (text, next) => insert(at(text, next), '"') },
  { name: 'with a dot being typed', change: (text, next) => insert(nth(text, /\n/g, next), '\nfoo.') },
  { name: 'with a call being typed', change: (text, next) => insert(nth(text, /\n/g, next), '\n    await foo(') },
  { name: 'with a loop being typed', change: (text, next) => insert(nth(text, /\n/g, next), '\nfor x in ') },
  { name: 'with a tab', change: (text, next) => insert(nth(text, /\n/g, next) + 1, '\t') },
  { name: 'with a piece of itself', change: (text, next) => insert(at(text, next), piece(text, next)) },
];

function at(text: string, next: () => number): number {
  return Math.floor(next() * (text.length + 1));
}

function cut(text: string, start: number): Edit {
  return { start, length: text.length - start, insert: '' };
}

function remove(text: string, start: number, length: number): Edit {
  return { start, length: Math.min(length, text.length - start), insert: '' };
}

function insert(start: number, inserted: string): Edit {
  return { start, length: 0, insert: inserted };
}

/** Where one of the matches begins; the start where there is none. */
function nth(text: string, pattern: RegExp, next: () => number): number {
  const found = [...text.matchAll(pattern)];
  return found[Math.floor(next() * found.length)]?.index ?? 0;
}

function piece(text: string, next: () => number): string {
  const start = at(text, next);
  return text.slice(start, start + Math.floor(next() * 300));
}
