// One entry per runtime. `--watch` rebuilds on change, `--production` minifies; both print what each bundle weighs.
import { build, context } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');
const tests = !production;

/** Says which version of the analysis left something in a cache: other sources or parsers may see other things. */
function buildDigest() {
  const sources = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha1');
  for (const path of [...sources.toSorted(), 'package-lock.json']) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

const define = { UNBLOCK_BUILD: JSON.stringify(buildDigest()) };

const shared = {
  bundle: true,
  target: 'node22',
  platform: 'node',
  logLevel: 'warning',
  legalComments: 'linked',
  minify: production,
  sourcemap: production ? false : 'linked',
  metafile: true,
  define,
  // The last is an optional native speed-up of Piscina's; it is never needed.
  external: ['vscode', '@napi-rs/nice'],
};

/** What bundles measured code is no part of a bundle itself: it stands beside them, with the program that it starts. */
const bundlerBeside = {
  name: 'bundler-beside',
  /** @param {import('esbuild').PluginBuild} build */
  setup({ onResolve }) {
    onResolve({ filter: /^esbuild-wasm$/ }, () => ({ path: './esbuild-wasm/lib/main.js', external: true }));
  },
};

/** Loads the analyser of regular expressions at the first question: most files never ask one. */
const alias = { scslre: join(import.meta.dirname, 'scripts/lazy/scslre.cjs') };

/** The ES module of Python's parser asks for its own address, which a CommonJS bundle does not have. */
const commonJsAlias = {
  ...alias,
  'web-tree-sitter': join(import.meta.dirname, 'node_modules/web-tree-sitter/web-tree-sitter.cjs'),
};

const commonJs = { ...shared, format: 'cjs', outExtension: { '.js': '.cjs' } };

// Bundled CommonJS libraries (TypeScript, Piscina) still ask for these three inside an ES module.
const commonJsGlobals = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  "import { dirname as __pathDirname } from 'node:path';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __fileURLToPath(import.meta.url);',
  'const __dirname = __pathDirname(__filename);',
].join('\n');

const entries = [
  // Activation compiles the first only: the client is loaded when it is over, the benchmark when it is asked for.
  {
    ...commonJs,
    entryPoints: {
      extension: 'src/extension/main.ts',
      client: 'src/extension/client.ts',
      benchmark: 'src/extension/panel/index.ts',
    },
    plugins: [bundlerBeside],
    outdir: 'dist',
  },
  {
    ...commonJs,
    entryPoints: { server: 'src/server/main.ts' },
    outdir: 'dist',
    alias: commonJsAlias,
  },
  {
    ...shared,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: { js: `#!/usr/bin/env node\n${commonJsGlobals}` },
    alias,
    plugins: [bundlerBeside],
    entryPoints: { cli: 'src/cli/main.ts' },
    // What only some commands need, the parsers above all, is loaded by those.
    splitting: true,
    chunkNames: 'cli-[hash]',
    outdir: 'dist',
  },
  {
    ...commonJs,
    entryPoints: { 'index-worker': 'src/workspace/index-worker.ts' },
    alias: commonJsAlias,
    outdir: 'dist',
  },
  {
    ...commonJs,
    entryPoints: {
      sandbox: 'src/bench/sandbox/main.ts',
      'sandbox-worker': 'src/bench/sandbox/worker.ts',
      'sandbox-guardian': 'src/bench/sandbox/guardian.ts',
      'sandbox-server': 'src/bench/sandbox/server.ts',
    },
    // What is timed must be what was written: a minifier changes how an engine optimises.
    minify: false,
    outdir: 'dist/bench',
  },
  // Piscina starts `worker.js` beside the bundle that contains it.
  {
    ...shared,
    format: 'cjs',
    entryPoints: { worker: 'node_modules/piscina/dist/worker.js' },
    outdir: 'dist/bench',
    sourcemap: false,
  },
  {
    ...shared,
    format: 'cjs',
    entryPoints: { worker: 'node_modules/piscina/dist/worker.js' },
    outdir: 'dist',
    sourcemap: false,
  },
  {
    ...shared,
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
    entryPoints: { panel: 'media/panel/main.ts' },
    outdir: 'dist/panel',
  },
  ...(tests
    ? [
        {
          ...commonJs,
          entryPoints: { index: 'test/integration/index.ts' },
          outdir: 'dist/test/integration',
        },
      ]
    : []),
].filter(({ entryPoints }) => Object.values(entryPoints).every((file) => existsSync(file)));

/** How the bundle of this name is made, for tests of what is shipped. @param {string} name */
export function bundleOf(name) {
  return entries.find(({ entryPoints }) => name in entryPoints);
}

/** Python's parser, beside the bundles that load it. */
const parsers = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm',
];

/** What the sandbox runs with Python, as it is. */
const pythonScripts = readdirSync('src/bench/python').filter((name) => name.endsWith('.py'));

/** Of `esbuild-wasm`, what runs in Node. */
const bundlerFiles = ['package.json', 'LICENSE.md', 'bin/esbuild', 'esbuild.wasm', 'wasm_exec.js', 'wasm_exec_node.js'];

/**
 * The bundler is started with the runtime that we run in, since many people who write Python have no Node of their own; inside of
 * an editor that runtime must be told to be one.
 */
async function copyBundler() {
  for (const file of bundlerFiles) await cp(join('node_modules/esbuild-wasm', file), join('dist/esbuild-wasm', file));
  const main = await readFile('node_modules/esbuild-wasm/lib/main.js', 'utf8');
  const changes = /** @type {const} */ ([
    [
      'return ["node", [path2.join(__dirname, "..", "bin", "esbuild")]];',
      'return [process.execPath, [path2.join(__dirname, "..", "bin", "esbuild")]];',
    ],
    ['    cwd: defaultWD\n', '    cwd: defaultWD,\n    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" }\n'],
  ]);
  let text = main;
  for (const [before, after] of changes) {
    if (text.split(before).length !== 2)
      throw new Error(`esbuild-wasm has changed: “${before.trim()}” is not there once.`);
    text = text.replace(before, () => after);
  }
  await mkdir('dist/esbuild-wasm/lib', { recursive: true });
  await writeFile('dist/esbuild-wasm/lib/main.js', text);
}

async function copyAssets() {
  await copyBundler();
  for (const parser of parsers) await cp(parser, join('dist', basename(parser)));
  for (const script of pythonScripts) await cp(join('src/bench/python', script), join('dist/bench', script));
  if (existsSync('media/panel/panel.css')) {
    await mkdir('dist/panel', { recursive: true });
    await cp('media/panel/panel.css', 'dist/panel/panel.css');
  }
}

async function sizeReport(directory = 'dist') {
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await sizeReport(path);
    else if (/\.(c|m)?js$/.test(entry.name)) {
      const { size } = await stat(path);
      console.log(`${(size / 1024).toFixed(0).padStart(7)} kB  ${path}`);
    }
  }
}

async function run() {
  await rm('dist', { recursive: true, force: true });
  if (watch) {
    // What the problem matcher of .vscode/tasks.json waits for.
    const announce = {
      name: 'announce',
      setup({ onStart, onEnd }) {
        onStart(() => console.log('[watch] build started'));
        onEnd(() => console.log('[watch] build finished'));
      },
    };
    const contexts = await Promise.all(entries.map((entry) => context({ ...entry, plugins: [announce] })));
    await copyAssets();
    await Promise.all(contexts.map((each) => each.watch()));
  } else {
    await Promise.all(entries.map((entry) => build(entry)));
    await copyAssets();
    await sizeReport();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run();
