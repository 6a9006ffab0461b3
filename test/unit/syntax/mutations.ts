/** One edit of a text: `length` characters at `start` give way to `insert`. */
export interface Edit {
  readonly start: number;
  readonly length: number;
  readonly insert: string;
}

export interface Mutation {
  readonly name: string;
  readonly change: (text: string, next: () => number) => Edit;
}

const at = (text: string, next: () => number): number => Math.floor(next() * (text.length + 1));

/** What people and editors do in the middle of typing. */
export const mutations: readonly Mutation[] = [
  { name: 'cut off', change: (text, next) => cut(text, at(text, next)) },
  { name: 'cut off in a word', change: (text, next) => cut(text, nth(text, /\w\w/g, next) + 1) },
  { name: 'cut off in a string', change: (text, next) => cut(text, nth(text, /'\w/g, next) + 1) },
  { name: 'without a stretch', change: (text, next) => remove(text, at(text, next), Math.floor(next() * 200)) },
  { name: 'without one character', change: (text, next) => remove(text, at(text, next), 1) },
  { name: 'without an opening brace', change: (text, next) => remove(text, nth(text, /\{/g, next), 1) },
  { name: 'without a closing brace', change: (text, next) => remove(text, nth(text, /\}/g, next), 1) },
  { name: 'without an opening parenthesis', change: (text, next) => remove(text, nth(text, /\(/g, next), 1) },
  { name: 'without a closing parenthesis', change: (text, next) => remove(text, nth(text, /\)/g, next), 1) },
  { name: 'with an open template', change: (text, next) => insert(text, nth(text, /[;,)]/g, next), '`') },
  { name: 'with an open hole in a template', change: (text, next) => insert(text, at(text, next), '`${') },
  { name: 'with an open comment', change: (text, next) => insert(text, at(text, next), '/*') },
  { name: 'with an open string', change: (text, next) => insert(text, at(text, next), '"') },
  { name: 'with a dot being typed', change: (text, next) => insert(text, nth(text, /\n/g, next), '\nfoo.') },
  { name: 'with a call being typed', change: (text, next) => insert(text, nth(text, /\n/g, next), '\nawait foo(') },
  {
    name: 'with a loop being typed',
    change: (text, next) => insert(text, nth(text, /\n/g, next), '\nfor (const x of '),
  },
  { name: 'with a stray closing brace', change: (text, next) => insert(text, at(text, next), '}') },
  { name: 'with a piece of itself', change: (text, next) => insert(text, at(text, next), piece(text, next)) },
];

function cut(text: string, start: number): Edit {
  return { start, length: text.length - start, insert: '' };
}

function remove(text: string, start: number, length: number): Edit {
  return { start, length: Math.min(length, text.length - start), insert: '' };
}

function insert(_: string, start: number, inserted: string): Edit {
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
