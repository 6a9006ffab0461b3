import { expect, test } from 'vitest';
import { analyze, programOf, readFacts } from '../../../src/engine/analyze.ts';
import type { FileFacts } from '../../../src/model/facts.ts';

const store = `import { readFileSync } from 'node:fs';
export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;
const many = `import { readFileSync } from 'node:fs';
export async function load(paths: string[]) {
  return paths.map((path) => readFileSync(path, 'utf8'));
}
`;
const slow = `import { execSync } from 'node:child_process';
export async function load() {
  return execSync('git log');
}
`;
const server = `import express from 'express';
import './store';
express().get('/', (request, response) => response.send('hello'));
`;

/** The levels of what is found in `src/store.ts`, in a package with or without commands, beside other files. */
function levelsIn(hasCommands: boolean, files: Readonly<Record<string, string>>): string[] {
  const packages = {
    app: { dependencies: {}, engines: {}, ...(hasCommands ? { hasCommands } : {}) },
    other: { dependencies: {}, engines: {} },
    commands: { dependencies: {}, engines: {}, hasCommands: true as const },
  };
  const folders = Object.entries(packages);
  const facts = new Map<string, FileFacts>();
  for (const [name, text] of Object.entries(files)) {
    const read = readFacts(name, text).facts;
    if (read) facts.set(name, read);
  }
  const program = programOf({
    paths: [...facts.keys()],
    factsOf: (name) => facts.get(name),
    resolve: (_from, specifier) => (specifier === './store' ? 'src/store.ts' : undefined),
    packageOf: (path) => folders.find(([name]) => path.startsWith(`${name}/`))?.[1] ?? packages.app,
  });
  return analyze('src/store.ts', files['src/store.ts'] ?? '', { program }).findings.map(({ level }) => level);
}

test('in a package of commands most likely one person waits', () => {
  expect(levelsIn(true, { 'src/store.ts': store })).toEqual(['hint']);
});

test('unless something that serves leads to the file', () => {
  expect(levelsIn(true, { 'src/store.ts': slow })).toEqual(['hint']);
  expect(levelsIn(true, { 'src/store.ts': slow, 'src/server.ts': server })).toEqual(['information']);
});

test('a file that no command leads to may be for what serves', () => {
  const other = server.replace("import './store';", '');
  expect(levelsIn(true, { 'src/store.ts': slow, 'src/server.ts': other })).toEqual(['information']);
});

test('but not for what another package of the same repository serves', () => {
  const other = server.replace("import './store';", '');
  expect(levelsIn(true, { 'src/store.ts': slow, 'other/src/server.ts': other })).toEqual(['hint']);
});

test('a file that only a command leads to is not', () => {
  const other = server.replace("import './store';", '');
  const bin = "#!/usr/bin/env node\nimport { load } from './store';\nconsole.log(load);\n";
  expect(levelsIn(true, { 'src/store.ts': store, 'src/server.ts': other, 'bin/run.ts': bin })).toEqual([]);
});

test('a file that a command loads by its name is one that the command leads to', () => {
  const other = server.replace("import './store';", '');
  const slowly = { 'src/store.ts': slow, 'src/server.ts': other };
  const levelsBy = (code: string): string[] =>
    levelsIn(true, { ...slowly, 'src/cli.ts': `export const run = (name: string) => ${code};\n` });
  expect(levelsBy('require(`./${name}`).load()')).toEqual([]);
  expect(levelsBy("require('./st' + name).load()")).toEqual([]);
  expect(levelsBy('import(`../src/${name}.js`)')).toEqual([]);
  expect(levelsBy("require('./commands/' + name).load()")).toEqual(['information']);
  expect(levelsBy('require(name).load()')).toEqual(['information']);
});

test('what only packages of commands are made of is for them, in whichever folder of the repository it lies', () => {
  const parts = { 'src/store.ts': slow, 'commands/src/run.ts': "import './store';\nexport const name = 'run';\n" };
  expect(levelsIn(false, parts)).toEqual(['hint']);
  expect(levelsIn(false, { ...parts, 'src/other.ts': "import './store';\n" })).toEqual(['information']);
  expect(levelsIn(false, { ...parts, 'other/server.ts': server })).toEqual(['information']);
});

test('in any other package somebody awaits it on an event loop', () => {
  expect(levelsIn(false, { 'src/store.ts': store })).toEqual(['information']);
});

test('but where the program serves others, and nothing that serves calls it, one file is only worth a look', () => {
  expect(levelsIn(false, { 'src/store.ts': store, 'src/server.ts': server })).toEqual(['hint']);
  expect(levelsIn(false, { 'src/store.ts': many, 'src/server.ts': server })).toEqual(['information']);
  expect(levelsIn(false, { 'src/store.ts': slow, 'src/server.ts': server })).toEqual(['information']);
});

test('quick calls are not worth more where they are repeated', () => {
  const quick = many.replaceAll('readFileSync', 'statSync').replace(", 'utf8'", '');
  expect(levelsIn(false, { 'src/store.ts': quick })).toEqual(['information']);
  expect(levelsIn(false, { 'src/store.ts': quick, 'src/server.ts': server })).toEqual(['hint']);
});

test('an event is one of the command itself, where a command listens to its children', () => {
  const listening = `import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
export function run(log: string) {
  spawn('git').stdout.on('data', () => console.log(readFileSync(log, 'utf8')));
}
`;
  expect(levelsIn(false, { 'src/store.ts': listening })).toEqual(['warning']);
  expect(levelsIn(true, { 'src/store.ts': listening })).toEqual(['hint']);
  expect(levelsIn(true, { 'src/store.ts': listening, 'src/server.ts': server })).toEqual(['warning']);
});

test('servers of tests serve nobody', () => {
  expect(levelsIn(false, { 'src/store.ts': store, 'test/server.ts': server })).toEqual(['information']);
});

test('a flood is one all the same: a server that is installed by its command has floods, too', () => {
  const flood = `export async function load(url: string) {
  const { pages } = await (await fetch(url)).json();
  return Promise.all(pages.map((page) => fetch(page)));
}
`;
  expect(levelsIn(true, { 'src/store.ts': flood })).toEqual(['information']);
});
