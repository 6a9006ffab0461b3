import { describe, expect, test } from 'vitest';
import { findingsIn } from './findings.ts';

const store = `import { readFileSync } from 'node:fs';
export async function load(path: string) {
  return readFileSync(path, 'utf8');
}
`;
const blocks = '`readFileSync` blocks the event loop in async `load`.';

describe('who calls an exported function decides', () => {
  test('nobody that is seen: likely', () => {
    expect(findingsIn('src/store.ts', { 'src/store.ts': store })).toEqual([`information ${blocks}`]);
  });

  test('a handler of another file: proven', () => {
    const app = `import express from 'express';
import { load } from './store';
express().get('/', async (request, response) => response.send(await load('a')));
`;
    expect(findingsIn('src/store.ts', { 'src/store.ts': store, 'src/app.ts': app })).toEqual([`warning ${blocks}`]);
  });

  test.each([
    ['the project', "import { wrap } from './wrap';"],
    ['a library', "import wrap from 'express-async-handler';"],
  ])('a handler of another file, wrapped by %s: proven', (_, imported) => {
    const wrap = 'export const wrap = (work) => (...given) => work(...given).catch(given[2]);\n';
    const pages = `${imported}
import { readFileSync } from 'node:fs';
export const show = wrap(async (request, response) => response.send(readFileSync('a')));
`;
    const app = `import express from 'express';
import * as pages from './pages';
express().get('/', pages.show);
`;
    const files = { 'src/pages.ts': pages, 'src/wrap.ts': wrap, 'src/app.ts': app };
    expect(findingsIn('src/pages.ts', files)).toEqual([
      'warning `readFileSync` blocks the event loop in an Express handler.',
    ]);
  });

  test('only the start of the program: silent', () => {
    const main = `import { load } from './store';\nexport const config = await load('a');\n`;
    expect(findingsIn('src/store.ts', { 'src/store.ts': store, 'src/main.ts': main })).toEqual([]);
  });

  test('only tests: they tell nothing of who else does', () => {
    const spec = `import { load } from './store';\nit('loads', async () => { await load('a'); });\n`;
    expect(findingsIn('src/store.ts', { 'src/store.ts': store, 'test/store.test.ts': spec })).toEqual([
      `information ${blocks}`,
    ]);
  });

  test('three calls and two files below a handler, with the chain', () => {
    const app = `import express from 'express';
import { render } from './render';
express().get('/', (request, response) => response.send(render('a')));
`;
    const render = `import { read } from './store';
export function render(name: string) {
  return page(name).trim();
}
function page(name: string) {
  return read(name);
}
`;
    const reading = `import { readFileSync } from 'node:fs';
export const read = (name: string) => readFileSync(name, 'utf8');
`;
    const files = { 'src/app.ts': app, 'src/render.ts': render, 'src/store.ts': reading };
    expect(findingsIn('src/app.ts', files)).toEqual([
      'warning `render` blocks the event loop in an Express handler: it leads to `readFileSync`.',
    ]);
    expect(findingsIn('src/render.ts', files)).toEqual([]);
    expect(findingsIn('src/store.ts', files)).toEqual([]);
  });

  test.each(['first', 'second'])(
    'a circle of calls that a handler enters at the %s function is proven all round',
    (entry) => {
      const app = `import express from 'express';
import { readFileSync } from 'node:fs';
async function first(n: number): Promise<string> {
  return n > 0 ? second(n - 1) : readFileSync('a', 'utf8');
}
async function second(n: number): Promise<string> {
  return n > 0 ? first(n - 1) : readFileSync('b', 'utf8');
}
express().get('/', (request, response) => void ${entry}(3).then((text) => response.send(text)));
`;
      expect(findingsIn('src/app.ts', { 'src/app.ts': app })).toEqual([
        'warning `readFileSync` blocks the event loop in async `first`.',
        'warning `readFileSync` blocks the event loop in async `second`.',
      ]);
    },
  );

  test('a circle of calls that nobody enters runs nowhere', () => {
    const app = `import { readFileSync } from 'node:fs';
const first = (n: number): string => (n > 0 ? second(n) : readFileSync('a', 'utf8'));
const second = async (n: number): Promise<string> => first(n - 1);
`;
    expect(findingsIn('src/app.ts', { 'src/app.ts': app })).toEqual([]);
  });
});
