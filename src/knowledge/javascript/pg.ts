import type { Library } from '../schema.ts';
import { promisedOrCalledBack } from './build.ts';

export const pg: Library = {
  language: 'javascript',
  modules: ['pg'],
  source: 'https://node-postgres.com/apis/pool',
  exports: {
    Pool: { returns: 'Pool' },
    Client: { returns: 'Client' },
  },
  types: {
    Pool: {
      extends: 'node:events#EventEmitter',
      members: {
        query: promisedOrCalledBack('database'),
        connect: promisedOrCalledBack('database', 'PoolClient'),
        end: promisedOrCalledBack('database'),
      },
    },
    // A client is one connection: it queues its queries.
    Client: {
      extends: 'node:events#EventEmitter',
      serial: true,
      members: {
        query: promisedOrCalledBack('database'),
        connect: promisedOrCalledBack('database'),
        end: promisedOrCalledBack('database'),
      },
    },
    PoolClient: { extends: 'Client', serial: true, members: { release: {} } },
  },
};
