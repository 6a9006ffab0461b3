import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../unit/workspace/folder.ts';
import { bundleCommandLine } from './unblock.ts';

const { unblock } = await bundleCommandLine('test/cli/fake/main.ts');

const mixed = {
  'src/a.ts': 'function top() {\n\tconst x = stall.deep(1, "日本", y);\n}\nmaybe(z); look();\n',
  'src/leaf.ts': 'let a;\nleaf();\n',
};

describe('findings for people', () => {
  test('show the place, the fact, the code and the chain, and end with a summary', async () => {
    const { code, out, err } = await unblock(temporaryFolder(mixed), ['check']);
    expect(out).toMatchInlineSnapshot(`
      "src/a.ts:2:12 warning \`stall\` stalls the event loop. unblock/blocking-call
        2 | const x = stall.deep(1, "日本", y);
          |           ~~~~~~~~~~~~~~~~~~~~~~~~
          src/a.ts:1:1 \`top\` calls it
          src/leaf.ts:2:3 \`leaf\` waits

      src/a.ts:4:1 information \`maybe\` stalls the event loop. unblock/blocking-call
        4 | maybe(z); look();
          | ~~~~~~~~

      2 findings in 1 of 2 files (1 warning, 1 information; 1 hint hidden, show with --hints)
      "
    `);
    expect(err).toBe('');
    expect(code).toBe(1);
  });

  test('show hints when asked', async () => {
    const { out } = await unblock(temporaryFolder(mixed), ['check', '--hints']);
    expect(out).toContain('src/a.ts:4:11 hint `look` stalls the event loop. unblock/blocking-loop');
    expect(out).toMatch(/3 findings in 1 of 2 files \(1 warning, 1 information, 1 hint\)\n$/);
  });

  test('are absent from clean code', async () => {
    const { code, out, err } = await unblock(temporaryFolder({ 'a.ts': 'look(); // unblock-ignore\n' }), ['check']);
    expect(out).toBe('No findings in 1 file (1 hint hidden, show with --hints; 1 suppressed by comments)\n');
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('are coloured when forced, and for no pipe otherwise', async () => {
    const folder = temporaryFolder(mixed);
    const coloured = await unblock(folder, ['check'], { env: { FORCE_COLOR: '1' } });
    expect(coloured.out).toContain('\u001b[33mwarning\u001b[39m');
    const plain = await unblock(folder, ['check'], { env: { FORCE_COLOR: '0' } });
    expect(plain.out).not.toContain('\u001b');
  });

  test('cannot drive the terminal', async () => {
    const { out } = await unblock(temporaryFolder({ 'a.ts': 'stall("\u001b[2J\u202e")\n' }), ['check']);
    expect(out).toContain('| stall("\ufffd[2J\ufffd")\n');
  });

  test('cut long lines around what matters', async () => {
    const { out } = await unblock(temporaryFolder({ 'a.ts': `${'x'.repeat(500)};stall()${';'.repeat(500)}` }), [
      'check',
    ]);
    const [, code = '', squiggle = ''] = out.split('\n');
    expect(code.length).toBeLessThan(140);
    expect(code.slice(squiggle.indexOf('~'), squiggle.lastIndexOf('~') + 1)).toBe('stall()');
  });
});

describe('findings for programs', () => {
  test('have the shape of ESLint', async () => {
    const folder = temporaryFolder({ ...mixed, 'src/b.ts': 'stall(worker)' });
    const { code, out } = await unblock(folder, ['check', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      {
        filePath: join(folder, 'src/a.ts'),
        messages: [
          {
            ruleId: 'unblock/blocking-call',
            severity: 1,
            level: 'warning',
            message: '`stall` stalls the event loop.',
            line: 2,
            column: 12,
            endLine: 2,
            endColumn: 34,
            related: [
              { filePath: join(folder, 'src/a.ts'), line: 1, column: 1, message: '`top` calls it' },
              { filePath: join(folder, 'src/leaf.ts'), line: 2, column: 3, message: '`leaf` waits' },
            ],
            suggestions: [
              {
                id: 'await-twin',
                desc: 'Await it instead',
                safety: 'safe',
                fix: { range: [28, 50], text: 'await stall.deep(1, "日本", y)' },
              },
            ],
          },
          expect.objectContaining({ level: 'information', line: 4, column: 1, suggestions: [] }),
        ],
        errorCount: 0,
        warningCount: 2,
      },
      {
        filePath: join(folder, 'src/b.ts'),
        messages: [
          expect.objectContaining({
            suggestions: [
              {
                id: 'to-worker',
                desc: 'Move it to a worker: Arguments are copied.',
                safety: 'suggestion',
                fix: null,
              },
            ],
          }),
        ],
        errorCount: 0,
        warningCount: 1,
      },
      { filePath: join(folder, 'src/leaf.ts'), messages: [], errorCount: 0, warningCount: 0 },
    ]);
  });

  test('are one JSON document whatever else there is to say', async () => {
    const folder = temporaryFolder({ 'a.ts': 'syntax error', 'b.ts': '\0' });
    const { code, out, err } = await unblock(folder, ['check', '--json', '.']);
    expect(JSON.parse(out)).toHaveLength(1);
    expect(err).toContain('b.ts: it is a binary file');
    expect(code).toBe(0);
  });
});

describe('the exit code', () => {
  test.each([
    [['--max-warnings', '2'], 0],
    [['--max-warnings', '1'], 1],
    [['--max-warnings', '2', '--hints'], 1],
    [['--rule', 'unblock/blocking-loop'], 0],
    [['--rule', 'blocking-loop', '--hints'], 1],
    [['--rule', 'blocking-loop,blocking-call'], 1],
  ])('of %j is %i', async (args, expected) => {
    expect((await unblock(temporaryFolder(mixed), ['check', ...args])).code).toBe(expected);
  });

  test.each([
    [['nope.ts'], 'nope.ts: there is no such file or folder.'],
    [['--max-warnings', '-1'], '`--max-warnings` needs a value. See `unblock check --help`.'],
    [['--max-warnings', 'many'], '`--max-warnings` must be a whole number, 0 or more, not `many`.'],
    [['--format', 'jsno'], 'There is no format `jsno`. Did you mean `json`?'],
    [['--hint'], 'There is no option `--hint`. Did you mean `--hints`? See `unblock check --help`.'],
    [['--rule', 'blocking-cal'], 'There is no rule `blocking-cal`. Did you mean `unblock/blocking-call`?'],
    [['--config', 'c.json'], 'The config `c.json` does not exist.'],
  ])('of %j is 2, with a way out', async (args, message) => {
    const { code, out, err } = await unblock(temporaryFolder(mixed), ['check', ...args]);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `unblock: ${message}\n` });
  });
});

describe('what is not looked into', () => {
  test('is told on stderr and counted', async () => {
    const folder = temporaryFolder({
      'big.ts': ' '.repeat(3 * 1024 * 1024),
      'binary.ts': '\0',
      'broken.ts': 'stall();\n  syntax error',
      'gen.ts': '// generated\nstall()',
      'readme.md': '',
    });
    const { code, out, err } = await unblock(folder, ['check', '.', 'readme.md']);
    expect(err).toBe(`1 file with syntax errors, analysed all the same:
  broken.ts:2:3 ';' expected.
3 files not looked into:
  big.ts: it has 3.0 MB, more than the 2.0 MB that are looked into
  binary.ts: it is a binary file
  readme.md: it is neither JavaScript, TypeScript nor Python
1 generated or minified file left out.
`);
    expect(out).toMatch(/1 finding in 1 of 1 file \(1 warning\)\n$/);
    expect(code).toBe(1);
  });

  test('is a failure when it was named', async () => {
    expect((await unblock(temporaryFolder({ 'b.ts': '\0' }), ['check', 'b.ts'])).code).toBe(2);
  });

  test.skipIf(process.getuid?.() !== 0)('may be a file that only others may read', async () => {
    const folder = temporaryFolder({ 'a.ts': '', 'secret.ts': 'stall()' });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'secret.ts'), 0o600);
    const { code, err } = await unblock(folder, ['check'], { uid: 65534 });
    expect(err).toBe('1 file not looked into:\n  secret.ts: reading it is not permitted\n');
    expect(code).toBe(0);
  });

  test('is what .gitignore names', async () => {
    const folder = temporaryFolder({ '.gitignore': 'out/', 'out/a.ts': 'stall()', 'node_modules/b.ts': 'stall()' });
    const { code, out, err } = await unblock(folder, ['check']);
    expect(out).toBe('No findings in 0 files\n');
    expect(err).toBe('There are no JavaScript, TypeScript or Python files here.\n');
    expect(code).toBe(0);
    expect((await unblock(folder, ['check', 'out/a.ts'])).code).toBe(1);
  });

  test('fails where what was named leads in a circle', async () => {
    const folder = temporaryFolder({ 'b.ts': 'fine()' });
    symlinkSync('a.ts', join(folder, 'a.ts'));
    const { code, err } = await unblock(folder, ['check', 'a.ts']);
    expect(err).toContain('a.ts: its symbolic links go round in a circle');
    expect(code).toBe(2);
    // Beside what was named it is only told.
    expect((await unblock(folder, ['check'])).code).toBe(0);
  });

  test('does not hide a fault of our own', async () => {
    const { code, out, err } = await unblock(temporaryFolder({ 'a.ts': 'crash()', 'b.ts': 'stall()' }), ['check']);
    expect(err).toMatch(/^1 file on which Unblock itself failed. Please report it:\n {2}a.ts: Error: boom\n/);
    expect(out).toContain('b.ts:1:1 warning');
    expect(code).toBe(2);
  });

  test('shows what other rules found where one of them fails, and says so', async () => {
    const folder = temporaryFolder({ 'a.ts': 'crashRule(); stall()', 'b.ts': 'crashRule()' });
    const { code, out, err } = await unblock(folder, ['check']);
    expect(err).toMatch(
      /^2 files on which Unblock itself failed.*\n {2}a.ts: unblock\/blocking-loop: boom\n {2}b.ts: /,
    );
    expect(out).toContain('a.ts:1:14 warning');
    expect(code).toBe(2);
  });

  test('shows a finding without the fix that fails, and says so', async () => {
    const folder = temporaryFolder({ 'a.ts': 'stall(crashFix)' });
    const { code, out, err } = await unblock(folder, ['check', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject([{ messages: [{ suggestions: [{ id: 'to-worker' }] }] }]);
    expect(err).toBe('1 file on which Unblock itself failed. Please report it:\n  a.ts: await-twin: Error: boom\n');
    expect(code).toBe(2);
  });
});

describe('the config', () => {
  test('is the nearest one of each file, or the one that is named', async () => {
    const folder = temporaryFolder({
      'a.ts': 'stall()',
      'off/unblock.config.json': '{ "rules": { "unblock/blocking-call": "off" } }',
      'off/b.ts': 'stall()',
      'disabled/unblock.config.json': '{ "enable": false }',
      'disabled/c.ts': 'stall()',
    });
    const nearest = await unblock(folder, ['check']);
    expect(nearest.out).toContain('1 finding in 1 of 2 files');
    expect(nearest.err).toBe('1 file left out by `"enable": false` in a config.\n');
    const named = await unblock(folder, ['check', '--config', 'off/unblock.config.json']);
    expect(named.out).toBe('No findings in 3 files\n');
  });

  test('stops the check when it is broken, and says so once', async () => {
    const folder = temporaryFolder({ 'a.ts': '', 'b/b.ts': '', 'unblock.config.json': '{\n  "lvl": "hint"\n}' });
    const { code, out, err } = await unblock(folder, ['check']);
    expect(err).toBe('unblock: unblock.config.json:2:3 There is no setting `lvl`. Did you mean `level`?\n');
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});
