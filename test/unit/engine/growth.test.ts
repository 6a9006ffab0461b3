import { beforeAll, describe, expect, test } from 'vitest';
import { analyze, programOf, readFacts } from '../../../src/engine/analyze.ts';
import { startPython } from '../../python.ts';

beforeAll(startPython);

/** How often anybody looks at a value of the file while all rules look for findings in it. */
function looksAt(path: string, text: string): number {
  const { facts } = readFacts(path, text);
  if (!facts) throw new Error(`${path} was not looked into.`);
  let looks = 0;
  const values = new Proxy([...facts.values], {
    get(list, key) {
      looks++;
      return Reflect.get(list, key) as unknown;
    },
  });
  const program = programOf({ paths: [path], factsOf: () => ({ ...facts, values }) });
  expect(analyze(path, text, { program }).faults).toEqual([]);
  return looks;
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

const inFunction = (body: string): string => `export async function run(given) {\n${body}\n}`;
const inDef = (body: string): string => `import asyncio\nasync def run(given):\n${body}\n`;

/** One function, or functions that call each other, of so many lines. */
const long: Readonly<Record<string, (count: number) => string>> = {
  'src/requests.js': (count) => inFunction(lines(count, (n) => `const a${n} = await fetch('/${n}');`)),
  'src/conditions.js': (count) => inFunction(lines(count, (n) => `given.a(${n}); if (given.b) given.c(${n});`)),
  'src/sums.js': (count) => inFunction(`let sum = '';\n${lines(count, () => "sum = sum + 'a' + given.b;")}`),
  'src/caches.js': (count) =>
    `const kept = {};\n${inFunction(lines(count, (n) => `if (!kept.a${n}) kept.a${n} = await given(${n});`))}`,
  'src/waits.py': (count) => inDef(lines(count, (n) => `    await given(${n})`)),
  'src/tasks.py': (count) => inDef(lines(count, (n) => `    t${n} = asyncio.create_task(run(${n}))`)),
};

describe('twice as much code is not four times the work', () => {
  test.each(Object.entries(long))('%s', (path, make) => {
    const [once, twice] = [looksAt(path, make(300)), looksAt(path, make(600))];
    expect(twice).toBeLessThan(2.6 * once);
  });

  test('where all functions of Python call each other', () => {
    const make = (count: number): string =>
      lines(count, (n) => `async def f${n}(x):\n${lines(count, (m) => `    await f${m}(x)`)}`);
    // Twice as many functions have four times the calls.
    expect(looksAt('src/all.py', make(40))).toBeLessThan(5.2 * looksAt('src/all.py', make(20)));
  });
});

test.each([
  [
    'src/loops.js',
    inFunction(`${lines(60, (n) => `for (const a${n} of given.a${n}) {`)}\nawait given(1);\n${'}'.repeat(60)}`),
  ],
  [
    'src/loops.py',
    inDef(`${lines(60, (n) => `${' '.repeat(n + 4)}for a in given:`)}\n${' '.repeat(64)}await given(1)`),
  ],
])('sixty loops within each other come to an end: %s', (path, text) => {
  expect(looksAt(path, text)).toBeLessThan(200_000);
});

test('of a wait that uses more than can be followed nobody says that it could run beside another', () => {
  const text = (parts: number): string =>
    inFunction(`const first = await fetch('/a');
let url = '/b';
${lines(parts, (n) => `url = url + 'x${n}';`)}
url = url + first.url;
const second = await fetch(url);
return [first, second];`);
  const rules = (parts: number): string[] => analyze('src/a.js', text(parts)).findings.map(({ rule }) => rule);
  expect(rules(0)).not.toContain('unblock/sequential-await');
  expect(rules(500)).not.toContain('unblock/sequential-await');
});
