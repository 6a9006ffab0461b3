import type { Callback, Library } from '../schema.ts';
import { each } from './build.ts';

const listener: Callback = {
  argument: 1,
  runs: 'event',
  result: 'ignored',
  label: 'event listener',
  once: ['ready', 'listening'],
};

export const events: Library = {
  language: 'javascript',
  modules: ['node:events', 'events'],
  source: 'https://nodejs.org/api/events.html',
  exports: {
    default: { returns: 'EventEmitter' },
    EventEmitter: { returns: 'EventEmitter' },
    once: { promise: true, returns: 'global#Array', abort: { argument: 2, property: 'signal' } },
  },
  types: {
    EventEmitter: {
      members: {
        ...each(['on', 'addListener', 'prependListener'], { callbacks: [listener], returns: 'this' }),
        ...each(['once', 'prependOnceListener'], {
          callbacks: [{ argument: 1, runs: 'once', result: 'ignored' }],
          returns: 'this',
        }),
        ...each(['off', 'removeListener', 'removeAllListeners', 'setMaxListeners'], { returns: 'this' }),
      },
    },
  },
};
