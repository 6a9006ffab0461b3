import type { Entry, Library } from '../schema.ts';
import { each, promised, promisedOrCalledBack } from './build.ts';

/** Commands collected and sent by `exec`: each gives the collection itself. */
const collecting: Entry = { returns: 'this' };

/** Commands are too many to list: every member not named is one. All of them share the client's connection. */
export const redis: Library = {
  language: 'javascript',
  modules: ['redis', '@redis/client'],
  source: 'https://github.com/redis/node-redis#usage',
  exports: { createClient: { returns: 'RedisClient' } },
  types: {
    RedisClient: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['close', 'destroy', 'disconnect', 'quit'] },
      needsListener: ['error'],
      serial: true,
      members: {
        ...each(['destroy', 'unref', 'ref'], {}),
        duplicate: { returns: 'this' },
        multi: { returns: 'Multi' },
        '*': promised('database'),
      },
    },
    Multi: {
      members: { ...each(['exec', 'execAsPipeline', 'execTyped'], promised('database')), '*': collecting },
    },
  },
};

export const ioredis: Library = {
  language: 'javascript',
  modules: ['ioredis'],
  source: 'https://github.com/redis/ioredis#basic-usage',
  exports: each(['default', 'Redis'], { returns: 'Redis' }),
  types: {
    Redis: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['disconnect', 'quit'] },
      serial: true,
      members: {
        disconnect: {},
        duplicate: { returns: 'this' },
        ...each(['multi', 'pipeline'], { returns: 'Pipeline' }),
        '*': promisedOrCalledBack('database'),
      },
    },
    Pipeline: { members: { exec: promisedOrCalledBack('database'), '*': collecting } },
  },
};
