import type { Library } from '../schema.ts';
import { blocking, different, doneCallback } from './build.ts';

const seconds = 'until the command ends; starting a process alone takes 1–10 ms, Node about 40 ms';

const collects =
  'Promisified, it resolves to { stdout, stderr } instead of stdout alone, as strings unless an encoding is given; it knows neither `input` nor `stdio`, and a failing command rejects with `code` in place of `status`.';

export const childProcess: Library = {
  language: 'javascript',
  modules: ['node:child_process', 'child_process'],
  source: 'https://nodejs.org/api/child_process.html',
  exports: {
    execSync: blocking('process', 'heavy', different('node:child_process#exec', collects), seconds),
    execFileSync: blocking('process', 'heavy', different('node:child_process#execFile', collects), seconds),
    spawnSync: blocking(
      'process',
      'heavy',
      different(
        'node:child_process#spawn',
        'It gives a ChildProcess at once: output and exit code come by events instead of in the result.',
      ),
      seconds,
    ),
    exec: { io: 'process', callbacks: [doneCallback], returns: 'ChildProcess' },
    execFile: { io: 'process', callbacks: [doneCallback], returns: 'ChildProcess' },
    spawn: { io: 'process', returns: 'ChildProcess' },
    fork: { io: 'process', returns: 'ChildProcess', offloads: 'process' },
  },
  types: {
    ChildProcess: {
      extends: 'node:events#EventEmitter',
      members: {
        stdin: { type: 'node:stream#Writable' },
        stdout: { type: 'node:stream#Readable' },
        stderr: { type: 'node:stream#Readable' },
        send: { callbacks: [doneCallback] },
      },
    },
  },
};
