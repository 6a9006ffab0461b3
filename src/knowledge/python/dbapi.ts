import type { Blocks, Entry, Library, TypeEntry } from '../schema.ts';
import { different, each, waits } from './build.ts';

type Twin = NonNullable<Blocks['twin']>;

/** Connections and cursors as PEP 249 has them: each call waits for the database. */
function driver(twin?: Twin): Readonly<Record<string, TypeEntry>> {
  const asks: Entry = waits('database', twin ? { twin } : {});
  return {
    Connection: {
      serial: true,
      threads: 'unsafe',
      holds: { what: 'connections', closedBy: ['close'] },
      members: { ...each(['commit', 'rollback'], asks), cursor: { returns: 'Cursor' }, close: {} },
    },
    Cursor: {
      serial: true,
      threads: 'unsafe',
      members: {
        ...each(['callproc', 'execute', 'executemany', 'fetchall', 'fetchmany', 'fetchone'], asks),
        close: {},
      },
    },
  };
}

const connects = waits('database', { returns: 'Connection' });

export const psycopg2: Library = {
  language: 'python',
  modules: ['psycopg2'],
  source: 'https://www.psycopg.org/docs/module.html',
  exports: { connect: connects },
  types: driver(),
};

export const pymysql: Library = {
  language: 'python',
  modules: ['pymysql', 'MySQLdb', 'mysql.connector'],
  source: 'https://pymysql.readthedocs.io/en/latest/modules/index.html',
  exports: { connect: connects },
  types: driver(),
};

const asyncConnection = different(
  'psycopg#AsyncConnection.execute',
  'psycopg.AsyncConnection has the same methods, awaited; make it by await psycopg.AsyncConnection.connect(…).',
);
const sync = driver(asyncConnection);
const promisedHere: Entry = { promise: true, io: 'database' };

export const psycopg: Library = {
  language: 'python',
  modules: ['psycopg'],
  source: 'https://www.psycopg.org/psycopg3/docs/advanced/async.html',
  exports: {
    ...each(['Connection.connect', 'connect'], waits('database', { returns: 'Connection', twin: asyncConnection })),
    'AsyncConnection.connect': { ...promisedHere, returns: 'AsyncConnection' },
  },
  types: {
    Connection: {
      serial: true,
      members: {
        ...sync['Connection']?.members,
        execute: waits('database', { returns: 'Cursor', twin: asyncConnection }),
      },
    },
    Cursor: { serial: true, members: sync['Cursor']?.members ?? {} },
    AsyncConnection: {
      serial: true,
      members: {
        ...each(['close', 'commit', 'rollback'], promisedHere),
        execute: { ...promisedHere, returns: 'AsyncCursor' },
        cursor: { returns: 'AsyncCursor' },
      },
    },
    AsyncCursor: {
      serial: true,
      members: each(['close', 'execute', 'executemany', 'fetchall', 'fetchmany', 'fetchone'], promisedHere),
    },
  },
};
