import type { Library, TypeEntry } from '../schema.ts';
import { each, type Entries } from './build.ts';

/** A query goes out when its builder is awaited, so a builder is no promise that somebody may forget. */
const builder: TypeEntry['members'] = { '*': { io: 'database', returns: 'this' } };

const members: Entries = {
  ...each(
    ['count', 'delete', 'from', 'insert', 'into', 'queryBuilder', 'raw', 'select', 'table', 'update', 'where', 'with'],
    { io: 'database', returns: 'Builder' },
  ),
  schema: { type: 'Builder' },
};

export const knex: Library = {
  language: 'javascript',
  modules: ['knex'],
  source: 'https://knexjs.org/guide/',
  exports: each(['default', 'knex'], { returns: 'Knex' }),
  types: {
    Knex: {
      call: { io: 'database', returns: 'Builder' },
      members: {
        ...members,
        transaction: {
          promise: true,
          io: 'database',
          callbacks: [{ argument: 0, runs: 'inline', parameters: ['Transaction'] }],
          returns: 'Transaction',
        },
        destroy: { promise: true },
      },
    },
    // All of a transaction's queries go over its one connection.
    Transaction: {
      serial: true,
      call: { io: 'database', returns: 'SerialBuilder' },
      members: {
        ...each(Object.keys(members), { io: 'database', returns: 'SerialBuilder' }),
        ...each(['commit', 'rollback'], { promise: true, io: 'database' }),
      },
    },
    Builder: { members: builder },
    SerialBuilder: { serial: true, members: builder },
  },
};
