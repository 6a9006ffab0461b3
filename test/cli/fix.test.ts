import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, writeFiles } from '../unit/workspace/folder.ts';
import { bundleCommandLine } from './unblock.ts';

const { unblock } = await bundleCommandLine('test/cli/fake/main.ts');

describe('unblock fix', () => {
  test('prints a unified diff and changes nothing', async () => {
    const folder = temporaryFolder({ 'src/a.ts': 'first();\nstall(1);\nlast();\n' });
    const { code, out, err } = await unblock(folder, ['fix', 'src/a.ts:2']);
    expect(out).toBe(`--- a/src/a.ts
+++ b/src/a.ts
@@ -1,3 +1,3 @@
 first();
-stall(1);
+await stall(1);
 last();
`);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(readFileSync(join(folder, 'src/a.ts'), 'utf8')).toContain('\nstall(1)');
  });

  test.each([
    ['first();\nstall(worker);\n', 'first();\nawait pool.run(\n  stall(worker),\n);\n'],
    ['first();\r\nstall(worker);', 'first();\r\nawait pool.run(\r\n  stall(worker),\r\n);'],
  ])('prints what git takes, with several files and other line ends: %j', async (before, after) => {
    const folder = temporaryFolder({ 'a.ts': before });
    const { out, err } = await unblock(folder, ['fix', 'a.ts:2']);
    expect(err).toBe('Note: Arguments are copied.\nNot installed yet: npm install piscina\n');
    execFileSync('git', ['apply', '--verbose', '-'], { cwd: folder, input: out, stdio: ['pipe', 'pipe', 'pipe'] });
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe(after);
    expect(readFileSync(join(folder, 'a.worker.ts'), 'utf8').trim()).toBe('export {};');
  });

  test('writes in place, keeping mode, byte order mark, line ends and links', async () => {
    const folder = temporaryFolder({
      'real/a.ts': '\ufefffirst();\r\nstall(worker);\r\n',
      'node_modules/piscina/x': '',
    });
    chmodSync(join(folder, 'real/a.ts'), 0o755);
    symlinkSync(join(folder, 'real/a.ts'), join(folder, 'link.ts'));
    const { code, out, err } = await unblock(folder, ['fix', 'link.ts:2:3', '--write']);
    expect(out).toBe('Move it to a worker: wrote link.ts, link.worker.ts (new)\n');
    expect({ code, err }).toEqual({ code: 0, err: 'Note: Arguments are copied.\n' });
    expect(readFileSync(join(folder, 'real/a.ts'), 'utf8')).toBe(
      '\ufefffirst();\r\nawait pool.run(\r\n  stall(worker),\r\n);\r\n',
    );
    expect(statSync(join(folder, 'real/a.ts')).mode & 0o777).toBe(0o755);
    expect(lstatSync(join(folder, 'link.ts')).isSymbolicLink()).toBe(true);
    expect(readdirSync(join(folder, 'real'))).toEqual(['a.ts']);
  });

  test('applies all safe fixes of a folder, and no suggestion', async () => {
    const folder = temporaryFolder({
      'a.ts': 'stall(1);\nstall(worker);\nmaybe(2);\n',
      'b/c.js': 'x();\r\nstall(3);\r\n',
      'd.ts': 'fine();\n',
    });
    const shown = await unblock(folder, ['fix', '--all-safe']);
    expect({ code: shown.code, err: shown.err }).toEqual({ code: 0, err: '' });
    expect(shown.out.match(/^\+(?!\+).*$/gm)).toEqual([
      '+await stall(1);',
      expect.stringMatching(/^\+await stall\(3\);/),
    ]);
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toContain('\nstall(worker)');
    const { code, out } = await unblock(folder, ['fix', '--all-safe', '--write', 'a.ts', 'b']);
    expect({ code, out }).toEqual({ code: 0, out: 'Applied all safe fixes: wrote a.ts, b/c.js\n' });
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('await stall(1);\nstall(worker);\nmaybe(2);\n');
    expect(readFileSync(join(folder, 'b/c.js'), 'utf8')).toBe('x();\r\nawait stall(3);\r\n');
    const again = await unblock(folder, ['fix', '--all-safe', 'd.ts']);
    expect(again).toMatchObject({ code: 3, out: '', err: 'Nothing here has a safe fix.\n' });
    expect(await unblock(folder, ['fix', '--all-safe', 'nowhere'])).toMatchObject({ code: 2 });
    expect(await unblock(folder, ['fix', '--all-safe', '--fix', 'x'])).toMatchObject({ code: 2 });
  });

  test('writes nothing when a new file is in the way', async () => {
    const folder = temporaryFolder({ 'a.ts': 'stall(worker);\n', 'a.worker.ts': 'mine' });
    const { code, out, err } = await unblock(folder, ['fix', 'a.ts:1', '--write']);
    expect(err).toBe('unblock: a.worker.ts exists already and is left as it is. Nothing was written.\n');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('stall(worker);\n');
    expect(readdirSync(folder)).toEqual(['a.ts', 'a.worker.ts']);
  });

  test('writes nothing when bytes would be lost', async () => {
    const folder = temporaryFolder({ 'a.ts': Buffer.from('stall();\n// caf\xe9\n', 'latin1') });
    const { code, err } = await unblock(folder, ['fix', 'a.ts:1', '--write']);
    expect(err).toBe('unblock: a.ts is not valid utf-8, and writing would lose bytes. Nothing was written.\n');
    expect(code).toBe(2);
  });

  test('lists what there is to choose from', async () => {
    const folder = temporaryFolder({ 'a.ts': 'stall(both); stall(1);\n' });
    const { code, out, err } = await unblock(folder, ['fix', 'a.ts:1', '--write']);
    expect(out).toBe(`a.ts:1:1 \`stall\` stalls the event loop. unblock/blocking-call
  await-twin  Await it instead (safe)
  to-worker   Move it to a worker (suggestion: Arguments are copied.)
a.ts:1:14 \`stall\` stalls the event loop. unblock/blocking-call
  await-twin  Await it instead (safe)
`);
    expect(err).toBe('Choose one with --fix ID and, between findings, with :COLUMN after the line.\n');
    expect(code).toBe(2);
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('stall(both); stall(1);\n');
  });

  test.each([
    [['a.ts:1', '--fix', 'to-worker'], /\+await pool\.run\(/],
    [['a.ts:1:15'], /\+stall\(both\); await stall\(1\);/],
    [['a.ts:1:1', '--fix', 'await-twin'], /\+await stall\(both\); stall/],
  ])('takes the one that is meant: %j', async (args, expected) => {
    const folder = temporaryFolder({ 'a.ts': 'stall(both); stall(1);\n' });
    const { code, out } = await unblock(folder, ['fix', ...args]);
    expect(out).toMatch(expected);
    expect(code).toBe(0);
  });

  test.each([
    ['a.ts:1', 'Nothing is reported at a.ts:1. The nearest findings are in lines 2, 4.\n'],
    ['empty.ts:1', 'Nothing is reported at empty.ts:1. There is nothing in this file.\n'],
    [
      'a.ts:2',
      'a.ts:2:1 `maybe` stalls the event loop. unblock/blocking-call\n  no await-twin: The function around it is not async.\n',
    ],
  ])('has nothing for %s and says why', async (place, message) => {
    const folder = temporaryFolder({ 'a.ts': '\nmaybe();\n\nstall();\n', 'empty.ts': '' });
    const { code, out, err } = await unblock(folder, ['fix', place]);
    expect({ code, out, err }).toEqual({ code: 3, out: '', err: message });
  });

  test.each([
    [[], 'Name one place, as in `unblock fix src/app.ts:12`, or take `--all-safe`.'],
    [['a.ts'], '`a.ts` names no line. Write it as in `unblock fix src/app.ts:12`.'],
    [['a.ts:0'], '`a.ts:0`: lines and columns count from 1.'],
    [['a.ts:99'], 'a.ts has 2 lines; there is no line 99.'],
    [['b.ts:1'], 'b.ts: there is no such file or folder.'],
    [['a.md:1'], 'a.md: it is neither JavaScript, TypeScript nor Python.'],
    [['gen.ts:1'], 'gen.ts: It is generated.'],
    [['a.ts:1', '--fix', 'await-twn'], 'There is no fix `await-twn` here. Did you mean `await-twin`?'],
  ])('could not run with %j, and says why', async (args, message) => {
    const folder = temporaryFolder({ 'a.ts': 'stall();\n', 'a.md': '', 'gen.ts': '// generated' });
    const { code, out, err } = await unblock(folder, ['fix', ...args]);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `unblock: ${message}\n` });
  });

  test('is not confused by files beside the one that was named', async () => {
    const folder = temporaryFolder({ 'a.ts': 'stall();\n' });
    writeFiles(folder, { 'b/unblock.config.json': '{]' });
    expect((await unblock(join(folder, 'b'), ['fix', '../a.ts:1'])).out).toContain('--- a/../a.ts\n');
  });
});
