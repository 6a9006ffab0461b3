import { beforeAll, describe, expect, it } from 'vitest';
import { resourcesMadeIn } from '../../../src/effects/workers/resource-lifecycle.ts';
import { startPython } from '../syntax-python/parser.ts';
import { programOf } from './resolving.ts';

beforeAll(startPython);

/** The resources that the functions of a file make, in words. */
function made(code: string, path = 'main.ts'): string[] {
  const { program, file } = programOf({ [path]: code }, path);
  return file.facts.functions.flatMap((_, id) =>
    resourcesMadeIn(program, { file, function: id }).map(({ what, made: how, kept, escapes, closings, listened }) =>
      [
        what,
        `per ${how}`,
        kept,
        ...escapes.map(({ as }) => as),
        ...closings.map(({ isSure }) => (isSure ? 'surely closed' : 'closed')),
        ...[...listened].map((event) => `hears ${event}`),
      ].join(', '),
    ),
  );
}

describe('resources', () => {
  const pool = "import { Piscina } from 'piscina'; ";
  const worker = "import { Worker } from 'node:worker_threads'; ";
  it.each([
    [`${pool}const p = new Piscina();`, 'threads, per module, module'],
    [`${pool}export const p = new Piscina();`, 'threads, per module, module, exported'],
    [`${pool}async function f() { const p = new Piscina(); await p.run(1); }`, 'threads, per call, local'],
    [`${pool}async function f() { await new Piscina().run(1); }`, 'threads, per call, local'],
    [
      `${pool}async function f() { const p = new Piscina(); try { await p.run(1); } finally { await p.destroy(); } }`,
      'threads, per call, local, surely closed',
    ],
    [
      `${pool}async function f() { const p = new Piscina(); await p.run(1); await p.destroy(); }`,
      'threads, per call, local, closed',
    ],
    [`${pool}async function f() { await using p = new Piscina(); }`, 'threads, per call, local, surely closed'],
    [`${pool}function f() { return new Piscina(); }`, 'threads, per call, local, returned'],
    [`${pool}function f() { use(new Piscina()); }`, 'threads, per call, local, passed'],
    [`${pool}let p; function f() { p ??= new Piscina(); return p; }`, 'threads, per memoised, module, returned'],
    [
      `${pool}let p; function f() { if (!p) p = new Piscina(); return p; } async function end() { await p.destroy(); }`,
      'threads, per memoised, module, returned, closed',
    ],
    [
      `${pool}class A { p = new Piscina(); stop() { return this.p.destroy(); } }`,
      'threads, per instance, field, closed',
    ],
    [`${pool}class A { constructor() { this.p = new Piscina(); } }`, 'threads, per instance, field'],
    [`${worker}for (const x of xs) { new Worker('x'); }`, 'threads, per round, local'],
    [
      `${worker}const w = new Worker('x'); w.on('error', f).once('exit', g);`,
      'threads, per module, module, hears error, hears exit',
    ],
    ['const t = setInterval(f, 5); clearInterval(t);', 'interval, per module, module, closed'],
    [
      'class A { start() { this.t = setInterval(f, 5); } stop() { clearInterval(this.t); } }',
      'interval, per call, field, closed',
    ],
    ["import pLimit from 'p-limit'; async function f() { const limit = pLimit(2); }", 'limiter, per call, local'],
    [
      "import { Pool } from 'pg'; const p = new Pool(); async function f() { const c = await p.connect(); c.release(); }",
      'connections, per module, module; connections, per call, local, closed',
    ],
    [
      "import { Pool } from 'pg'; const p = new Pool(); p.on('error', f);",
      'connections, per module, module, hears error',
    ],
    ['unknown();', ''],
  ])('%s', (code, expected) => {
    expect(made(code).join('; ')).toBe(expected);
  });

  it.each([
    [
      'from concurrent.futures import ThreadPoolExecutor\ndef f():\n    with ThreadPoolExecutor() as p: p.submit(g)',
      'threads, per call, local, surely closed',
    ],
    ['from concurrent.futures import ProcessPoolExecutor\nP = ProcessPoolExecutor()', 'processes, per module, module'],
    ['import asyncio\nasync def f():\n    s = asyncio.Semaphore(3)', 'limiter, per call, local'],
    ['import threading\nclass A:\n    def __init__(self): self.lock = threading.Lock()', 'lock, per instance, field'],
    ['import asyncio\nclass A:\n    def __init__(self): self.q = asyncio.Queue()', 'queue, per instance, field'],
  ])('in Python: %s', (code, expected) => {
    expect(made(code, 'main.py').join('; ').replace(', exported', '')).toBe(expected);
  });
});
