import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { ruleMetas } from '../../../src/engine/rules.ts';
import { rules } from '../../../src/rules/index.ts';
import { headings, markdownNames, pageNames, readPage } from './pages.ts';
import { startPython } from '../../python.ts';

await startPython();

const root = new URL('../../../', import.meta.url);

/** Files of `src/rules` that are no rule. */
const helpers = ['index.ts', 'rule.ts', 'words.ts'];
/** Rules that are not in `src/rules`, because they look at what the others found. */
const elsewhere = ['unused-suppression'];

const smells = ruleMetas.map(({ id }) => id.replace(/^unblock\//, '')).toSorted();

describe('a rule is a set', () => {
  test('every rule file is in the index, and named for its smell', () => {
    const files = readdirSync(new URL('src/rules/', root)).filter((name) => !helpers.includes(name));
    expect(files.toSorted()).toEqual(rules.map(({ meta }) => `${meta.id.replace(/^unblock\//, '')}.ts`).toSorted());
  });

  test('rules that are no file in src/rules are known by name', () => {
    const ids = new Set(rules.map(({ meta }) => meta.id.replace(/^unblock\//, '')));
    expect(smells.filter((smell) => !ids.has(smell))).toEqual(elsewhere);
  });

  test('every rule has its page and its cases, and no page or case is left over', () => {
    expect(pageNames()).toEqual(smells);
    expect(markdownNames(new URL('test/rules/', root))).toEqual(smells);
  });

  test('ids say the smell: small words with dashes', () => {
    for (const smell of smells) expect(smell).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test('a summary is one short sentence', () => {
    for (const { summary } of ruleMetas) {
      expect(summary).toMatch(/^[A-Z][^.]*\.$/);
      expect(summary.length).toBeLessThan(100);
    }
  });
});

describe('settings', () => {
  test.each(['package.json', 'media/config.schema.json'])('%s names only rules that there are', (file) => {
    const named = readFileSync(new URL(file, root), 'utf8').match(/unblock\/[a-z]+(-[a-z]+)+/g) ?? [];
    expect(named.map((id) => id.slice('unblock/'.length)).filter((smell) => !smells.includes(smell))).toEqual([]);
  });

  test.each(['package.json', 'media/config.schema.json'])('where %s lists rules, it lists all of them', (file) => {
    const lists = ruleLists(JSON.parse(readFileSync(new URL(file, root), 'utf8')));
    for (const list of lists) expect(list.toSorted()).toEqual(smells.map((smell) => `unblock/${smell}`));
  });
});

/** The keys of each `properties` object, and each `enum`, that holds rule ids. */
function ruleLists(schema: unknown): string[][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const inner = Object.values(schema).flatMap(ruleLists);
  const { properties, enum: values } = schema as { properties?: object; enum?: unknown };
  const keys = properties ? Object.keys(properties) : Array.isArray(values) ? values : [];
  const ids = keys.filter((key): key is string => typeof key === 'string' && key.startsWith('unblock/'));
  return ids.length === 0 ? inner : [ids, ...inner];
}

describe.each(ruleMetas)('the page of $id', ({ id, summary }) => {
  const name = id.replace(/^unblock\//, '');
  const page = readPage(name);

  test('begins with the name and the summary', () => {
    expect(page.title).toBe(name);
    expect(page.summary).toBe(summary);
  });

  test('has all headings in order, each with something below it', () => {
    expect(page.headings).toEqual(headings);
    for (const heading of headings) expect(page.section(heading).length).toBeGreaterThan(40);
  });

  test('has examples under the right marks only', () => {
    const marked = (heading: string): string[] => page.samples(heading).map(({ words }) => words.slice(0, 1));
    expect(new Set(marked('Example'))).toEqual(new Set(['❌']));
    expect(new Set(marked('Instead'))).toEqual(new Set(['✅']));
    const blocks = headings.flatMap((heading) => page.section(heading).match(/^```\w/gm) ?? []);
    expect(blocks).toHaveLength(page.samples('Example').length + page.samples('Instead').length);
  });

  test.each(page.samples('Example'))('$words', ({ path, code }) => {
    const { findings, facts } = analyze(path, code);
    expect(facts.syntaxErrors).toEqual([]);
    expect(findings.map(({ rule }) => rule)).toContain(id);
  });

  test.each(page.samples('Instead'))('$words', ({ path, code }) => {
    const { findings, facts } = analyze(path, code);
    expect(facts.syntaxErrors).toEqual([]);
    // What is better in this way may be worth another look in another.
    const others = findings.filter(({ rule, level }) => rule === id || level !== 'hint');
    expect(others.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
