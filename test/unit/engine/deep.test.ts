import { beforeAll, expect, test } from 'vitest';
import { analyze } from '../../../src/engine/analyze.ts';
import { startPython } from '../../python.ts';

beforeAll(startPython);

const MANY = 3_000;

/** Lines made of the numbers from 1 on. */
function lines(line: (index: number) => string): string {
  return Array.from({ length: MANY }, (_, index) => line(index + 1)).join('\n');
}

test('a chain of thousands of calls, too long to tell, leaves what stands beside it', () => {
  const text = `import { readFileSync } from 'node:fs';
import express from 'express';
const f0 = () => readFileSync('/a');
${lines((n) => `function f${String(n)}() { return f${String(n - 1)}(); }`)}
express().get('/', (request, response) => { response.send(f${String(MANY)}()); });
express().get('/a', (request, response) => { response.send(f0()); });`;
  const { skipped, findings } = analyze('src/chain.js', text);
  expect(skipped).toBeUndefined();
  expect(findings.filter(({ rule }) => rule === 'unblock/blocking-call')).toHaveLength(1);
});

test('a method that thousands of classes have in its place leads nowhere, and what stands beside it stays', () => {
  const text = `import asyncio
class C0:
    async def run(self):
        await asyncio.sleep(1)
${lines((n) => `class C${String(n)}(C0):\n    async def run(self):\n        await asyncio.sleep(1)`)}
async def main(base: C0):
    base.run()`;
  const beside = 'async def save():\n    await asyncio.sleep(1)\nasync def leave():\n    save()';
  const { skipped, findings } = analyze('src/classes.py', `${text}\n${beside}`);
  expect(skipped).toBeUndefined();
  const found = findings.filter(({ rule }) => rule === 'unblock/unawaited-coroutine');
  expect(found.map(({ message }) => message)).toEqual([expect.stringContaining('`save`')]);
});
