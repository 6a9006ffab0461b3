import { execFileSync } from 'node:child_process';
import { beforeAll, expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { measureRequest } from '../../../src/engine/measure.ts';
import type { MeasureRequest } from '../../../src/model/measure.ts';
import { startPython } from '../../python.ts';

beforeAll(startPython);

function requestFor(code: string, path = 'src/a.ts'): MeasureRequest | undefined {
  const analysis = analyze(path, code);
  const [finding] = analysis.findings;
  if (!finding) throw new Error('There should be a finding.');
  return measureRequest(analysis, finding);
}

const model = { kind: 'finding', label: 'A model of this pattern, not your code.' };

test('a function that needs nothing but its arguments comes with all it uses', async () => {
  const request = requestFor(`const OFFSET = 7;
const unrelated = 1;

export async function handle(count: number) {
  return total(count);
}

function total(count: number): number {
  let sum = unused();
  for (let round = 0; round < count; round++) sum += step(round);
  return sum;
}

const step = (round: number): number => round * OFFSET;

function unused() {
  return 0;
}
`);
  expect(request).toMatchObject({ kind: 'function', title: 'total', functionName: 'total', language: 'ts' });
  if (request?.kind !== 'function') return;
  expect(request.source).toContain('const OFFSET = 7');
  expect(request.source).toContain('const step = (round: number)');
  expect(request.source).not.toContain('unrelated');
  expect(request.source).not.toContain('handle');
  expect(request).toMatchObject({ input: '[n]', size: 1_000_000 });
  const { stripTypeScriptTypes } = await import('node:module');
  const made = new Function(`${stripTypeScriptTypes(request.source)}\nreturn total;`) as () => (n: number) => number; // eslint-disable-line @typescript-eslint/no-implied-eval -- the source is this file's own
  expect(made()(4)).toBe(42);
});

test('what a function takes from modules that only compute comes with it', () => {
  const request = requestFor(`import { createHash as hash } from 'node:crypto';
import * as zlib from 'node:zlib';
export async function handle(count: number) { return total(count); }
function total(count: number): string {
  const sum = hash('sha256');
  for (let round = 0; round < count; round++) sum.update(zlib.constants.Z_BLOCK + String(round));
  return sum.digest('hex');
}
`);
  if (request?.kind !== 'function') throw new Error('It should be measured itself.');
  expect(request.source).toContain(`import { createHash as hash } from 'node:crypto';`);
  expect(request.source).toContain(`import * as zlib from 'node:zlib';`);
});

const python = `import math
from collections import Counter as Tally

STEP = 7

class Answer: ...

def total(count: int, start: int = 0) -> Answer:
    seen = Tally()
    for each in range(start, count):
        seen[helper(each)] += STEP
    return sum(seen.values())

def helper(each: "Answer"):
    return math.isqrt(each)

async def handle(count: int):
    return total(count)
`;

test('a function of Python comes with its imports, its constants and its helpers, and runs', () => {
  const request = requestFor(python, 'src/a.py');
  expect(request).toMatchObject({
    kind: 'function',
    functionName: 'total',
    language: 'py',
    input: '[n]',
    types: ['int'],
  });
  if (request?.kind !== 'function') return;
  expect(request.source).not.toContain('async def');
  expect(request.source).not.toContain('class Answer');
  const output = execFileSync('python3', ['-I', '-S', '-c', `${request.source}\nprint(total(10))`], {
    encoding: 'utf8',
  });
  expect(output.trim()).toBe('70');
});

test.each([
  ['a package', 'import numpy as math\n'],
  ['what decorates it', 'import math\nfrom functools import cache\n@cache\n'],
  ['a keyword', 'import math\n', '*, count: int'],
])('a function of Python that needs %s is measured as a model', (_, before, parameters = 'count: int') => {
  const code = `${before}def total(${parameters}):
    found = 0
    for each in range(200_000_000):
        found += math.isqrt(each)
    return found

async def handle(count: int):
    return total(count=count)
`;
  expect(requestFor(code, 'src/a.py')).toMatchObject({ ...model, scenario: 'python-cpu', parameters: {} });
});

test('a pool of threads for what only computes is measured as the function it is given', () => {
  const code = `from concurrent.futures import ThreadPoolExecutor

def total(count: int):
    found = 0
    for each in range(count):
        found += each * each
    return found

def main(counts: list[int]):
    with ThreadPoolExecutor() as pool:
        return list(pool.map(total, counts))
`;
  expect(requestFor(code, 'src/a.py')).toMatchObject({ kind: 'function', functionName: 'total', language: 'py' });
});

test.each([
  [
    'state of the module',
    `let calls = 0;\nfunction total(n: number) { calls++; for (let i = 0; i < n; i++) calls += i; return calls; }`,
  ],
  [
    'an import',
    `import { step } from './step';\nfunction total(n: number) { let s = 0; for (let i = 0; i < n; i++) s += step(i); return s; }`,
  ],
  [
    '`this`',
    `function total(this: { a: number }, n: number) { let s = 0; for (let i = 0; i < n; i++) s += this.a; return s; }`,
  ],
])('a function that needs %s is measured as a model', (_, total) => {
  expect(requestFor(`${total}\nexport async function handle(n: number) { return total(n); }\n`)).toMatchObject(model);
});

test('a loop that stands in an async function is measured as a model', () => {
  const code = `export async function f(n: number) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }`;
  expect(requestFor(code)).toMatchObject({ ...model, scenario: 'cpu' });
});

test('a call that blocks and a fan-out are measured as models, under what they say', () => {
  const call = requestFor(
    `import fs from 'node:fs';\nexport async function f(p: string) { return fs.readFileSync(p); }`,
  );
  expect(call).toMatchObject({ ...model, scenario: 'cpu', title: expect.stringContaining('readFileSync') as string });
  const flood = requestFor(`export const f = (us: string[]) => Promise.all(us.map((u) => fetch(u)));`);
  expect(flood).toMatchObject({ ...model, scenario: 'waiting' });
});

test('there is nothing to measure about a comment', () => {
  expect(requestFor(`// unblock-ignore-file\nexport {};`)).toBeUndefined();
});

test.each([
  ['a: number[]', '[Array.from({ length: n }, (_, i) => i)]'],
  ['a: readonly string[]', '[Array.from({ length: n }, (_, i) => `item ${i}`)]'],
  ['a: string', "['some text '.repeat(n)]"],
  ['a: { b: number }', '[{}]'],
  ['a: Date[]', '[[]]'],
  ['a: boolean, b: bigint', '[true, BigInt(n)]'],
  ['a', '[n]'],
])('(%s) begins with the input %s', (parameters, input) => {
  const request =
    requestFor(`function total(${parameters}) { let s = 0; for (let i = 0; i < 1e7; i++) s += i; return s; }
export async function handle(x: never) { return total(x, x); }`);
  expect(request).toMatchObject({ kind: 'function', input });
});

test('a function in JavaScript is measured as JavaScript', () => {
  const code = `function total(n) { let s = 0; for (let i = 0; i < n; i++) s += i; return s; }
export async function handle(n) { return total(n); }`;
  expect(requestFor(code, 'src/a.mjs')).toMatchObject({ kind: 'function', language: 'js' });
});
