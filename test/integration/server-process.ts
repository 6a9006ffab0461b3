import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { waitFor } from './helpers.ts';

/** The language servers that this extension host has started. */
export async function serverProcesses(): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === process.pid && /[\\/]dist[\\/]server\.cjs/.test(command) ? [Number(pid)] : [];
  });
}

/** Ends the language server as a fault of its own would. Returns the process that was there. */
export async function killServer(): Promise<number> {
  const [pid] = await waitFor(async () => {
    const all = await serverProcesses();
    return all.length > 0 && all;
  }, 'a language server');
  if (pid === undefined) throw new Error('There is no language server.');
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Waits for another language server than this one. */
export async function serverOtherThan(pid: number): Promise<void> {
  await waitFor(async () => (await serverProcesses()).some((each) => each !== pid), 'a new language server');
}
