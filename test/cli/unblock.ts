import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll } from 'vitest';

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

export type Unblock = (cwd: string, args: readonly string[], options?: Options) => Promise<Result>;

/** The bundled command line with this entry, laid out as in the package. Call it once at the top of a test file. */
export async function bundleCommandLine(
  entry: string,
): Promise<{ readonly script: string; readonly unblock: Unblock }> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'unblock-cli-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  // Some tests run it as another user.
  chmodSync(folder, 0o755);
  const script = join(folder, 'dist', 'cli.mjs');
  await build({
    entryPoints: { cli: entry },
    outdir: join(folder, 'dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // It stands beside the bundles of the package; here it stays where it is.
    alias: { 'esbuild-wasm': join(process.cwd(), 'node_modules/esbuild-wasm/lib/main.js') },
    external: ['@napi-rs/nice', '*/esbuild-wasm/lib/main.js'],
    banner: { js: commonJsGlobals },
    logLevel: 'error',
  });
  mkdirSync(join(folder, 'media', 'rules'), { recursive: true });
  return { script, unblock: (cwd, args, options) => runScript(script, cwd, args, options) };
}

/** As in esbuild.mjs: bundled CommonJS libraries ask for these. */
const commonJsGlobals = `import { createRequire as __createRequire } from 'node:module';
import { fileURLToPath as __fileURLToPath } from 'node:url';
import { dirname as __pathDirname } from 'node:path';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __pathDirname(__filename);`;

function runScript(script: string, cwd: string, args: readonly string[], { env, uid }: Options = {}): Promise<Result> {
  // What the test runner asks for itself is not for the command line.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(FORCE_COLOR|NO_COLOR)$/.test(name));
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: { ...Object.fromEntries(inherited), ...env },
    ...(uid !== undefined && { uid }),
  });
  child.stdin.end();
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
