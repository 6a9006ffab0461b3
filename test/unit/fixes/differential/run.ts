import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { analyze } from '../../../../src/engine/analyze.ts';
import { remediesFor } from '../../../../src/engine/remedies.ts';
import { applyEdits } from '../../../../src/model/fix.ts';

const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

/** What one run of a program showed: what it reported, what it called in which order, how much was under way at once. */
export interface Run {
  readonly code: number | null;
  readonly stderr: string;
  readonly peak: number;
  readonly calls: readonly string[];
  readonly reports: readonly unknown[];
}

export const programsOf = (remedy: string): string[] => readdirSync(join(fixtures, remedy));

/** Runs a program as it is and with the remedy's fix, each in a process of its own. */
export async function runBoth(
  remedy: string,
  program: string,
): Promise<{ before: Run; after: Run; changed: string[] }> {
  const before = copyOf(remedy, program);
  const after = copyOf(remedy, program);
  try {
    const changed = applyFix(after, remedy);
    return { before: await run(before), after: await run(after), changed };
  } finally {
    for (const folder of [before, after]) rmSync(folder, { recursive: true, force: true });
  }
}

function copyOf(remedy: string, program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-fix-'));
  cpSync(join(fixtures, remedy, program), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  mkdirSync(join(folder, 'node_modules/p-limit'), { recursive: true });
  symlinkSync(join(modules, 'piscina'), join(folder, 'node_modules/piscina'));
  // As `p-limit@3` for `require`, as the installed version for `import`.
  const real = pathToFileURL(join(modules, 'p-limit/index.js')).href;
  writeFileSync(join(folder, 'node_modules/p-limit/index.mjs'), `export { default } from ${JSON.stringify(real)};`);
  writeFileSync(
    join(folder, 'node_modules/p-limit/index.cjs'),
    `module.exports = require(${JSON.stringify(fileURLToPath(real))}).default;`,
  );
  const exports = { '.': { import: './index.mjs', require: './index.cjs' } };
  writeFileSync(join(folder, 'node_modules/p-limit/package.json'), JSON.stringify({ name: 'p-limit', exports }));
  return folder;
}

/** The edits go to the copy; the files they touched are named. */
export function applyFix(folder: string, remedy: string): string[] {
  const name = readdirSync(folder).find((file) => file.startsWith('subject.')) ?? '';
  const path = `/project/src/${name}`;
  const text = readFileSync(join(folder, name), 'utf8');
  const analysis = analyze(path, text);
  const fixes = analysis.findings.flatMap((finding) => remediesFor(analysis, finding).fixes);
  const fix = fixes.find(({ id }) => id === remedy);
  if (!fix) {
    const obstacles = analysis.findings.flatMap((finding) => remediesFor(analysis, finding).obstacles);
    throw new Error(`${remedy} is not offered: ${JSON.stringify({ findings: analysis.findings, obstacles })}`);
  }
  return fix.edits.map((edit) => {
    const file = basename(edit.path);
    const result = edit.kind === 'create' ? edit.text : applyEdits(text, edit.edits);
    // No compiler runs here, so that a worker of TypeScript is loaded as it is.
    const runnable = name.endsWith('.ts') ? result.replaceAll('.worker.js', '.worker.ts') : result;
    writeFileSync(join(folder, file), runnable);
    return file;
  });
}

function run(folder: string): Promise<Run> {
  const args = ['--import', pathToFileURL(join(fixtures, 'fake-io.mjs')).href, join(folder, 'drive.mjs')];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: 60_000 }, (error, stdout, stderr) => {
      const last = stdout.trim().split('\n').at(-1) ?? '';
      if (!last.startsWith('{')) reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
      else resolve({ code: error ? 1 : 0, stderr, ...(JSON.parse(last) as Pick<Run, 'peak' | 'calls' | 'reports'>) });
    });
  });
}
