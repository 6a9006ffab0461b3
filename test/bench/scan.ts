// How long a scan of a whole project takes, cold and unchanged, with peers beside it in the same round: `npm run bench:scan -- FOLDER…`.
// Peers are installed from npm into a folder of their own. Only ratios of one run mean anything.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROUNDS = 5;

interface Contestant {
  readonly name: string;
  readonly command: readonly string[];
  /** Made true before each round, outside of the time. */
  readonly prepare?: () => void;
}

interface Sample {
  readonly seconds: number;
  /** Of the process itself; undefined for those that do not run in Node. */
  readonly megabytes?: number;
}

const cli = resolve('dist/cli.mjs');
if (!existsSync(cli)) throw new Error('Run `npm run build` first.');
const folders = process.argv.slice(2);
if (folders.length === 0) throw new Error('Name the projects to scan: `npm run bench:scan -- FOLDER…`.');

const place = mkdtempSync(join(tmpdir(), 'unblock-bench-'));
const cache = join(place, 'cache');
const memory = join(place, 'memory.cjs');
writeFileSync(
  memory,
  "process.on('exit', () => process.stderr.write(`\\nMAXRSS ${process.resourceUsage().maxRSS}\\n`));\n",
);
writeFileSync(join(place, 'package.json'), '{ "private": true }');
execFileSync('npm', ['install', '--no-audit', '--no-fund', 'oxlint', '@biomejs/biome', '@astral-sh/ruff-wasm-nodejs'], {
  cwd: place,
  stdio: 'ignore',
});
const peer = (name: string): string => join(place, 'node_modules', '.bin', name);

const check = [process.execPath, '--require', memory, cli, 'check', '.', '--max-warnings', '999999'];
const cached = [...check, '--cache-location', cache];
const contestants: readonly Contestant[] = [
  { name: 'unblock, nothing kept', command: [...check, '--no-cache'] },
  { name: 'unblock, facts kept', command: [...cached, '--hints'], prepare: forgetResults },
  { name: 'unblock, unchanged', command: cached },
  { name: 'oxlint, its defaults', command: [peer('oxlint'), '.'] },
  { name: 'biome, one rule', command: [peer('biome'), 'lint', '--only=performance/noAwaitInLoops', '.'] },
  {
    name: 'ruff in wasm, ASYNC',
    command: [
      process.execPath,
      join(import.meta.dirname, 'ruff.mjs'),
      join(place, 'node_modules/@astral-sh/ruff-wasm-nodejs'),
      '.',
    ],
  },
];

/** Another view of the same files: the facts hold, the results do not. */
function forgetResults(): void {
  rmSync(cache, { recursive: true, force: true });
  spawnSync(process.execPath, cached.slice(1), { stdio: 'ignore' });
}

function take({ command, prepare }: Contestant, cwd: string): Sample {
  prepare?.();
  const [file = '', ...args] = command;
  const start = performance.now();
  const { stderr, status } = spawnSync(file, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  const seconds = (performance.now() - start) / 1000;
  if (status === null) throw new Error(`${file} was killed.`);
  const rss = /MAXRSS (\d+)/.exec(stderr)?.[1];
  return { seconds, ...(rss !== undefined && { megabytes: Number(rss) / 1024 }) };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

try {
  for (const folder of folders.map((each) => resolve(each))) {
    process.chdir(folder);
    rmSync(cache, { recursive: true, force: true });
    const samples = new Map(contestants.map(({ name }) => [name, [] as Sample[]]));
    // One after the other within each round, so that all meet the same noise; the first round only warms the disk.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const each of contestants) {
        const sample = take(each, folder);
        if (round > 0) samples.get(each.name)?.push(sample);
      }
    }
    const times = (name: string): number => median(samples.get(name)?.map(({ seconds }) => seconds) ?? []);
    const [oxlint, ruff] = [times('oxlint, its defaults'), times('ruff in wasm, ASYNC')];
    console.log(`\n${folder}`);
    for (const [name, taken] of samples) {
      const seconds = median(taken.map((sample) => sample.seconds));
      const megabytes = median(taken.flatMap((sample) => sample.megabytes ?? []));
      const size = Number.isNaN(megabytes) ? '' : `${megabytes.toFixed(0).padStart(6)} MB`;
      console.log(
        `${name.padEnd(24)}${seconds.toFixed(2).padStart(8)} s${(seconds / oxlint).toFixed(1).padStart(8)} × oxlint${(seconds / ruff).toFixed(1).padStart(8)} × ruff${size}`,
      );
    }
  }
} finally {
  rmSync(place, { recursive: true, force: true });
}
