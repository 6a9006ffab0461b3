// How long one keystroke takes from the changed text to the findings: `npm run bench:keystroke`. Beside it, in the same run, what ESLint
// needs to look at the same text with its own rules about asynchronous code and the usual parser for TypeScript, which has no types either.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import * as parser from '@typescript-eslint/parser';
import { analyze, initLanguages } from '../../src/engine/analyze.ts';

const root = join(import.meta.dirname, '../..');
const EDITS = 150;
const WARM_UP = 30;
const SIZES = [500, 2_000, 10_000];

/** Where a character is typed, given a place anywhere in the text. */
const kinds: Readonly<
  Record<string, (text: string, near: number) => { readonly start: number; readonly typed: string }>
> = {
  'in a body': (text, near) => ({ start: text.indexOf('(', near) + 1, typed: 'x' }),
  // Often breaks the syntax, and each one stays.
  'at a line start': (text, near) => ({ start: text.indexOf('\n', near) + 1, typed: near % 2 === 0 ? 'x' : ' ' }),
};

/** A file of at least so many lines: whole sources of this project, one after the other, without what they import. */
function textOf(lines: number, paths: readonly string[]): string {
  const parts = paths.map((path) => readFileSync(join(root, path), 'utf8').replace(/^import [^;]*;$/gm, ''));
  const whole: string[] = [];
  for (let index = 0; whole.length < lines; index++) whole.push(...(parts[index % parts.length] ?? '\n').split('\n'));
  return whole.join('\n');
}

interface Edited {
  readonly text: string;
  readonly start: number;
}

function* edits(text: string, kind: string): Generator<Edited> {
  let current = text;
  for (let edit = 0; edit < EDITS; edit++) {
    const near = (edit * 7_919 * 31) % current.length;
    const { start, typed } = kinds[kind]?.(current, near) ?? { start: 0, typed: 'x' };
    current = current.slice(0, start) + typed + current.slice(start);
    yield { text: current, start };
  }
}

/** The times of `look` in milliseconds, sorted, without the first ones. */
function timesOf(text: string, kind: string, look: (edited: Edited) => void, only = EDITS): number[] {
  const times: number[] = [];
  for (const edited of edits(text, kind)) {
    if (times.length >= only) break;
    const before = performance.now();
    look(edited);
    times.push(performance.now() - before);
  }
  return times.slice(Math.min(WARM_UP, Math.floor(times.length / 3))).toSorted((a, b) => a - b);
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function told(sorted: readonly number[]): string {
  return `p50 ${quantile(sorted, 0.5).toFixed(1).padStart(6)} ms   p95 ${quantile(sorted, 0.95).toFixed(1).padStart(6)} ms`;
}

function oursOf(path: string, text: string, kind: string): number[] {
  let last = analyze(path, text);
  return timesOf(text, kind, ({ text: next, start }) => {
    last = analyze(path, next, { previous: { analysis: last, change: { start, length: 0, newLength: 1 } } });
  });
}

const linter = new Linter({ configType: 'flat' });

function eslintOf(text: string, kind: string): number[] {
  const rules = {
    'no-await-in-loop': 1,
    'no-async-promise-executor': 1,
    'no-promise-executor-return': 1,
    'require-atomic-updates': 1,
  } as const;
  const config: Linter.Config[] = [{ files: ['**/*.ts'], languageOptions: { parser }, rules }];
  return timesOf(text, kind, (edited) => void linter.verify(edited.text, config, 'src/example.ts'), 30);
}

await initLanguages(() => {
  const wasm = (path: string): Uint8Array => readFileSync(join(root, 'node_modules', path));
  return Promise.resolve({
    runtime: wasm('web-tree-sitter/web-tree-sitter.wasm'),
    grammar: wasm('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'),
  });
});

// Without entry points: where a file awaits at its top level, everything is read again as long as anything in it is broken.
const javaScript = globSync('src/{engine,effects,cli,workspace,server}/*.ts', {
  cwd: root,
  exclude: ['**/main.ts'],
}).sort();
const python = globSync('test/unit/syntax-python/samples/*.py', { cwd: root }).sort();
for (const kind of Object.keys(kinds)) {
  for (const lines of SIZES) {
    const text = textOf(lines, javaScript);
    const [ours, theirs] = [oursOf('src/example.ts', text, kind), eslintOf(text, kind)];
    const ratio = quantile(theirs, 0.5) / quantile(ours, 0.5);
    const size = `${lines.toLocaleString('en').padStart(6)} lines of TypeScript, ${kind}`;
    console.log(`${size}\n  Unblock  ${told(ours)}\n  ESLint   ${told(theirs)}   ${ratio.toFixed(1)} times as long`);
    const ofPython = oursOf('src/example.py', textOf(lines, python), kind);
    console.log(`${lines.toLocaleString('en').padStart(6)} lines of Python, ${kind}\n  Unblock  ${told(ofPython)}`);
  }
}
