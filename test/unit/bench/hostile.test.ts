// Code that means harm. The host must stay unharmed and say what happened; the code must not reach what it is after.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { harness } from './harness.ts';
import { availableLayers } from './layers.ts';
import { failure, measure, sandboxes } from './measuring.ts';

const onLinux = process.platform === 'linux';
const layers = await availableLayers();

/** Wraps an attack so that its outcome becomes the function's result, which equality quotes. */
const attempt = (body: string): string =>
  `function f() { try { ${body}; return 'REACHED'; } catch (error) { return 'refused ' + (error.code ?? error.message); } }`;

afterEach(async () => {
  if (!onLinux) return;
  const folder = await harness();
  for (let wait = 0; wait < 20 && sandboxes(folder).length > 0; wait++) await sleep(25);
  expect(sandboxes(folder)).toEqual([]);
});

describe('what measured code is after is out of reach', () => {
  it.each([
    ['reading a file', `require('node:fs').readFileSync('/etc/hostname')`],
    ['reading its own harness after it was loaded', `require('node:fs').readFileSync(process.argv[1] ?? __filename)`],
    ['writing a file', `require('node:fs').writeFileSync('/tmp/unblock-was-here', '')`],
    ['a thread without permissions', `new (require('node:worker_threads').Worker)('', { eval: true, execArgv: [] })`],
    ['a child process', `require('node:child_process').execFileSync('/bin/true')`],
    ['a signal to the host', `process.kill(process.ppid, 'SIGUSR1')`],
    ['a signal by the inner function', `process._kill(process.ppid, 10)`],
    ['the inspector', `require('node:inspector').open(0)`],
    ['engine flags that write files', `require('node:v8').setFlagsFromString('--logfile=/tmp/x')`],
    ['native bindings', `process.binding('fs')`],
    [
      'secrets in the environment',
      `if (process.env.PATH ?? process.env.HOME) return 'REACHED'; throw new Error('empty')`,
    ],
  ])('%s', async (_, body) => {
    const evidence = await measure({ source: attempt(body), settings: { repetitions: 1 } });
    expect(evidence.equality.detail).not.toContain('REACHED');
    expect(evidence.equality.detail).toContain('refused');
  });

  it('a signal to the host from an ES module', async () => {
    const source = `import { kill, ppid } from 'node:process';
      export function f() { try { kill(ppid, 0); return 'REACHED'; } catch { return 'refused'; } }`;
    const evidence = await measure({ source, settings: { repetitions: 1 } });
    expect(evidence.equality.detail).not.toContain('REACHED');
  });
});

describe('the host survives and says what happened', () => {
  const limits = { stepLimitMs: 3000, memoryLimitMb: 500 };

  it.each([
    ['an infinite loop', 'function f() { for (;;); }', 'time-limit', 'took longer than'],
    ['an infinite loop while loading', 'for (;;); function f() {}', 'time-limit', 'took longer than'],
    [
      'a promise that never settles',
      'function f() { return new Promise(() => {}); }',
      'time-limit',
      'took longer than',
    ],
    [
      'a heap bomb',
      'function f() { const a = []; for (;;) a.push(new Array(1e5).fill(1.5)); }',
      'memory-limit',
      'memory|MB',
    ],
    ['a buffer bomb', 'const a = []; function f() { for (;;) a.push(Buffer.alloc(5e7, 1)); }', 'memory-limit', 'MB'],
    [
      'junk on the reply pipe',
      `const fs = require('node:fs'); function f() { fs.writeSync(4, 'x'.repeat(500)); return 1; }`,
      'protocol',
      'cannot be trusted',
    ],
    [
      'a forged reply',
      `const fs = require('node:fs'); function f() { const b = Buffer.alloc(26); b[3] = 2; b.write('{}', 24); fs.writeSync(4, b); return 1; }`,
      'protocol',
      'cannot be trusted',
    ],
    [
      'a flood on the reply pipe',
      `const fs = require('node:fs'); function f() { for (;;) fs.writeSync(4, Buffer.alloc(65536)); }`,
      'protocol',
      'cannot be trusted',
    ],
    ['exit', 'function f() { process.exit(3); }', 'crashed|failed|load-failed', ''],
    [
      'rejections nobody handles',
      `function f() { Promise.reject(new Error('late')); return 1; }`,
      'crashed|failed|load-failed',
      '',
    ],
  ])('%s', async (_, source, code, message) => {
    const before = process.memoryUsage.rss();
    const result = await measure({ source, settings: limits }).catch(
      (error: unknown) => error as Error & { code?: string },
    );
    if (result instanceof Error) {
      expect(result.code).toMatch(new RegExp(`^(${code})$`));
      expect(result.message).toMatch(new RegExp(message));
    } else {
      // What stays within the sandbox may also be refused there.
      expect(code).toContain('crashed');
      expect(result.measurements).toEqual([]);
    }
    expect(process.memoryUsage.rss() - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('a flood on standard output and error', async () => {
    const source = `function f() { for (let i = 0; i < 2000; i++) console.log('x'.repeat(1000)); return 1; }`;
    const result = await measure({ source, settings: limits }).catch((error: unknown) => error);
    expect(result).toBeDefined();
  });

  it('forged clocks and patched built-ins while it runs', async () => {
    const source = `
      performance.now = () => 0; Date.now = () => 0; Array.prototype.push = () => 0; Math.min = () => 0;
      Object.prototype.toJSON = () => 'stolen'; Array.prototype.sort = function () { return this; };
      function f() { return 1; }`;
    const result = await measure({ source, settings: limits }).catch((error: unknown) => error as { code?: string });
    // Truthful numbers are not promised for hostile code, only that it ends in evidence or a clear error.
    expect(result instanceof Error ? result.message : 'evidence').toBeTruthy();
  });
});

describe('nothing is left', () => {
  it('after cancelling in the middle of an endless call', async () => {
    const controller = new AbortController();
    const folder = await harness();
    const run = failure({ source: 'function f() { for (;;); }' }, { signal: controller.signal });
    while (onLinux && sandboxes(folder).length < 2) await sleep(20);
    await sleep(300);
    controller.abort();
    expect(await run).toMatchObject({ code: 'cancelled' });
  });

  it('when cancelled before it began', async () => {
    expect(await failure({ source: 'function f() {}' }, { signal: AbortSignal.abort() })).toMatchObject({
      code: 'cancelled',
    });
  });

  it.skipIf(!onLinux).each(layers)(
    'when the host is killed while the sandbox’s main thread spins, behind %s',
    async (layer) => {
      const folder = await harness();
      const script = join(folder, 'host.cjs');
      writeFileSync(
        join(folder, 'host.ts'),
        `import { functionRequest, runBenchmark } from '${join(process.cwd(), 'src/bench/index.ts')}';
       const request = functionRequest({ title: '', source: 'function f() { for (;;); }', functionName: 'f', language: 'js', input: '[]' });
       void runBenchmark({ ...request, settings: { stepLimitMs: 60000 } }, { harness: ${JSON.stringify(folder)}, layer: ${JSON.stringify(layer)} });`,
      );
      await build({
        entryPoints: [join(folder, 'host.ts')],
        outfile: script,
        bundle: true,
        platform: 'node',
        format: 'cjs',
      });
      const temporary = mkdtempSync(join(tmpdir(), 'unblock-host-'));
      const host = spawn(process.execPath, [script], { stdio: 'ignore', env: { ...process.env, TMPDIR: temporary } });
      while (sandboxes(folder).length < 2) await sleep(25);
      await sleep(700);
      expect(sandboxes(folder).length).toBeGreaterThanOrEqual(2);
      host.kill('SIGKILL');
      await once(host, 'exit');
      while (sandboxes(folder).length > 0) await sleep(25);
      // Only the folders with the code and with what the walls are tested against stay: nobody is left to remove them.
      expect(readdirSync(temporary).length).toBeLessThanOrEqual(2);
      rmSync(temporary, { recursive: true });
    },
  );
});
