import { expect, test } from 'vitest';
import { analyze, programOf, readFacts } from '../../../src/engine/analyze.ts';
import { defaultConfig } from '../../../src/model/config.ts';
import { startPython } from '../../python.ts';

const described = (language: 'javascript' | 'python') => ({
  language,
  modules: ['our-store'],
  source: 'https://example.com',
  exports: { load: { blocks: { what: 'network', weight: 'unbounded' } } },
});

const libraries = [described('javascript'), described('python')];
const config = { ...defaultConfig, libraries };
const code = "import { load } from 'our-store';\nexport async function find() {\n  return load();\n}\n";
const found = ['`load` blocks the event loop in async `find`.'];

test('what a config describes counts for a file by itself', () => {
  expect(analyze('src/a.ts', code).findings).toEqual([]);
  expect(analyze('src/a.ts', code, { config }).findings.map(({ message }) => message)).toEqual(found);
});

test('what a project describes counts for its files, and nowhere else', () => {
  const facts = readFacts('src/a.ts', code).facts;
  if (!facts) throw new Error('no facts');
  const project = { paths: ['src/a.ts'], factsOf: (path: string) => (path === 'src/a.ts' ? facts : undefined) };
  const with_ = programOf({ ...project, libraries });
  expect(analyze('src/a.ts', code, { program: with_ }).findings.map(({ message }) => message)).toEqual(found);
  expect(analyze('src/a.ts', code, { program: programOf(project) }).findings).toEqual([]);
});

test('a description is for its own language', async () => {
  await startPython();
  const python = 'from our_store import load\n\nasync def find():\n    return load()\n';
  const own = [{ ...described('python'), modules: ['our_store'] }];
  expect(analyze('a.py', python, { config: { ...config, libraries: own } }).findings).toHaveLength(1);
  const other = [{ ...described('javascript'), modules: ['our_store'] }];
  expect(analyze('a.py', python, { config: { ...config, libraries: other } }).findings).toEqual([]);
});

test('what is known of a library gives way to what is described', () => {
  const quiet = [{ language: 'javascript' as const, modules: ['node:fs'], source: 'https://example.com', exports: {} }];
  const reads =
    "import { readFileSync } from 'node:fs';\nexport async function find() {\n  return readFileSync('a');\n}\n";
  expect(analyze('src/a.ts', reads).findings).toHaveLength(1);
  expect(analyze('src/a.ts', reads, { config: { ...defaultConfig, libraries: quiet } }).findings).toEqual([]);
});
