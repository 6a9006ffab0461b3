import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { version } from '../../package.json';
import { temporaryFolder } from '../unit/workspace/folder.ts';
import { bundleCommandLine } from './unblock.ts';

const { unblock, script } = await bundleCommandLine('test/cli/fake/main.ts');

describe('the command line', () => {
  test('says what it is', async () => {
    const folder = temporaryFolder({});
    expect(await unblock(folder, ['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
    expect((await unblock(folder, ['--help'])).out).toMatch(/unblock check \[PATH…\]/);
    expect((await unblock(folder, ['check', '--help'])).out).toMatch(/^Usage: unblock check/);
  });

  test.each([
    [[], 'Say what to do. `unblock check` looks for findings; see `unblock --help`.'],
    [['chekc'], 'There is no command `chekc`. Did you mean `check`?'],
    [['toString'], 'There is no command `toString`. See `unblock --help`.'],
    [['explain', 'blocking-cal'], 'There is no rule `blocking-cal`. Did you mean `unblock/blocking-call`?'],
    [['explain', 'a', 'b'], 'Name one rule, as in `unblock explain blocking-call`.'],
    [['why'], 'Name one place, as in `unblock why src/app.ts:12`.'],
  ])('of %j is told the way', async (args, message) => {
    const result = await unblock(temporaryFolder({}), args);
    expect(result).toEqual({ code: 2, out: '', err: `unblock: ${message}\n` });
  });

  test('lists the rules', async () => {
    const { code, out } = await unblock(temporaryFolder({}), ['explain']);
    expect(out).toBe('unblock/blocking-call  Stalls.\nunblock/blocking-loop  Loops.\n');
    expect(code).toBe(0);
  });

  test('explains a rule by its page, and says when the page is missing', async () => {
    const pages = join(dirname(dirname(script)), 'media', 'rules');
    writeFileSync(join(pages, 'blocking-call.md'), '# Blocking call\n\nIt waits.\n\n');
    const folder = temporaryFolder({});
    const page = { code: 0, out: '# Blocking call\n\nIt waits.\n', err: '' };
    expect(await unblock(folder, ['explain', 'unblock/blocking-call'])).toEqual(page);
    expect(await unblock(folder, ['explain', 'blocking-call'])).toEqual(page);
    const { code, err } = await unblock(folder, ['explain', 'blocking-loop']);
    expect(err).toMatch(/^unblock: The page of `unblock\/blocking-loop` is missing from this installation: /);
    expect(code).toBe(2);
  });

  test('says why', async () => {
    const { code, out } = await unblock(temporaryFolder({ 'a.ts': 'x\ny' }), ['why', 'a.ts:2']);
    expect(out).toBe('line 2 of 3 characters\nis quiet\n');
    expect(code).toBe(0);
  });

  test('ends quietly when nobody reads on', async () => {
    const folder = temporaryFolder({ 'a.ts': 'stall();\n'.repeat(50_000) });
    const shell = `"${process.execPath}" "${script}" check | head -n 1`;
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', shell], { cwd: folder });
    expect(stdout).toContain('a.ts:1:1 warning');
    expect(stderr).toBe('');
  });

  test.runIf(process.platform === 'linux')(
    'does not take half an answer for a whole one where the disk is full',
    async () => {
      const folder = temporaryFolder({ 'a.ts': 'fine();\n' });
      const shell = `"${process.execPath}" "${script}" check > /dev/full; echo $?`;
      const { stdout, stderr } = await promisify(execFile)('bash', ['-c', shell], { cwd: folder });
      expect(stdout).toBe('2\n');
      expect(stderr).toMatch(/^unblock: the output cannot be written: ENOSPC/);
    },
  );

  test('writes all of a long answer into a pipe', async () => {
    const folder = temporaryFolder({ 'a.ts': 'stall();\n'.repeat(20_000) });
    const { code, out } = await unblock(folder, ['check', '--format', 'json']);
    expect((JSON.parse(out) as { messages: unknown[] }[])[0]?.messages).toHaveLength(20_000);
    expect(code).toBe(1);
  });

  test('stops on Ctrl+C with 130, in the middle of a long run', async () => {
    const files = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`${index}.ts`, 'stall();\n']));
    const child = spawn(process.execPath, [script, 'check'], { cwd: temporaryFolder(files) });
    let lines = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      if (lines === 0) child.kill('SIGINT');
      lines += chunk.toString().split('\n').length;
    });
    expect(await new Promise((resolve) => child.on('close', (code) => resolve(code)))).toBe(130);
    expect(lines).toBeLessThan(3000 * 4);
  });
});
