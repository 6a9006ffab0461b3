// One function of a project as one module: its imports, paths and TypeScript resolved by esbuild, before anything is run.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import type { Loader, Plugin } from 'esbuild-wasm';
import { BenchmarkError } from '../request.ts';
import { assertName, targetExport } from '../prepare.ts';

export interface FunctionInFile {
  readonly path: string;
  readonly functionName: string;
  /** Texts that stand for those on disk, by path: files as a fix would leave them. */
  readonly texts?: ReadonlyMap<string, string>;
}

/** Starting it takes a second or two; a comparison bundles several functions. */
const idleMs = 10_000;
let idle: NodeJS.Timeout | undefined;

/**
 * The text of a self-contained module that exports the function as `targetExport`.
 * @throws BenchmarkError `invalid-request` when it cannot be made.
 */
export async function bundleFunction(target: FunctionInFile): Promise<string> {
  assertName(target.functionName);
  // The one of WebAssembly: the same on every system, in a process of its own.
  const esbuild = await import('esbuild-wasm').catch(() => {
    throw new BenchmarkError(
      'invalid-request',
      'What bundles a function with its imports is missing from this installation of Unblock, so nothing was measured. Install Unblock again.',
    );
  });
  clearTimeout(idle);
  try {
    const { outputFiles } = await esbuild.build({
      entryPoints: [target.path],
      absWorkingDir: dirname(target.path),
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      // Both change how an engine optimises: names kept cost up to nineteen times as much in a loop that makes closures.
      minify: false,
      keepNames: false,
      logLevel: 'silent',
      plugins: [expose(target)],
    });
    const code = outputFiles[0]?.text;
    if (code === undefined) throw new Error('nothing came out');
    return code;
  } catch (error) {
    const message = firstMessage(error);
    const wayOut = isMissingPackage(message)
      ? " Install the project's packages first, in the way the project does, as with `npm install`."
      : '';
    throw new BenchmarkError('invalid-request', `${target.path} cannot be bundled: ${message}.${wayOut}`);
  } finally {
    clearTimeout(idle);
    idle = setTimeout(() => void esbuild.stop(), idleMs).unref();
  }
}

const extensions = ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.jsx'];

/** Adds an export to the target's file, and gives the texts that stand for those on disk. */
function expose({ path, functionName, texts }: FunctionInFile): Plugin {
  return {
    name: 'expose-function',
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ path: asked, importer }) => {
        // A file that only exists as part of a fix.
        const place = resolve(dirname(importer), asked);
        const made = [place, place.replace(/\.([cm]?)js$/, '.$1ts'), ...extensions.map((end) => place + end)];
        const path = made.find((each) => texts?.has(each) === true && !existsSync(each));
        return path === undefined ? undefined : { path };
      });
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path: file }) => {
        const given = texts?.get(file);
        if (file !== path && given === undefined) return undefined;
        const text = given ?? (await readFile(file, 'utf8'));
        const isTarget = file === path;
        const contents = isTarget ? `${text}\n;${exportOf(text, functionName)}\n` : text;
        return { contents, loader: loaderOf(file), resolveDir: dirname(file) };
      });
    },
  };
}

/** In the file's own way: an `export` would turn a CommonJS file into a module. */
function exportOf(text: string, functionName: string): string {
  const isCommonJs = /\b(module\.exports|exports\.[\w$]+)\s*=/.test(text) && !/^\s*(import|export)\b/m.test(text);
  return isCommonJs
    ? `module.exports.${targetExport} = ${functionName};`
    : `const ${targetExport} = ${functionName}; export { ${targetExport} };`;
}

function loaderOf(file: string): Loader {
  const loaders: Readonly<Record<string, Loader>> = { ts: 'ts', tsx: 'tsx', jsx: 'jsx', js: 'jsx' };
  return loaders[extname(file).slice(1).replace(/^[cm]/, '')] ?? 'js';
}

/** esbuild's words for what is imported by name and found nowhere; a path of one's own is mended where it is written. */
function isMissingPackage(message: string): boolean {
  return /^Could not resolve "[^./~#"]/.test(message);
}

function firstMessage(error: unknown): string {
  const { errors } = error as { readonly errors?: readonly { readonly text: string }[] };
  return errors?.[0]?.text ?? (error instanceof Error ? error.message : String(error));
}
