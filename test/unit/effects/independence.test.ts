import { beforeAll, describe, expect, it } from 'vitest';
import { independentAwaits, obstacleBetween, obstacleInRounds } from '../../../src/effects/independence.ts';
import { stepsWithin } from '../../../src/effects/steps.ts';
import { startPython } from '../syntax-python/parser.ts';
import { programOf } from './resolving.ts';

beforeAll(startPython);

const imports =
  "import { readFile, writeFile } from 'node:fs/promises'; import { Pool, Client } from 'pg'; const pool = new Pool(); ";

/** The groups of a function `m`, each as the texts of its awaits; then why the first two awaits are not independent. */
function told(code: string): { groups: string[]; why: string | undefined } {
  const text = `${imports}async function m(a, tx) { ${code} }`;
  const { program, file } = programOf({ 'main.ts': text }, 'main.ts');
  const id = file.facts.functions.findIndex(({ name }) => name === 'm');
  const ref = { file, function: id };
  const words = (value: number): string => {
    const { start = 0, end = 0 } = file.facts.values[value] ?? {};
    return text.slice(start, end).replace('await ', '');
  };
  const steps = file.facts.functions[id]?.body ?? [];
  const awaits = stepsWithin(steps).flatMap((step) =>
    step.kind === 'evaluate' && file.facts.values[step.value]?.kind === 'await' ? [step.value] : [],
  );
  const [first = -1, second = -1] = awaits;
  return {
    groups: independentAwaits(program, ref).map((group) => group.map(words).join(' | ')),
    why: obstacleBetween(program, ref, first, second, steps)?.why,
  };
}

describe('independent awaits', () => {
  it.each([
    ["const x = await readFile('x'); const y = await readFile('y');", "readFile('x') | readFile('y')"],
    [
      "const x = await fetch('x'); const y = await fetch('y', { method: 'GET' });",
      "fetch('x') | fetch('y', { method: 'GET' })",
    ],
    ["if (a) { await readFile('x'); await readFile('y'); }", "readFile('x') | readFile('y')"],
    ["const x = await readFile('x'); const n = Number(a); const y = await readFile(n);", "readFile('x') | readFile(n)"],
    [
      "const x = await readFile('x'); const y = await readFile(x); const z = await readFile('z');",
      "readFile(x) | readFile('z')",
    ],
    [
      "const get = async (p) => readFile(p); const x = await get('x'); const y = await get('y');",
      "get('x') | get('y')",
    ],
  ])('%s', (code, expected) => {
    expect(told(code).groups).toEqual([expected]);
  });

  it.each([
    ['data', "const x = await readFile('x'); const y = await readFile(x);"],
    ['data', "const x = await readFile('x'); const n = x.length; const y = await readFile(n);"],
    ['effect', "await writeFile('x', a); const y = await readFile('x');"],
    ['effect', "const x = await readFile('x'); await writeFile('y', a);"],
    ['effect', "const x = await load('x'); const y = await readFile('y');"],
    ['effect', "await fetch('x', { method: 'POST' }); await fetch('y');"],
    ['effect', "await fetch('x', a); await fetch('y');"],
    ['effect', 'const x = await pool.query(a); const y = await pool.query(a);'],
    ['effect', "let n = 0; const get = async (p) => { n++; return readFile(p); }; await get('x'); await get('y');"],
    ['between', "const x = await readFile('x'); if (!x) return; const y = await readFile('y');"],
    ['between', "const x = await readFile('x'); console.log(x); const y = await readFile('y');"],
    ['between', "const x = await readFile('x'); this.x = 1; const y = await readFile('y');"],
    ['between', "const x = await readFile('x'); for (const z of a) f(z); const y = await readFile('y');"],
    ['connection', "const x = await fetch('x', { tx }); const y = await fetch('y', { tx });"],
  ])('not for %s: %s', (why, code) => {
    const { groups, why: found } = told(code);
    expect(groups).toEqual([]);
    expect(found).toBe(why);
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
    ['between', 'for (const x of a) { if (await readFile(x)) break; }'],
    ['between', 'for (const x of a) { try { await readFile(x); } catch {} }'],
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
    const groups = file.facts.functions.flatMap((_, id) => independentAwaits(program, { file, function: id }));
    expect(groups.map((group) => group.length)).toEqual([2]);
  });
});
