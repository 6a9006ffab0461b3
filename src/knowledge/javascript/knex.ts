import type { Library, TypeEntry } from '../schema.ts';
import { each, type Entries } from './build.ts';

/** A query goes out when its builder is awaited, and each time that it is. */
const lazy = { promise: true, lazy: true, io: 'database' } as const;

const builder: TypeEntry['members'] = { '*': { ...lazy, returns: 'this' } };

const members: Entries = {
  ...each(
    ['count', 'delete', 'from', 'insert', 'into', 'queryBuilder', 'raw', 'select', 'table', 'update', 'where', 'with'],
    { ...lazy, returns: 'Builder' },
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
      holds: { what: 'connections', closedBy: ['destroy'] },
      call: { ...lazy, returns: 'Builder' },
      members: {
        ...members,
        transaction: {
          promise: true,
          io: 'database',
          callbacks: [{ argument: 0, runs: 'inline', result: 'awaited', parameters: ['Transaction'] }],
          returns: 'Transaction',
        },
        destroy: { promise: true },
      },
    },
    // All of a transaction's queries go over its one connection.
    Transaction: {
      serial: true,
      call: { ...lazy, returns: 'SerialBuilder' },
      members: {
        ...each(Object.keys(members), { ...lazy, returns: 'SerialBuilder' }),
        ...each(['commit', 'rollback'], { promise: true, io: 'database' }),
      },
    },
    Builder: { members: builder },
    SerialBuilder: { serial: true, members: builder },
  },
};
