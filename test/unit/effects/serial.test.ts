import { beforeAll, describe, expect, it } from 'vitest';
import { serialAwaits } from '../../../src/effects/concurrency/serial-awaits.ts';
import { obstacleInRounds } from '../../../src/effects/concurrency/serial-rounds.ts';
import { stepsWithin } from '../../../src/effects/calls/steps.ts';
import { startPython } from '../syntax-python/parser.ts';
import { programOf } from './resolving.ts';

beforeAll(startPython);

const imports =
  "import { readFile, writeFile } from 'node:fs/promises'; import { Pool, Client } from 'pg'; const pool = new Pool(); ";

/** The groups of a function `m`, each as the texts of its awaits: `|` between chains, `>` within one. */
function groups(code: string): string[] {
  const text = `${imports}async function m(a, tx) { ${code} }`;
  const { program, file } = programOf({ 'main.ts': text }, 'main.ts');
  const id = file.facts.functions.findIndex(({ name }) => name === 'm');
  const words = (value: number): string => {
    const { start = 0, end = 0 } = file.facts.values[value] ?? {};
    return text.slice(start, end).replace('await ', '');
  };
  return serialAwaits(program, { file, function: id }).map((group) =>
    group.map(({ awaits }) => awaits.map(words).join(' > ')).join(' | '),
  );
}

describe('awaits in a row', () => {
  it.each([
    ["const x = await readFile('x'); const y = await readFile('y'); f(x, y)", "readFile('x') | readFile('y')"],
    [
      "const x = await fetch('x'); const y = await fetch('y', { method: 'GET' }); f(x, y)",
      "fetch('x') | fetch('y', { method: 'GET' })",
    ],
    ["if (a) { f(await readFile('x'), await readFile('y')); }", "readFile('x') | readFile('y')"],
    [
      "const x = await readFile('x'); const n = Number(a); const y = await readFile(n); f(x, y)",
      "readFile('x') | readFile(n)",
    ],
    [
      "const x = await readFile('x'); const y = await readFile(x); const z = await readFile('z'); f(y, z)",
      "readFile('x') > readFile(x) | readFile('z')",
    ],
    [
      "const get = async (p) => readFile(p); const x = await get('x'); const y = await get('y'); f(x, y)",
      "get('x') | get('y')",
    ],
    [
      "const x = await fetch('x'); const [y, z] = await Promise.all([fetch('y'), fetch('z')]); f(x, y)",
      "fetch('x') | Promise.all([fetch('y'), fetch('z')])",
    ],
    ["const x = await fetch('x'); const n = a ? a.n : 'n'; const y = await fetch(n); f(x, y)", "fetch('x') | fetch(n)"],
  ])('%s', (code, expected) => {
    expect(groups(code)).toEqual([expected]);
  });

  it.each([
    "const x = await readFile('x'); const y = await readFile(x); f(x, y)",
    "const x = await readFile('x'); const n = x.length; const y = await readFile(n); f(x, y)",
    "const x = await readFile('x'); const get = () => fetch(x); const y = await get(); f(x, y)",
    "let x = 1; const get = () => fetch(x); x = await readFile('x'); const y = await get(); f(x, y)",
    "const z = await writeFile('x', a); const y = await readFile('x'); f(y, z)",
    "const x = await readFile('x'); const z = await writeFile('y', a); f(x, z)",
    "const x = await load('x'); const y = await readFile('y'); f(x, y)",
    "f(await fetch('x', { method: 'POST' }), await fetch('y'))",
    "f(await fetch('x', a), await fetch('y'))",
    'f(await pool.query(a), await pool.query(a))',
    "let n = 0; const get = async (p) => { n++; return readFile(p); }; f(await get('x'), await get('y'))",
    "const x = await readFile('x'); if (!x) return; const y = await readFile('y'); f(x, y)",
    "const x = await readFile('x'); console.log(x); const y = await readFile('y'); f(x, y)",
    "this.x = await readFile('x'); const y = await readFile('y'); f(y)",
    "const x = await readFile('x'); for (const z of a) g(z); const y = await readFile('y'); f(x, y)",
    "f(await fetch('x', { tx }), await fetch('y', { tx }))",
    "await readFile('x'); await readFile('y')",
    "const x = await Promise.all([await readFile('x'), await readFile('y')]); f(x)",
    "const start = Date.now(); const x = await fetch('x'); const t = Date.now(); const y = await fetch('y'); f(x, y, t)",
    "const n = await Promise.resolve(1); const y = await readFile('y'); f(n, y)",
  ])('none in: %s', (code) => {
    expect(groups(code)).toEqual([]);
  });
});

describe('rounds of a loop', () => {
  const rounds = (code: string): string => {
    const { program, file } = programOf({ 'main.ts': `${imports}async function m(a) { ${code} }` }, 'main.ts');
    const id = file.facts.functions.findIndex(({ name }) => name === 'm');
    const loop = stepsWithin(file.facts.functions[id]?.body ?? []).find((step) => step.kind === 'loop');
    if (loop?.kind !== 'loop') throw new Error('No loop');
    return obstacleInRounds(program, { file, function: id }, loop)?.why ?? 'none';
  };
  it.each([
    ['none', 'const all = []; for (const x of a) { const y = await readFile(x); all.push(y); }'],
    ['none', 'for (let i = 0; i < a.length; i++) { await readFile(a[i]); }'],
    ['data', 'let last; for (const x of a) { last = await readFile(x, last); }'],
    ['data', 'for (const x of a) { this.n = await readFile(x); }'],
    ['exit', 'for (const x of a) { if (await readFile(x)) break; }'],
    ['exit', 'for (const x of a) { try { await readFile(x); } catch {} }'],
    ['effect', 'for (const x of a) { await writeFile(x, x); }'],
    ['effect', 'for (const x of a) { await load(x); }'],
    ['order', 'while (a.length) { await readFile(a.pop()); }'],
    ['order', 'for await (const x of a) { await readFile(x); }'],
  ])('%s: %s', (why, code) => {
    expect(rounds(code)).toBe(why);
  });
});

describe('in Python', () => {
  it('reads of two addresses are independent', () => {
    const code = [
      'import aiohttp',
      'async def m(session: aiohttp.ClientSession):',
      '    a = await http.get("a")',
      'async def n():',
      '    http = aiohttp.ClientSession()',
      '    a = await http.get("a")',
      '    b = await http.get("b")',
      '    c = await http.post("c")',
    ].join('\n');
    const { program, file } = programOf({ 'main.py': code }, 'main.py');
    const found = file.facts.functions.flatMap((_, id) => serialAwaits(program, { file, function: id }));
    expect(found.map((group) => group.length)).toEqual([2]);
  });
});
