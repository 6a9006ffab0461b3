import type { Library } from '../schema.ts';
import { calledBack, each, promised } from './build.ts';

const queries = ['execute', 'query'];
const connectionWork = ['beginTransaction', 'commit', 'connect', 'end', 'ping', 'rollback'];

export const mysql2: Library = {
  language: 'javascript',
  modules: ['mysql2'],
  source: 'https://sidorares.github.io/node-mysql2/docs',
  exports: {
    createPool: { returns: 'Pool', limits: { argument: 0, property: 'connectionLimit', default: 10 } },
    createConnection: { io: 'database', returns: 'Connection' },
  },
  types: {
    Pool: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['end'] },
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
      holds: { what: 'connections', closedBy: ['end'] },
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
    createPool: { returns: 'Pool', limits: { argument: 0, property: 'connectionLimit', default: 10 } },
    createConnection: promised('database', 'Connection'),
  },
  types: {
    Pool: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['end'] },
      members: {
        ...each(queries, { ...promised('database'), reads: 'select' }),
        end: promised('database'),
        getConnection: promised('database', 'PoolConnection'),
      },
    },
    Connection: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['end'] },
      serial: true,
      members: each([...queries, ...connectionWork], promised('database')),
    },
    PoolConnection: {
      extends: 'Connection',
      holds: { what: 'connections', closedBy: ['release'] },
      members: { release: {} },
    },
  },
};
