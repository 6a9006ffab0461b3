import type { Entry, Library } from '../schema.ts';
import { doneCallback, each, type Entries } from './build.ts';

/** A stream made of functions in an options object, each called for every chunk. */
function streamOf(type: string, functions: readonly string[]): Entry {
  return {
    returns: type,
    callbacks: functions.map((property) => ({
      argument: 0,
      property,
      runs: 'handler',
      inTurn: true,
      label: `stream ${property}`,
    })),
  };
}

/** Takes a function for each chunk and gives a promise for the whole. */
const consumer: Entry = { promise: true, callbacks: [{ argument: 0, runs: 'handler', label: 'stream callback' }] };
const derived: Entry = {
  returns: 'Readable',
  callbacks: [{ argument: 0, runs: 'handler', label: 'stream callback' }],
};

/** `write` says false when the buffer is full; what is written all the same is kept in memory. */
const written: Entries = {
  end: { callbacks: [doneCallback] },
  write: { callbacks: [doneCallback], backpressure: 'event' },
};

export const stream: Library = {
  language: 'javascript',
  modules: ['node:stream', 'stream'],
  source: 'https://nodejs.org/api/stream.html',
  exports: {
    Readable: streamOf('Readable', ['read']),
    Writable: streamOf('Writable', ['write', 'writev', 'final']),
    Duplex: streamOf('Duplex', ['read', 'write', 'writev', 'final']),
    Transform: streamOf('Transform', ['transform', 'flush']),
    PassThrough: { returns: 'Transform' },
    'Readable.from': { returns: 'Readable' },
    'Duplex.from': { returns: 'Duplex' },
    pipeline: { callbacks: [doneCallback] },
    finished: { callbacks: [doneCallback] },
    'promises.pipeline': { promise: true, abort: { argument: -1, property: 'signal' } },
    'promises.finished': { promise: true },
  },
  types: {
    Readable: {
      extends: 'node:events#EventEmitter',
      needsListener: ['error'],
      members: {
        ...each(['filter', 'flatMap', 'map'], derived),
        ...each(['every', 'find', 'forEach', 'reduce', 'some'], consumer),
        ...each(['drop', 'take'], { returns: 'Readable' }),
        ...each(['pause', 'resume', 'setEncoding'], { returns: 'this' }),
        toArray: { promise: true, returns: 'global#Array' },
      },
    },
    Writable: {
      extends: 'node:events#EventEmitter',
      needsListener: ['error'],
      members: written,
    },
    // Nothing can extend two types: what is written is the smaller half.
    Duplex: { extends: 'Readable', members: written },
    Transform: { extends: 'Duplex', members: {} },
  },
};

export const streamPromises: Library = {
  language: 'javascript',
  modules: ['node:stream/promises', 'stream/promises'],
  source: 'https://nodejs.org/api/stream.html#streams-promises-api',
  exports: each(['finished', 'pipeline'], { promise: true }),
};

export const streamConsumers: Library = {
  language: 'javascript',
  modules: ['node:stream/consumers', 'stream/consumers'],
  source: 'https://nodejs.org/api/webstreams.html#utility-consumers',
  exports: each(['arrayBuffer', 'blob', 'buffer', 'json', 'text'], { promise: true }),
};
