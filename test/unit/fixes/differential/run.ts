import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Case } from '../cases.ts';
import type { Observed } from './compare.ts';

const worlds = fileURLToPath(new URL('./worlds', import.meta.url));
const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

/** Runs the code before and after a fix, each in a process of its own, where all that leaves the process is pretended. */
export async function runBoth(one: Case): Promise<{ before: Observed; after: Observed }> {
  const { path, before, after = '', created, beside, became } = one;
  return {
    before: await run(one, { [path]: before, ...beside }),
    after: await run(one, { [path]: after, ...beside, ...became, ...created }),
  };
}

/** Why there is no Python to run programs with; undefined where there is. */
export function whyNoPython(): string | undefined {
  const { stdout, error } = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 11))'], {
    encoding: 'utf8',
  });
  if (error) return 'python3 is not there';
  return stdout.trim() === 'True' ? undefined : 'python3 is older than 3.11';
}

async function run({ path, drive = '' }: Case, files: Readonly<Record<string, string>>): Promise<Observed> {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-fix-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, basename(name)), runnable(name, text));
    const command = path.endsWith('.py') ? preparePython(folder, drive) : prepareNode(folder, drive);
    return await observe(folder, command);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** No compiler runs here, so that a worker of TypeScript is loaded as it is. */
function runnable(path: string, text: string): string {
  return path.endsWith('.ts') ? text.replaceAll('.worker.js', '.worker.ts') : text;
}

function preparePython(folder: string, drive: string): string[] {
  cpSync(join(worlds, 'fake_io.py'), join(folder, 'fake_io.py'));
  writeFileSync(join(folder, 'drive.py'), drive);
  return ['python3', '-B', 'drive.py'];
}

function prepareNode(folder: string, drive: string): string[] {
  writeFileSync(join(folder, 'drive.mjs'), drive);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(folder, 'node_modules/express'), { recursive: true });
  cpSync(join(worlds, 'express.cjs'), join(folder, 'node_modules/express/index.cjs'));
  writeFileSync(join(folder, 'node_modules/express/package.json'), '{ "main": "index.cjs" }');
  symlinkSync(join(modules, 'piscina'), join(folder, 'node_modules/piscina'));
  for (const name of ['p-limit', 'p-map']) loadable(folder, name);
  return [process.execPath, '--import', pathToFileURL(join(worlds, 'fake-io.mjs')).href, 'drive.mjs'];
}

/** As the installed version for `import`; for `require` as the last one that was CommonJS, `p-limit@3` or `p-map@4`. */
function loadable(folder: string, name: string): void {
  const at = join(folder, 'node_modules', name);
  const real = pathToFileURL(join(modules, name, 'index.js')).href;
  mkdirSync(at);
  writeFileSync(join(at, 'index.mjs'), `export { default } from ${JSON.stringify(real)};`);
  writeFileSync(join(at, 'index.cjs'), `module.exports = require(${JSON.stringify(fileURLToPath(real))}).default;`);
  const exports = { '.': { import: './index.mjs', require: './index.cjs' } };
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, exports }));
}

/** The last line of its output says what was seen; the rest, and what stands on standard error, is an aspect as well. */
function observe(folder: string, [command = '', ...args]: readonly string[]): Promise<Observed> {
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: folder, timeout: 60_000 }, (error, stdout, stderr) => {
      const lines = stdout.trim().split('\n');
      const last = lines.pop() ?? '';
      if (!last.startsWith('{')) reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
      else
        resolve({
          exit: error?.code ?? 0,
          ...(JSON.parse(last) as Observed),
          stdout: lines,
          stderr: stderr.replaceAll(folder, '.'),
        });
    });
  });
}
