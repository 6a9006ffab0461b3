import type { Library } from '../schema.ts';
import { each, type Entries } from './build.ts';

/**
 * The events of a process are its beginnings and ends (`exit`, signals, `uncaughtException`): what their listeners hold up no longer
 * matters, and at `exit` only synchronous calls get done at all.
 */
export const processMembers: Entries = {
  stdin: { type: 'node:stream#Readable' },
  ...each(['stdout', 'stderr'], { type: 'node:stream#Writable' }),
  nextTick: { callbacks: [{ argument: 0, runs: 'once', result: 'ignored' }], resumes: 'microtask' },
  ...each(['hrtime', 'hrtime.bigint', 'uptime'], { clock: true }),
  send: { clones: [{ argument: 0, by: 'json' }] },
  ...each(['abort', 'cwd', 'exit', 'kill', 'memoryUsage', 'cpuUsage'], {}),
  ...each(['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'], {
    callbacks: [{ argument: 1, runs: 'lifecycle', result: 'ignored', label: 'process event' }],
  }),
};

export const process: Library = {
  language: 'javascript',
  modules: ['node:process', 'process'],
  source: 'https://nodejs.org/api/process.html',
  exports: processMembers,
};
