import type { Entry, Library } from '../schema.ts';
import { blocking, different, doneCallback, each } from './build.ts';

const seconds = 'until the command ends; starting a process alone takes 1–10 ms, Node about 40 ms';

const collects =
  'Promisified, it resolves to { stdout, stderr } instead of stdout alone, as strings unless an encoding is given; it knows neither `input` nor `stdio`, and a failing command rejects with `code` in place of `status`.';

/** How long it may take, and what ends it early, in the options at this place. */
function bounds(argument: number): Entry {
  return {
    timeout: { argument, property: 'timeout', unit: 'ms' },
    abort: { argument, property: 'signal' },
  };
}

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
    exec: { io: 'process', callbacks: [doneCallback], returns: 'ChildProcess', ...bounds(1) },
    execFile: { io: 'process', callbacks: [doneCallback], returns: 'ChildProcess', ...bounds(2) },
    spawn: { io: 'process', returns: 'ChildProcess', ...bounds(2) },
    fork: {
      io: 'process',
      returns: 'ChildProcess',
      offloads: 'process',
      workerModule: { argument: 0 },
      ...bounds(2),
    },
  },
  types: {
    ChildProcess: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'processes', closedBy: ['kill'] },
      needsListener: ['error'],
      members: {
        stdin: { type: 'node:stream#Writable' },
        stdout: { type: 'node:stream#Readable' },
        stderr: { type: 'node:stream#Readable' },
        send: { callbacks: [doneCallback], clones: [{ argument: 0, by: 'json' }] },
        ...each(['disconnect', 'kill', 'ref', 'unref'], {}),
      },
    },
  },
};
