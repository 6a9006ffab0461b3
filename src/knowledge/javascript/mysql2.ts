import type { Library } from '../schema.ts';
import { calledBack, each, promised } from './build.ts';

const queries = ['execute', 'query'];
const connectionWork = ['beginTransaction', 'commit', 'connect', 'end', 'ping', 'rollback'];

export const mysql2: Library = {
  language: 'javascript',
  modules: ['mysql2'],
  source: 'https://sidorares.github.io/node-mysql2/docs',
  exports: {
    createPool: { returns: 'Pool' },
    createConnection: { io: 'database', returns: 'Connection' },
  },
  types: {
    Pool: {
      extends: 'node:events#EventEmitter',
      members: {
        ...each([...queries, 'end'], calledBack('database')),
        getConnection: {
          io: 'database',
          callbacks: [{ argument: -1, runs: 'once', parameters: [null, 'Connection'] }],
        },
        promise: { returns: 'mysql2/promise#Pool' },
      },
    },
    Connection: {
      extends: 'node:events#EventEmitter',
      serial: true,
      members: {
        ...each([...queries, ...connectionWork], calledBack('database')),
        promise: { returns: 'mysql2/promise#Connection' },
        release: {},
      },
    },
  },
};

export const mysql2Promise: Library = {
  language: 'javascript',
  modules: ['mysql2/promise'],
  source: 'https://sidorares.github.io/node-mysql2/docs/documentation/promise-wrapper',
  exports: {
    createPool: { returns: 'Pool' },
    createConnection: promised('database', 'Connection'),
  },
  types: {
    Pool: {
      extends: 'node:events#EventEmitter',
      members: {
        ...each([...queries, 'end'], promised('database')),
        getConnection: promised('database', 'PoolConnection'),
      },
    },
    Connection: {
      extends: 'node:events#EventEmitter',
      serial: true,
      members: each([...queries, ...connectionWork], promised('database')),
    },
    PoolConnection: { extends: 'Connection', serial: true, members: { release: {} } },
  },
};
