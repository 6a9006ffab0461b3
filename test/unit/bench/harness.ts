// Builds the sandbox into a folder of its own, so that these tests do not depend on an earlier `npm run build`.
import { build, type BuildOptions } from 'esbuild';
import { afterAll } from 'vitest';
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let built: Promise<string> | undefined;

afterAll(async () => {
  if (built) await rm(await built, { recursive: true, force: true });
});

/** Folder with the built sandbox; built once per test file. */
export function harness(): Promise<string> {
  built ??= buildHarness();
  return built;
}

async function buildHarness(): Promise<string> {
  const outdir = await realpath(await mkdtemp(join(tmpdir(), 'unblock-harness-')));
  const shared = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['@napi-rs/nice'],
    outdir,
    logLevel: 'warning',
  } satisfies BuildOptions;
  await build({
    ...shared,
    outExtension: { '.js': '.cjs' },
    entryPoints: {
      sandbox: 'src/bench/sandbox/main.ts',
      'sandbox-worker': 'src/bench/sandbox/worker.ts',
      'sandbox-guardian': 'src/bench/sandbox/guardian.ts',
      'sandbox-server': 'src/bench/sandbox/server.ts',
    },
  });
  await cp('src/bench/python', outdir, { recursive: true });
  await build({ ...shared, entryPoints: { worker: 'node_modules/piscina/dist/worker.js' } });
  return outdir;
}
