import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../../src/model/config.ts';
import { parseConfig } from '../../../src/workspace/config-file.ts';
import { createConfigLookup, librariesFor } from '../../../src/workspace/config-lookup.ts';
import schema from '../../../media/config.schema.json';
import { temporaryFolder } from './folder.ts';

const rules = ['unblock/blocking-call', 'unblock/blocking-loop'];

function problems(text: string): string[] {
  return parseConfig('c.json', text, rules).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('a config file', () => {
  test('says what it says, and leaves the rest as it is', () => {
    const text = '// why\n{ "$schema": "x", "level": "warning", "rules": { "unblock/blocking-call": "off" }, }';
    expect(parseConfig('c.json', text, rules)).toEqual({
      config: { enable: true, level: 'warning', rules: { 'unblock/blocking-call': 'off' }, libraries: [] },
      problems: [],
    });
    expect(parseConfig('c.json', '{}', rules)).toEqual({ config: defaultConfig, problems: [] });
  });

  test.each([
    ['', '1:1 The file is empty. Write `{}` for the defaults.'],
    ['[]', '1:1 The file must hold an object. Write `{}` for the defaults.'],
    ['{\n  "level": \n}', '3:1 This is not JSON: unexpected `}` found.'],
    ['{ "enable": "no" }', '1:13 `enable` must be `true` or `false`.'],
    ['{ "levle": "hint" }', '1:3 There is no setting `levle`. Did you mean `level`?'],
    ['{ "exclude": [] }', '1:3 There is no setting `exclude`.'],
    ['{ "level": "warn" }', '1:12 `level` must be `"warning"`, `"information"` or `"hint"`. Did you mean `warning`?'],
    ['{ "rules": [] }', '1:12 `rules` must be an object such as `{ "unblock/blocking-call": "off" }`.'],
    [
      '{ "rules": { "blocking-call": "off" } }',
      '1:14 There is no rule `blocking-call`. Did you mean `unblock/blocking-call`?',
    ],
    [
      '{ "rules": {\n "unblock/blocking-call": 2 } }',
      '2:27 `unblock/blocking-call` must be `"off"`, `"warning"`, `"information"` or `"hint"`.',
    ],
    [
      '{ "libraries": {} }',
      '1:16 `libraries` must be a list of descriptions, such as `[{ "language": "javascript", … }]`.',
    ],
  ])('is told precisely what is wrong: %s', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  test('describes libraries; the sound ones count, and of others every problem is told where they begin', () => {
    const sound = {
      language: 'javascript',
      modules: ['a'],
      source: 'https://a.example',
      exports: { load: { io: 'file' } },
    };
    const text = `{ "libraries": [\n${JSON.stringify(sound)},\n{ "language": "javascript", "modules": ["b"],
      "source": "https://b.example", "exports": { "load": { "block": {} } } },\n7] }`;
    const { config, problems: found } = parseConfig('c.json', text, rules);
    expect(config.libraries).toEqual([sound]);
    expect(found.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '3 `libraries[1]`: exports.load.block is not known. Did you mean "blocks"?',
      '5 `libraries[2]`: A library must be an object, not 7.',
    ]);
  });

  test('knows the same settings as its schema', () => {
    expect(
      problems(JSON.stringify(Object.fromEntries(Object.keys(schema.properties).map((key) => [key, 0])))),
    ).not.toContainEqual(expect.stringContaining('There is no setting'));
    expect(Object.keys(schema.properties).sort()).toEqual(['$schema', ...Object.keys(defaultConfig)].sort());
  });
});

describe('the libraries of a project', () => {
  test('are those of the nearest config file', async () => {
    const library = { language: 'python', modules: ['ours'], source: 'https://a.example', exports: {} };
    const folder = temporaryFolder({
      'unblock.config.json': JSON.stringify({ libraries: [library] }),
      'sub/unblock.config.json': '{}',
    });
    expect(await librariesFor(join(folder, 'a/b'))).toEqual([library]);
    expect(await librariesFor(join(folder, 'sub'))).toEqual([]);
  });
});

describe('the config for a file', () => {
  test('is that of the nearest config file, whole', async () => {
    const folder = temporaryFolder({
      'unblock.config.json': '{"level": "warning"}',
      'sub/unblock.config.json': '{"enable": false}',
      'broken/unblock.config.json': '{"enable": false, "lvl": 1}',
    });
    const lookup = createConfigLookup(rules);
    expect(await lookup.for(join(folder, 'a/b/c.ts'))).toEqual({
      config: { ...defaultConfig, level: 'warning' },
      path: join(folder, 'unblock.config.json'),
      problems: [],
    });
    expect((await lookup.for(join(folder, 'sub/x.ts'))).config).toEqual({ ...defaultConfig, enable: false });
    const broken = await lookup.for(join(folder, 'broken/x.ts'));
    expect(broken.config).toEqual(defaultConfig);
    expect(broken.problems).toMatchObject([{ line: 1, column: 19 }]);
    // The same object, so that a host reports it once.
    expect(await lookup.for(join(folder, 'broken/deep/y.ts'))).toBe(broken);
  });
});
