import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { check } from 'prettier';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Rule } from '../../../src/rules/rule.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const style = { printWidth: 120, singleQuote: true, trailingComma: 'all', parser: 'typescript' } as const;

let copy = '';

// One copy for all: names differ, and what is refused writes nothing.
beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'unblock-new-rule-'));
  for (const part of ['src', 'media/rules', 'test/rules', 'scripts/new-rule', 'scripts/new-rule.mjs']) {
    await cp(join(root, part), join(copy, part), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
});

afterAll(() => rm(copy, { recursive: true, force: true }));

const newRule = (...args: string[]): Promise<{ stdout: string }> =>
  run(process.execPath, [join(copy, 'scripts/new-rule.mjs'), ...args]);
const read = (path: string): Promise<string> => readFile(join(copy, path), 'utf8');

test('makes rule, page and cases, and the index has it in the order of names', async () => {
  const { stdout } = await newRule('held-lock');
  for (const path of ['src/rules/held-lock.ts', 'media/rules/held-lock.md', 'test/rules/held-lock.md']) {
    expect(stdout).toContain(path);
    expect(await read(path)).not.toContain('{{');
  }
  const index = await read('src/rules/index.ts');
  expect(await check(index, style)).toBe(true);
  expect(await check(await read('src/rules/held-lock.ts'), style)).toBe(true);
  const { rules } = (await import(pathToFileURL(join(copy, 'src/rules/index.ts')).href)) as { rules: Rule[] };
  const ids = rules.map(({ meta }) => meta.id);
  expect(ids).toContain('unblock/held-lock');
  expect(ids).toEqual(ids.toSorted());
});

test('page and rule begin with the same summary', async () => {
  await newRule('kept-lock');
  const summary = /summary: '(.*)'/.exec(await read('src/rules/kept-lock.ts'))?.[1] ?? '-';
  expect(await read('media/rules/kept-lock.md')).toContain(`# kept-lock\n\n${summary}\n`);
});

test('a list of rules that grows beyond a line is broken as the formatter does', async () => {
  for (const smell of ['held-breath', 'a-quite-long-name', 'another-rather-long-name']) await newRule(smell);
  expect(await check(await read('src/rules/index.ts'), style)).toBe(true);
});

test.each([
  ['nothing', [], /Usage: npm run new-rule/],
  ['two names', ['a', 'b'], /Usage: npm run new-rule/],
  ['a name in another style', ['HeldLock'], /small words with dashes/],
  ['a name that is taken', ['blocking-call'], /src\/rules\/blocking-call\.ts/],
  ['a path', ['../x'], /small words with dashes/],
])('refuses %s and writes nothing', async (_, args, message) => {
  const before = await read('src/rules/index.ts');
  await expect(newRule(...args)).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(message) as string });
  expect(await read('src/rules/index.ts')).toBe(before);
});
