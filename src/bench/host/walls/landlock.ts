// Landlock and seccomp (Linux 5.13 and later) by way of a few lines of Python, for systems that allow no namespaces.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { askInterpreter } from '../interpreter.ts';
import type { Layer } from './layer.ts';
import { limitsFor } from './limits.ts';
import { filesOfRuntime, libraryFolders, loaders } from './system-files.ts';

export async function landlock(harness: string): Promise<Layer | undefined> {
  const script = join(harness, 'confine.py');
  const interpreter = existsSync(script) ? await askInterpreter('python3') : undefined;
  if (!interpreter) return undefined;
  return {
    kind: 'landlock',
    wrap: ({ file, args }, needs) => {
      const rules = {
        read: [
          ...libraryFolders,
          ...['/etc/ld.so.cache', '/dev/null', '/dev/urandom'],
          filesOfRuntime(file),
          ...needs.read,
        ],
        execute: [file, ...loaders],
        share: needs.processes ? ['/dev/shm'] : [],
        network: needs.loopback,
        processes: needs.processes,
        limits: limitsFor(needs),
      };
      return { file: interpreter.file, args: ['-I', '-S', script, JSON.stringify(rules), file, ...args] };
    },
  };
}
