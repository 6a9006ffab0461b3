import type { Library } from '../schema.ts';
import { each, promised } from './build.ts';

const queries = each(
  ['copy_from_query', 'copy_records_to_table', 'copy_to_table', 'execute', 'executemany', 'fetch', 'fetchrow'].concat([
    'fetchval',
  ]),
  promised('database'),
);

export const asyncpg: Library = {
  language: 'python',
  modules: ['asyncpg'],
  source: 'https://magicstack.github.io/asyncpg/current/api/index.html',
  exports: {
    connect: promised('database', 'Connection'),
    // The pool waits for one of its connections: 10 at most, unless `max_size` says otherwise.
    create_pool: { promise: true, returns: 'Pool' },
  },
  types: {
    Connection: {
      serial: true,
      members: { ...queries, prepare: promised('database'), close: { promise: true }, transaction: {} },
    },
    Pool: {
      holds: { what: 'connections', closedBy: ['close', 'terminate'] },
      members: {
        ...queries,
        ...each(['fetch', 'fetchrow', 'fetchval'], { ...promised('database'), reads: 'select' }),
        acquire: { promise: true, returns: 'Connection' },
        close: { promise: true },
        release: { promise: true },
      },
    },
  },
};

export const aiosqlite: Library = {
  language: 'python',
  modules: ['aiosqlite'],
  source: 'https://aiosqlite.omnilib.dev/en/stable/api.html',
  exports: { connect: promised('database', 'Connection') },
  types: {
    Connection: {
      serial: true,
      members: {
        ...each(['execute', 'executemany', 'executescript'], promised('database', 'Cursor')),
        ...each(['close', 'commit', 'execute_fetchall', 'execute_insert', 'rollback'], promised('database')),
        cursor: { promise: true, returns: 'Cursor' },
      },
    },
    Cursor: {
      serial: true,
      members: each(['close', 'execute', 'executemany', 'fetchall', 'fetchmany', 'fetchone'], promised('database')),
    },
  },
};
