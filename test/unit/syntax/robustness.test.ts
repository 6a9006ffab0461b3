import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileFacts } from '../../../src/model/facts.ts';
import { editJavaScript, openJavaScript } from '../../../src/syntax/javascript/document.ts';
import type { TextChange } from '../../../src/syntax/tree.ts';
import { renumbered } from '../engine/renumber.ts';
import { violations } from './invariants.ts';
import { facts, fn, lower } from './lowering.ts';
import { mutations } from './mutations.ts';
import { seeded } from './random.ts';

const root = join(import.meta.dirname, '../../..');

const ours = globSync('{src,media/panel}/**/*.{ts,tsx}', { cwd: root }).sort();
const theirs = [
  'piscina/dist/*.js',
  'mocha/lib/**/*.{js,cjs}',
  'vitest/dist/*.js',
  'tinybench/dist/*.js',
  'eslint/lib/rules/no-[a-f]*.js',
  '@vscode/test-web/out/**/*.js',
]
  .flatMap((pattern) => globSync(pattern, { cwd: join(root, 'node_modules') }))
  .sort()
  .map((file) => join('node_modules', file));

const LONGEST = 60_000;

interface Source {
  readonly path: string;
  readonly text: string;
}

function read(paths: readonly string[]): Source[] {
  return paths
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => text.length <= LONGEST);
}

const sources = read([...ours, ...theirs]);

describe('real code', () => {
  it('is there', () => {
    expect(ours.length).toBeGreaterThan(100);
    expect(theirs.length).toBeGreaterThan(50);
  });

  it('gives facts that hold together', () => {
    for (const { path, text } of sources) {
      const file = lower(text, path);
      expect([path, ...violations(file, text.length)]).toEqual([path]);
    }
  });

  it('gives plain data: JSON and structured clone bring it back', () => {
    for (const { path, text } of sources.filter((_, index) => index % 5 === 0)) {
      const file = lower(text, path);
      expect(JSON.parse(JSON.stringify(file))).toEqual(file);
      expect(structuredClone(file)).toEqual(file);
    }
  });

  it('gives the same facts wherever it lies', () => {
    for (const { text } of read(ours.filter((path) => path.endsWith('.ts'))).slice(0, 40)) {
      expect(lower(text, '/elsewhere/x.ts')).toEqual(lower(text, 'C:\\work\\y.ts'));
    }
  });
});

/** Where an edit is read by itself, the parser words its complaints otherwise. */
function comparable(facts: FileFacts): unknown {
  return renumbered({ ...facts, syntaxErrors: [] });
}

describe.each(mutations)('real code, $name', ({ change }) => {
  const next = seeded(20_261_122);
  const picked = sources.filter(({ text }) => text.length < 20_000).filter((_, index) => index % 12 === 0);

  it('never fails, and a changed tree gives the facts of a new one', () => {
    expect(picked.length).toBeGreaterThan(15);
    for (const { path, text } of picked) {
      const { start, length, insert } = change(text, next);
      const after = text.slice(0, start) + insert + text.slice(start + length);
      const edit: TextChange = { start, length, newLength: insert.length };
      const fresh = lower(after, path);
      expect([path, ...violations(fresh, after.length)]).toEqual([path]);
      const opened = openJavaScript(path, text);
      expect({ ...opened.facts, parts: undefined }, path).toEqual(lower(text, path));
      const again = editJavaScript(opened, after, edit);
      expect(comparable(again.facts), `${path}: ${start} ${insert}`).toEqual(
        comparable(openJavaScript(path, after).facts),
      );
    }
  });
});

describe('half-typed code', () => {
  const before = 'export async function first(a) { return await load(a); }\n';
  const after = '\nexport function last(b) { return save(b); }\n';
  const sound = facts(before + after);

  it.each([
    'const x = ',
    'foo(',
    'foo.',
    'if (a',
    'x = [1, 2',
    'for (const i of ',
    'await ',
    'return;;',
    'new ',
    'const f = async (',
    '@',
    '/',
    '"open',
    '...',
    '?.',
    'case 1:',
    '}',
    ')',
  ])('%j leaves the other functions as they are', (typed) => {
    const file = lower(before + typed + after);
    expect(facts(before + typed + after)).toContain(sound.slice(0, sound.indexOf('function last')).trimEnd());
    expect(fn(file, 'last').parameters).toHaveLength(1);
    expect(file.syntaxErrors.length > 0 || typed === 'return;;').toBe(true);
  });

  it.each(['const { a, b', 'import { a'])('%j takes what follows, and leaves what comes before', (typed) => {
    expect(fn(lower(before + typed + after), 'first').body).toEqual(fn(lower(before), 'first').body);
  });

  it('says where the code is wrong', () => {
    const [error] = lower('const x = ;').syntaxErrors;
    expect(error).toEqual({ start: 10, end: 11, message: 'Expression expected.' });
  });

  it.each(['', ' ', '\u{feff}f();', '\0', '#!', '/*', '`', '<', '{{{{', '\u2028', '😀'])('%j is a file', (text) => {
    expect(violations(lower(text), text.length)).toEqual([]);
  });
});

describe('nesting', () => {
  it('thousands of `else if` are no nesting', () => {
    const code = Array.from({ length: 3000 }, (_, i) => `if (a === ${i}) f(${i});`).join(' else ');
    expect(lower(code).values.filter(({ kind }) => kind === 'call')).toHaveLength(3000);
  });

  it('that is too deep ends in a RangeError and in nothing else', () => {
    // In a process of its own: how errors of the stack reach a test depends on how the runner wraps modules.
    const script = `
      import { lowerJavaScript } from ${JSON.stringify(join(root, 'src/syntax/javascript/lower.ts'))};
      import { parseJavaScript } from ${JSON.stringify(join(root, 'src/syntax/javascript/tree.ts'))};
      const deep = ['if (a) ', '{', '(', '[', '() => ', 'f(', 'a ? b : ', 'class A { m() {', '!', 'x = '];
      const ends = new Set();
      for (const part of deep) for (const depth of [100, 1000, 10000]) {
        try {
          lowerJavaScript(parseJavaScript('x.ts', part.repeat(depth)));
          ends.add('facts');
        } catch (error) {
          ends.add(error.name);
        }
      }
      console.log([...ends].sort().join());`;
    const out = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(out.trim()).toBe('RangeError,facts');
  });
});
