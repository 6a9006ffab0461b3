// bubblewrap (Linux): namespaces of its own for files, network, processes and users. What is not mounted does not exist.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Layer } from './layer.ts';
import { limitsFor } from './limits.ts';
import { filesOfRuntime, libraryFolders } from './system-files.ts';

export function bubblewrap(): Layer | undefined {
  const [bwrap, prlimit] = [program('bwrap'), program('prlimit')];
  if (bwrap === undefined || prlimit === undefined) return undefined;
  return {
    kind: 'bubblewrap',
    wrap: ({ file, args }, needs) => {
      const read = [...libraryFolders, prlimit, filesOfRuntime(file), ...needs.read];
      // Inside, where the count of processes begins anew.
      const limits = Object.entries(limitsFor(needs)).map(([name, value]) => `--${name}=${value}`);
      return {
        file: bwrap,
        args: [
          '--unshare-all',
          '--die-with-parent',
          ...['--cap-drop', 'ALL'],
          ...read.flatMap((path) => ['--ro-bind', path, path]),
          ...['--ro-bind-try', '/etc/ld.so.cache', '/etc/ld.so.cache'],
          ...['--proc', '/proc', '--dev', '/dev'],
          // Python's semaphores live in shared memory.
          ...(needs.processes ? ['--size', '16777216', '--tmpfs', '/dev/shm'] : []),
          ...['--remount-ro', '/dev', '--remount-ro', '/'],
          ...[prlimit, ...limits, file, ...args],
        ],
      };
    },
  };
}

function program(name: string): string | undefined {
  // Not only where the person's own PATH leads: an editor's may be short.
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/bin'];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
