import { ESLint } from 'eslint';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/*
 * The real eslint.config.mjs, for texts that stand in no file. Only the rules about imports run, so that no types are needed; the
 * modules asked for must exist, for a rule that cannot find a file knows nothing of its room.
 */

const root = fileURLToPath(new URL('../../', import.meta.url));
const aboutImports = ['boundaries/dependencies', '@typescript-eslint/no-restricted-imports'];

const eslint = new ESLint({
  cwd: root,
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
  ruleFilter: ({ ruleId }) => aboutImports.includes(ruleId),
});

/** The rules that object to a line of code in a file of this name. */
async function objections(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: `${root}${file}` });
  expect(result?.fatalErrorCount).toBe(0);
  return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
}

const arrow = ['boundaries/dependencies'];
const module = ['@typescript-eslint/no-restricted-imports'];

const inRoom = (room: string): string => `src/${room}/virtual.ts`;
const use = (specifier: string): string => `import { thing } from '${specifier}';\nexport const used = thing;`;

describe('an import that the design forbids fails', () => {
  test.each([
    ['rules', '../syntax/javascript/tree.ts'],
    ['rules', '../knowledge/index.ts'],
    ['rules', '../engine/analyze.ts'],
    ['effects', '../engine/analyze.ts'],
    ['effects', '../rules/index.ts'],
    ['effects', '../syntax/javascript/lower.ts'],
    ['knowledge', '../effects/calls/graph.ts'],
    ['syntax', '../knowledge/index.ts'],
    ['fixes', '../rules/index.ts'],
    ['engine', '../workspace/discover.ts'],
    ['engine', '../server/main.ts'],
    ['workspace', '../rules/index.ts'],
    ['bench', '../extension/main.ts'],
    ['bench', '../engine/analyze.ts'],
    ['protocol', '../server/main.ts'],
    ['server', '../extension/main.ts'],
    ['server', '../effects/calls/graph.ts'],
    ['cli', '../rules/index.ts'],
    ['extension', '../engine/analyze.ts'],
    ['extension', '../server/main.ts'],
  ])('%s → %s', async (room, specifier) => {
    expect(await objections(inRoom(room), use(specifier))).toEqual(arrow);
  });

  test.each(roomsBut('model'))('model → %s', async (room) => {
    expect(await objections(inRoom('model'), use(`../${room}/${firstFile(room)}`))).toEqual(arrow);
  });

  test.each([
    ['engine', 'node:fs'],
    ['engine', 'fs'],
    ['engine', 'fs/promises'],
    ['model', 'node:path'],
    ['rules', 'path'],
    ['syntax', 'node:fs/promises'],
    ['knowledge', 'node:crypto'],
    ['effects', 'child_process'],
    ['fixes', 'node:path'],
    ['protocol', 'node:net'],
    ['rules', 'typescript'],
    ['effects', 'typescript'],
    ['fixes', 'typescript'],
    ['engine', 'typescript'],
    ['cli', 'web-tree-sitter'],
    ['server', 'vscode'],
    ['engine', 'vscode'],
    ['protocol', 'vscode'],
    ['cli', 'vscode'],
  ])('%s → %s', async (room, specifier) => {
    expect(await objections(inRoom(room), use(specifier))).toEqual(module);
  });

  test.each(['../../src/engine/analyze.ts', '../../src/bench/index.ts', '../../src/extension/main.ts'])(
    'the panel → %s',
    async (specifier) => {
      expect(await objections('media/panel/virtual.ts', use(specifier))).toEqual(arrow);
    },
  );

  test.each(['node:fs', 'typescript', 'vscode'])('the panel → %s', async (specifier) => {
    expect(await objections('media/panel/virtual.ts', use(specifier))).toEqual(module);
  });

  test('also where it only passes something on, or says nothing of what it takes', async () => {
    expect(await objections(inRoom('rules'), `export { ts } from '../syntax/javascript/tree.ts';`)).toEqual(arrow);
    expect(await objections(inRoom('engine'), `import 'node:fs';`)).toEqual(module);
    expect(await objections(inRoom('engine'), `export * from 'node:fs';`)).toEqual(module);
  });

  test('also in a folder of a room', async () => {
    expect(await objections('src/fixes/javascript/edit/virtual.ts', use('../../../rules/index.ts'))).toEqual(arrow);
    expect(await objections('src/fixes/javascript/edit/virtual.ts', use('node:path'))).toEqual(module);
  });
});

describe('an import that the design allows passes', () => {
  test.each([
    ['syntax', '../model/facts.ts'],
    ['syntax', 'typescript'],
    ['effects', '../knowledge/index.ts'],
    ['rules', '../effects/calls/graph.ts'],
    ['rules', './words.ts'],
    ['fixes', '../syntax/javascript/tree.ts'],
    ['engine', '../rules/index.ts'],
    ['workspace', '../engine/analyze.ts'],
    ['workspace', 'node:fs'],
    ['bench', 'node:child_process'],
    ['bench', '../model/evidence.ts'],
    ['server', '../workspace/discover.ts'],
    ['cli', '../bench/index.ts'],
    ['extension', '../bench/index.ts'],
    ['extension', 'vscode'],
    ['rules', 'p-limit'],
  ])('%s → %s', async (room, specifier) => {
    expect(await objections(inRoom(room), use(specifier))).toEqual([]);
  });

  test.each(['server', 'protocol', 'cli'])('%s → the types of vscode, which are gone at run time', async (room) => {
    const code = `import type { Uri } from 'vscode';\nexport type Place = Uri;`;
    expect(await objections(inRoom(room), code)).toEqual([]);
  });

  test('the panel → the messages and the model', async () => {
    expect(await objections('media/panel/virtual.ts', use('../../src/protocol/panel.ts'))).toEqual([]);
    expect(await objections('media/panel/virtual.ts', use('../../src/model/evidence.ts'))).toEqual([]);
  });

  test('tests may look into any room', async () => {
    expect(await objections('test/unit/virtual.ts', use('../../src/rules/index.ts'))).toEqual([]);
  });
});

function roomsBut(room: string): string[] {
  return readdirSync(`${root}src`).filter((name) => name !== room && firstFile(name) !== undefined);
}

function firstFile(room: string): string | undefined {
  return readdirSync(`${root}src/${room}`, { recursive: true, encoding: 'utf8' }).find((name) => name.endsWith('.ts'));
}

test('ARCHITECTURE.md has a paragraph and a row for every room, and names only files that there are', () => {
  const text = readFileSync(`${root}ARCHITECTURE.md`, 'utf8');
  for (const room of readdirSync(`${root}src`)) {
    expect(text).toContain(`\n### ${room}\n`);
    expect(text).toMatch(new RegExp(`\n\\| \`${room}\``));
  }
  const paths = [...text.matchAll(/`((?:src|test|media|scripts)\/[\w./-]+)`/g)].map(([, path = '']) => path);
  expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
});
