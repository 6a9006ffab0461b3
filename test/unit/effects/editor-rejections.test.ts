import { expect, test } from 'vitest';
import { analyze, programOf, readFacts } from '../../../src/engine/analyze.ts';

const text = `export async function refresh() {
  await fetch('https://example.org');
}
export async function show() {
  refresh();
  await refresh();
}
`;

const listening = `import { ipcMain } from 'electron';
ipcMain.on('refresh', async () => {
  await fetch('https://example.org');
});
`;

interface Package {
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function levelsIn(rule: string, text: string, { engines = {}, dependencies = {} }: Package): string[] {
  const { facts } = readFacts('src/main.ts', text);
  const program = programOf({
    paths: ['src/main.ts'],
    factsOf: () => facts,
    resolve: () => undefined,
    packageOf: () => ({ dependencies, engines }),
  });
  const { findings } = analyze('src/main.ts', text, { program });
  return findings.filter((each) => each.rule === rule).map(({ level }) => level);
}

test('an editor hears of what its extensions leave unhandled, and lives on', () => {
  expect(levelsIn('unblock/floating-promise', text, { engines: { vscode: '^1.100.0' } })).toEqual(['hint']);
  expect(levelsIn('unblock/floating-promise', text, { engines: { node: '>=20' } })).toEqual(['information']);
});

test('and so does an app on a desktop', () => {
  const app = { dependencies: { electron: '^40.0.0' } };
  expect(levelsIn('unblock/floating-promise', text, app)).toEqual(['hint']);
  expect(levelsIn('unblock/unhandled-async-handler', listening, app)).toEqual(['hint']);
  expect(levelsIn('unblock/unhandled-async-handler', listening, {})).toEqual(['warning']);
});

test('what a `catch` was meant for is no warning there', () => {
  const caught = `export async function show() {
  try {
    await fetch('https://example.org/show');
    refresh();
  } catch (error) {
    console.error(error);
  }
}
async function refresh() {
  await fetch('https://example.org');
}
`;
  expect(levelsIn('unblock/floating-promise', caught, {})).toEqual(['warning']);
  expect(levelsIn('unblock/floating-promise', caught, { engines: { vscode: '^1.100.0' } })).toEqual(['information']);
});

test('a page of a desktop app hears now and then of the one person who looks at it, and starts once', () => {
  const page = (event: string): string => `import { readFileSync } from 'node:fs';
window.addEventListener('${event}', () => readFileSync('state.json'));
`;
  const app = { dependencies: { electron: '^40.0.0' } };
  expect(levelsIn('unblock/blocking-call', page('online'), app)).toEqual(['hint']);
  expect(levelsIn('unblock/blocking-call', page('online'), {})).toEqual(['warning']);
  expect(levelsIn('unblock/blocking-call', page('load'), {})).toEqual([]);
});

test('a module of a front end goes on as the page does, unless something in its package serves', () => {
  const levels = (dependencies: Readonly<Record<string, string>>, code = text): string[] =>
    levelsIn('unblock/floating-promise', code, { dependencies });
  expect(levels({ vue: '^3.5.0' })).toEqual(['hint']);
  expect(levels({ vue: '^3.5.0', express: '^5.1.0' })).toEqual(['information']);
  expect(levels({ vue: '^3.5.0' }, `import 'node:fs';\n${text}`)).toEqual(['information']);
  expect(levels({ lodash: '^4.17.0' })).toEqual(['information']);
});
