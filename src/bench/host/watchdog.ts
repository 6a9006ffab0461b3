// Ends a sandbox that takes too much memory. Looking now and then misses bursts; those a limit of the kernel stops.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Resident memory of a process and all below it in megabytes; undefined where it cannot be told. */
async function residentMb(pid: number): Promise<number | undefined> {
  if (process.platform === 'linux') return residentOnLinux(pid);
  if (process.platform === 'win32') return undefined;
  return new Promise((resolve) => {
    execFile('/bin/ps', ['-o', 'rss=', '-p', String(pid)], (error, output) => {
      const kilobytes = Number.parseInt(output, 10);
      resolve(error || Number.isNaN(kilobytes) ? undefined : kilobytes / 1024);
    });
  });
}

/** bubblewrap stands between us and the runtime, and Python's pools are processes: all of them count. */
async function residentOnLinux(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kilobytes === undefined) return undefined;
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  let total = Number(kilobytes) / 1024;
  for (const child of children.split(' ').filter(Boolean)) total += (await residentOnLinux(Number(child))) ?? 0;
  return total;
}

export interface MemoryWatch {
  /** The most that was seen, in megabytes. */
  readonly peakMb: () => number;
  readonly stop: () => void;
}

/** Looks every 50 ms (Linux) or 500 ms; calls back once. */
export function watchMemory(pid: number, limitMb: number, onExceeded: () => void): MemoryWatch {
  let stopped = false;
  let peak = 0;
  const look = async (): Promise<void> => {
    const used = await residentMb(pid);
    if (stopped) return;
    peak = Math.max(peak, used ?? 0);
    if (used !== undefined && used > limitMb) {
      stopped = true;
      onExceeded();
      return;
    }
    timer = setTimeout(() => void look(), process.platform === 'linux' ? 50 : 500);
    timer.unref();
  };
  let timer = setTimeout(() => void look(), 50);
  timer.unref();
  return {
    peakMb: () => peak,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
