import type { Library, TypeEntry } from '../schema.ts';
import { blocking, each } from './build.ts';

const query = blocking('database', 'data');

const statement: TypeEntry = { members: each(['all', 'get', 'iterate', 'run'], query) };

export const nodeSqlite: Library = {
  language: 'javascript',
  modules: ['node:sqlite'],
  source: 'https://nodejs.org/api/sqlite.html',
  exports: {
    DatabaseSync: { ...blocking('database', 'metadata'), returns: 'DatabaseSync' },
    backup: { promise: true, io: 'file' },
  },
  types: {
    DatabaseSync: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: { exec: query, prepare: { returns: 'StatementSync' }, close: {} },
    },
    StatementSync: statement,
  },
};

export const betterSqlite3: Library = {
  language: 'javascript',
  modules: ['better-sqlite3'],
  source: 'https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md',
  exports: { default: { ...blocking('database', 'metadata'), returns: 'Database' } },
  types: {
    Database: {
      members: {
        exec: { ...query, returns: 'this' },
        pragma: query,
        serialize: query,
        backup: { promise: true, io: 'file' },
        prepare: { returns: 'Statement' },
      },
    },
    Statement: {
      members: {
        ...statement.members,
        ...each(['bind', 'expand', 'pluck', 'raw', 'safeIntegers'], { returns: 'this' }),
      },
    },
  },
};
