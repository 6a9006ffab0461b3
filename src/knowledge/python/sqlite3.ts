import type { Entry, Library } from '../schema.ts';
import { blocking, different, each, type Entries } from './build.ts';

const twin = different(
  'asyncio#to_thread',
  'await asyncio.to_thread(f, …), where `f` opens, uses and closes the connection: one made on another thread refuses, unless made with check_same_thread=False.',
);

const statement: Entry = { ...blocking('database', 'data', twin), io: 'database' };

const statements: Entries = each(['execute', 'executemany', 'executescript'], { ...statement, returns: 'Cursor' });

export const sqlite3: Library = {
  language: 'python',
  modules: ['sqlite3'],
  source: 'https://docs.python.org/3/library/sqlite3.html',
  exports: {
    ...each(['Connection', 'connect'], {
      ...blocking('database', 'metadata', twin),
      io: 'database',
      returns: 'Connection',
    }),
  },
  types: {
    Connection: {
      serial: true,
      threads: 'bound',
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...statements,
        ...each(['backup', 'commit', 'rollback'], statement),
        // Leaving `with` commits, and does not close.
        __exit__: statement,
        cursor: { returns: 'Cursor' },
        close: {},
      },
    },
    Cursor: {
      serial: true,
      threads: 'bound',
      members: { ...statements, ...each(['fetchall', 'fetchmany', 'fetchone'], statement), close: {} },
    },
  },
};
