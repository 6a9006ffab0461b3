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
