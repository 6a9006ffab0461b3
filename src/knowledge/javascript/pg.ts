import type { Library } from '../schema.ts';
import { promisedOrCalledBack } from './build.ts';

export const pg: Library = {
  language: 'javascript',
  modules: ['pg'],
  source: 'https://node-postgres.com/apis/pool',
  exports: {
    // Ten connections, unless `max` says otherwise; the rest waits.
    Pool: { returns: 'Pool', limits: { argument: 0, property: 'max', default: 10 } },
    Client: { returns: 'Client' },
  },
  types: {
    Pool: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['end'] },
      needsListener: ['error'],
      members: {
        query: { ...promisedOrCalledBack('database'), reads: 'select' },
        connect: promisedOrCalledBack('database', 'PoolClient'),
        end: promisedOrCalledBack('database'),
      },
    },
    // A client is one connection: it queues its queries.
    Client: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['end'] },
      needsListener: ['error'],
      serial: true,
      members: {
        query: promisedOrCalledBack('database'),
        connect: promisedOrCalledBack('database'),
        end: promisedOrCalledBack('database'),
      },
    },
    // Lent by the pool, until it is released.
    PoolClient: {
      extends: 'Client',
      holds: { what: 'connections', closedBy: ['release'] },
      members: { release: {} },
    },
  },
};
