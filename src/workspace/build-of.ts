import { evaluate, parse } from '@humanwhocodes/momoa';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Build } from '../model/surroundings.ts';
import { readManifest, type Manifest } from './packages.ts';
import { createSeenPaths, readSeen, type SeenPaths } from './seen-paths.ts';

/** By how they are called in scripts. Those with a space are bundlers only with that word. */
const bundlers = [
  ...['webpack', 'rspack', 'rollup', 'rolldown', 'esbuild', 'tsup', 'tsdown', 'vite', 'parcel', 'ncc', 'microbundle'],
  ...[
    'next',
    'nuxt',
    'astro',
    'gatsby',
    'remix',
    'react-scripts',
    'electron-vite',
    'vue-cli-service',
    'ng',
    'bun build',
  ],
];
const packagesOfBundlers: Readonly<Record<string, string>> = {
  '@vercel/ncc': 'ncc',
  '@angular/cli': 'ng',
  '@rspack/cli': 'rspack',
  '@remix-run/dev': 'remix',
};
/** By what their configuration is called: `vite.config.ts`. */
const configured = [
  ...[
    'vite',
    'webpack',
    'rollup',
    'rolldown',
    'esbuild',
    'tsup',
    'tsdown',
    'rspack',
    'next',
    'nuxt',
    'astro',
    'svelte',
  ],
  'electron.vite',
];

const compilers = /\b(tsc|tsc-watch|babel|swc|nest build)\b(?![^&|;]*--noEmit)/;
const runners = /\b(tsx|ts-node|ts-node-dev|ts-node-esm|swc-node|vitest|jest|bun|deno)\b|\bnode\b[^&|;]*\.[cm]?ts\b/;
const packagesThatRun = [
  'tsx',
  'ts-node',
  'ts-node-dev',
  '@swc-node/register',
  'esbuild-register',
  'vitest',
  'ts-jest',
];

/** Reads how the code of `path` is built and run from the nearest `package.json` and `tsconfig.json`; undefined without the former. */
export function buildOf(path: string, seen: SeenPaths = createSeenPaths()): Build | undefined {
  const found = nearest(dirname(path), (folder) => readManifest(seen, folder));
  if (!found) return undefined;
  const { folder, value: manifest } = found;
  const scripts = textsIn(manifest.scripts);
  const packages = [...namesIn(manifest.dependencies), ...namesIn(manifest.devDependencies)];
  const options = compilerOptionsFor(seen, path);
  const isTypeScript = /\.[cm]?tsx?$/i.test(path);
  const isStarted = startsFrom(scripts, relative(folder, path).split(sep).join('/'));
  const bundler = isStarted ? undefined : bundlerOf(seen, folder, scripts, packages);
  const compiles = scripts.some((script) => compilers.test(script)) || writesFiles(options);
  const runs =
    scripts.some((script) => runners.test(script)) || packages.some((name) => packagesThatRun.includes(name));
  const modules = isTypeScript ? modulesOf(options, manifest) : undefined;
  return {
    compiles,
    runsSources: isStarted || !isTypeScript || runs,
    ...(bundler === undefined ? {} : { bundler }),
    ...(modules ? { modules } : {}),
  };
}

function nearest<T>(from: string, look: (folder: string) => T | undefined): { folder: string; value: T } | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const value = look(folder);
    if (value !== undefined) return { folder, value };
    if (folder === dirname(folder)) return undefined;
  }
}

function textsIn(table: unknown): string[] {
  if (typeof table !== 'object' || table === null) return [];
  return Object.values(table).filter((value) => typeof value === 'string');
}

function namesIn(table: unknown): string[] {
  return typeof table === 'object' && table !== null ? Object.keys(table) : [];
}

/** A script that starts Node, or what runs sources, in the folder that the file lies in: `node server/index.js`. */
function startsFrom(scripts: readonly string[], path: string): boolean {
  const [top = ''] = path.split('/');
  if (!path.includes('/')) return false;
  const start = /\b(?:node|nodemon|tsx|ts-node|bun run|deno run)\b((?:\s+[^\s&|;]+)+)/g;
  return scripts.some((script) =>
    [...script.matchAll(start)].some(([, words = '']) =>
      words
        .split(/\s+/)
        .some((word) => word.replace(/^\.\//, '').startsWith(`${top}/`) && /\.[cm]?[jt]sx?$/.test(word)),
    ),
  );
}

function bundlerOf(
  seen: SeenPaths,
  folder: string,
  scripts: readonly string[],
  packages: readonly string[],
): string | undefined {
  const inScript = bundlers.find((name) => scripts.some((script) => isCalled(script, name)));
  if (inScript !== undefined) return inScript;
  const config = configured.find((name) =>
    ['js', 'ts', 'mjs', 'mts', 'cjs', 'cts'].some((ending) => seen.kind(join(folder, `${name}.config.${ending}`))),
  );
  if (config !== undefined) return config;
  const installed = packages.find((name) => bundlers.includes(name) || Object.hasOwn(packagesOfBundlers, name));
  return installed === undefined ? undefined : (packagesOfBundlers[installed] ?? installed);
}

/** As a command: at the beginning of one, perhaps behind `npx` or variables. */
function isCalled(script: string, name: string): boolean {
  return script.split(/&&|\|\||[;|&]/).some((command) => {
    const words = command.trim().replace(/^(?:(?:npx|yarn|pnpm|bunx|exec|cross-env|\w+=\S*)\s+)+/, '');
    return words === name || words.startsWith(`${name} `);
  });
}

type Options = Readonly<Record<string, unknown>>;

/** `compilerOptions` of the nearest `tsconfig.json` with those it extends; what lies in packages is not followed. */
function compilerOptionsFor(seen: SeenPaths, path: string): Options | undefined {
  const found = nearest(dirname(path), (folder) => {
    const file = join(folder, 'tsconfig.json');
    return seen.kind(file) === undefined ? undefined : file;
  });
  return found && compilerOptionsIn(seen, found.value, 0);
}

/** More than anybody writes, in a circle that somebody may. */
const LONGEST_CHAIN = 8;

function compilerOptionsIn(seen: SeenPaths, file: string, depth: number): Options {
  const config = parseQuietly(readSeen(seen, file));
  const bases = (Array.isArray(config['extends']) ? config['extends'] : [config['extends']]).filter(
    (base): base is string => typeof base === 'string' && base.startsWith('.'),
  );
  const own = config['compilerOptions'];
  const inherited =
    depth < LONGEST_CHAIN ? bases.map((base) => compilerOptionsIn(seen, baseFile(file, base), depth + 1)) : [];
  return Object.assign({}, ...inherited, typeof own === 'object' ? own : {}) as Options;
}

function baseFile(file: string, base: string): string {
  const path = resolve(dirname(file), base);
  return path.endsWith('.json') ? path : `${path}.json`;
}

function parseQuietly(text: string | undefined): Options {
  if (text === undefined) return {};
  try {
    const value: unknown = evaluate(parse(text, { mode: 'jsonc', allowTrailingCommas: true }));
    return typeof value === 'object' && value !== null ? (value as Options) : {};
  } catch {
    return {};
  }
}

function writesFiles(options: Options | undefined): boolean {
  if (!options || options['noEmit'] === true || options['emitDeclarationOnly'] === true) return false;
  return typeof options['outDir'] === 'string';
}

function modulesOf(options: Options | undefined, { type }: Manifest): Build['modules'] {
  const module = typeof options?.['module'] === 'string' ? options['module'].toLowerCase() : undefined;
  if (module === 'commonjs') return 'commonjs';
  if (module?.startsWith('node') === true) return type === 'module' ? 'esm' : 'commonjs';
  if (module !== undefined && /^es|^preserve$/.test(module)) return 'esm';
  return type === 'module' ? 'esm' : undefined;
}
