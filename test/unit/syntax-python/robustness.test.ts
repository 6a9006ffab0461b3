import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FileFacts } from '../../../src/model/facts.ts';
import type { TextChange } from '../../../src/syntax/tree.ts';
import { lowerPython } from '../../../src/syntax/python/lower.ts';
import { parsePython, release, type PythonTree } from '../../../src/syntax/python/tree.ts';
import { violations } from '../syntax/invariants.ts';
import { fn } from '../syntax/lowering.ts';
import { seeded } from '../syntax/random.ts';
import { mutations } from './mutations.ts';
import { factsOf, startPython, withTree } from './parser.ts';

beforeAll(startPython);

interface Source {
  readonly path: string;
  readonly text: string;
}

const folder = join(import.meta.dirname, 'samples');
const samples: Source[] = globSync('*.py', { cwd: folder })
  .sort()
  .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }));

/** Python's own library, where there is one. */
const library: Source[] = globSync('/usr/lib/python3.*/{,asyncio/,concurrent/futures/,email/,http/}[a-m]*.py')
  .filter((path) => existsSync(path))
  .sort()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }))
  .filter(({ text }) => text.length < 40_000)
  .filter((_, index) => index % 3 === 0);

const sources = [...samples, ...library];

describe('samples', () => {
  it('are all valid, up to Python 3.14', () => {
    expect(samples.map(({ path }) => path)).toEqual(['guide.py', 'modern.py']);
    for (const { path, text } of samples) expect([path, factsOf(text).syntaxErrors]).toEqual([path, []]);
  });

  it('have every snippet of the guide on its own, too', () => {
    const snippets = samples[0]?.text.split(/^# --- .*$/m).slice(1) ?? [];
    expect(snippets).toHaveLength(8);
    for (const snippet of snippets) expect(factsOf(snippet).syntaxErrors).toEqual([]);
  });
});

describe('real code', () => {
  it('gives facts that hold together, and plain data', () => {
    for (const { path, text } of sources) {
      const file = factsOf(text);
      expect([path, ...violations(file, text.length)]).toEqual([path]);
      expect([path, file.syntaxErrors]).toEqual([path, []]);
      expect(JSON.parse(JSON.stringify(file))).toEqual(file);
    }
  });
});

describe.each(mutations)('real code, $name', ({ change }) => {
  const next = seeded(20_261_122);
  const picked = [...samples, ...library.filter((_, index) => index % 4 === 0)];

  it('never fails, and a changed tree gives the facts of a new one', () => {
    let mended = 0;
    for (const { path, text } of picked) {
      const { start, length, insert } = change(text, next);
      const after = text.slice(0, start) + insert + text.slice(start + length);
      const fresh = withTree(after, (tree) => ({ facts: lowerPython(tree), shape: shapeOf(tree) }));
      expect([path, ...violations(fresh.facts, after.length)]).toEqual([path]);
      const again = edited(text, after, { start, length, newLength: insert.length });
      expect([path, ...violations(again.facts, after.length)]).toEqual([path]);
      // In broken code the parser itself now and then mends an edited tree in another way than it would a new one.
      if (fresh.facts.syntaxErrors.length > 0 && again.shape !== fresh.shape) mended++;
      else expect(again.facts, `${path}: ${start} ${length} ${JSON.stringify(insert)}`).toEqual(fresh.facts);
    }
    expect(mended).toBeLessThanOrEqual(1 + picked.length / 20);
  });
});

interface Parsed {
  readonly facts: FileFacts;
  readonly shape: string;
}

function edited(before: string, after: string, change: TextChange): Parsed {
  return withTree(before, (tree) => {
    const changed = parsePython('case.py', after, { tree, change });
    const parsed = { facts: lowerPython(changed), shape: shapeOf(changed) };
    release(changed);
    return parsed;
  });
}

function shapeOf({ tree }: PythonTree): string {
  return tree?.rootNode.toString() ?? '';
}

describe('one edit after the other', () => {
  it('comes to the facts of the last text', () => {
    const next = seeded(7);
    let text = samples.map((sample) => sample.text).join('\n');
    let tree = parsePython('case.py', text);
    for (let round = 0; round < 120; round++) {
      const { change } = mutations[Math.floor(next() * mutations.length)] ?? { change: () => undefined };
      const edit = change(text, next);
      if (!edit || edit.length > 300) continue;
      const { start, length, insert } = edit;
      text = text.slice(0, start) + insert + text.slice(start + length);
      const changed = parsePython('case.py', text, { tree, change: { start, length, newLength: insert.length } });
      release(tree);
      tree = changed;
      if (round % 6 === 0) expect(lowerPython(tree), `round ${round}`).toEqual(factsOf(text));
    }
    release(tree);
  });
});

describe('half-typed code', () => {
  const before = 'async def first(a):\n    return await load(a)\n\n';
  const after = '\n\ndef last(b):\n    return save(b)\n';

  it.each([
    'x = ',
    'foo(',
    'foo.',
    'if a',
    'if a:',
    'x = [1, 2',
    'for i in ',
    'await ',
    'with open(',
    'def f(',
    'def f(a, b):',
    'class A',
    '@',
    '"open',
    'f"{',
    'lambda: ',
    'return )',
    'import ',
    'from a import',
    'try:',
  ])('%j leaves the function before as it is', (typed) => {
    const file = factsOf(before + typed + after);
    expect(fn(file, 'first')).toMatchObject({ isAsync: true, parameters: [{ name: 'a' }] });
    expect(fn(file, 'first').body).toHaveLength(fn(factsOf(before), 'first').body.length);
  });

  it.each(['', ' ', '\u{feff}f()', '\0', '#!', '"""', 'é\u{1f600}=1', '((((', '\r\r', '\t\tx', '\\', ':', 'def'])(
    '%j is a file',
    (text) => {
      expect(violations(factsOf(text), text.length)).toEqual([]);
    },
  );

  it('counts in UTF-16', () => {
    const text = 'x = "\u{1f600}é"; f(y)\n';
    const [call] = factsOf(text).values.filter(({ kind }) => kind === 'call');
    expect(text.slice(call?.start, call?.end)).toBe('f(y)');
  });
});

describe('nesting', () => {
  it('hundreds of `elif` are no trouble', () => {
    const code = ['if a: f()', ...Array.from({ length: 500 }, (_, i) => `elif a == ${i}: f(${i})`)].join('\n');
    expect(factsOf(code).values.filter(({ kind }) => kind === 'call')).toHaveLength(501);
  });

  it('that is too deep ends in a RangeError and in nothing else', () => {
    // In a process of its own: how errors of the stack reach a test depends on how the runner wraps modules.
    const root = join(import.meta.dirname, '../../..');
    const script = `
      import { readFileSync } from 'node:fs';
      import { lowerPython } from ${JSON.stringify(join(root, 'src/syntax/python/lower.ts'))};
      import { initPython, parsePython, release } from ${JSON.stringify(join(root, 'src/syntax/python/tree.ts'))};
      await initPython({
        runtime: readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
        grammar: readFileSync('node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'),
      });
      const deep = ['(', '[', 'f(', 'not ', 'lambda: ', 'a if b else ', 'x = ', '-', '{1: ', 'f"{'];
      const ends = new Set();
      for (const part of deep) for (const depth of [100, 1000, 10000]) {
        const tree = parsePython('x.py', part.repeat(depth));
        try {
          lowerPython(tree);
          ends.add('facts');
        } catch (error) {
          ends.add(error.name);
        }
        release(tree);
      }
      console.log([...ends].sort().join());`;
    const out = execFileSync(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(['facts', 'RangeError,facts']).toContain(out.trim());
  });
});
