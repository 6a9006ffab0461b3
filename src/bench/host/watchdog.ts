// Ends a sandbox that takes too much memory. Polling misses bursts; a kernel limit belongs to the layer below.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** Resident memory of a process in megabytes; undefined where it cannot be told. */
async function residentMb(pid: number): Promise<number | undefined> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  }
  if (process.platform === 'win32') return undefined;
  return new Promise((resolve) => {
    execFile('/bin/ps', ['-o', 'rss=', '-p', String(pid)], (error, output) => {
      const kilobytes = Number.parseInt(output, 10);
      resolve(error || Number.isNaN(kilobytes) ? undefined : kilobytes / 1024);
    });
  });
}

/** Looks every 50 ms (Linux) or 500 ms; calls back once. The returned function stops it. */
export function watchMemory(pid: number, limitMb: number, onExceeded: () => void): () => void {
  let stopped = false;
  const look = async (): Promise<void> => {
    const used = await residentMb(pid);
    if (stopped) return;
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
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
