import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyFix } from '../run.ts';

const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));

/** What one run of a program showed. */
export interface PythonRun {
  readonly code: number;
  readonly stderr: string;
  /** What was asked of the world outside, in that order. */
  readonly calls: readonly string[];
  /** What the program returned. */
  readonly reports: readonly unknown[];
  /** What it raised. */
  readonly errors: readonly string[];
  /** What the event loop said about exceptions that nobody took. */
  readonly loopErrors: readonly string[];
  /** For each call that blocks or pauses, how often the event loop turned meanwhile, counted up to five. */
  readonly turned: readonly number[];
  /** How many were in flight at once. */
  readonly peak: number;
  /** How many threads were left at the end. */
  readonly threads: number;
}

const MINIMUM = '3.11';

/** Why there is no Python to run the programs with; undefined where there is. */
export function whyNoPython(): string | undefined {
  const { stdout, error } = spawnSync('python3', ['-c', 'import sys; print(sys.version_info >= (3, 11))'], {
    encoding: 'utf8',
  });
  if (error) return 'python3 is not there';
  return stdout.trim() === 'True' ? undefined : `python3 is older than ${MINIMUM}`;
}

export const pythonProgramsOf = (remedy: string): string[] => readdirSync(join(fixtures, remedy));

/** Runs a program as it is and with the remedy's fix, each in a process of its own. */
export async function runBothInPython(
  remedy: string,
  program: string,
): Promise<{ before: PythonRun; after: PythonRun }> {
  const before = copyOf(remedy, program);
  const after = copyOf(remedy, program);
  try {
    applyFix(after, remedy);
    return { before: await run(before), after: await run(after) };
  } finally {
    for (const folder of [before, after]) rmSync(folder, { recursive: true, force: true });
  }
}

function copyOf(remedy: string, program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'unblock-fix-'));
  cpSync(join(fixtures, remedy, program), folder, { recursive: true });
  cpSync(join(fixtures, 'fake_io.py'), join(folder, 'fake_io.py'));
  return folder;
}

function run(folder: string): Promise<PythonRun> {
  return new Promise((resolve, reject) => {
    execFile('python3', ['-B', 'drive.py'], { cwd: folder, timeout: 60_000 }, (error, stdout, stderr) => {
      const last = stdout.trim().split('\n').at(-1) ?? '';
      if (!last.startsWith('{')) reject(new Error(`${stdout}\n${stderr}`, { cause: error }));
      else resolve({ code: error ? 1 : 0, stderr, ...(JSON.parse(last) as Omit<PythonRun, 'code' | 'stderr'>) });
    });
  });
}
