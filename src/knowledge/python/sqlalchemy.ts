import type { Library } from '../schema.ts';
import { different, each, promised, waits, type Entries } from './build.ts';

const async = 'sqlalchemy.ext.asyncio';

const asks = waits('database', {
  twin: different(`${async}#AsyncSession`, 'AsyncSession and AsyncConnection have the same methods, awaited.'),
});

const executes: Entries = each(['execute', 'scalar', 'scalars'], asks);
const transaction: Entries = each(['commit', 'rollback'], asks);

export const sqlalchemy: Library = {
  language: 'python',
  modules: ['sqlalchemy'],
  source: 'https://docs.sqlalchemy.org/en/20/core/connections.html',
  exports: {
    create_engine: { returns: 'Engine' },
  },
  types: {
    Engine: {
      threads: 'safe',
      holds: { what: 'connections', closedBy: ['dispose'] },
      members: { ...each(['begin', 'connect'], { ...asks, returns: 'Connection' }), dispose: {} },
    },
    Connection: {
      serial: true,
      threads: 'unsafe',
      members: { ...executes, ...transaction, begin: {}, close: {}, execution_options: { returns: 'this' } },
    },
  },
};

export const sqlalchemyOrm: Library = {
  language: 'python',
  modules: ['sqlalchemy.orm'],
  source: 'https://docs.sqlalchemy.org/en/20/orm/session_api.html',
  exports: {
    Session: { returns: 'Session' },
    sessionmaker: { returns: 'sessionmaker' },
    scoped_session: { returns: 'scoped_session' },
  },
  types: {
    Session: {
      serial: true,
      threads: 'unsafe',
      members: {
        ...executes,
        ...transaction,
        ...each(
          [
            'bulk_insert_mappings',
            'bulk_save_objects',
            'bulk_update_mappings',
            'flush',
            'get',
            'get_one',
            'merge',
          ].concat(['refresh']),
          asks,
        ),
        query: { returns: 'Query' },
        ...each(['add', 'add_all', 'begin', 'close', 'delete', 'expire', 'expunge'], {}),
      },
    },
    // What is asked of it makes another query, until one of these sends it.
    Query: {
      serial: true,
      members: {
        ...each(['all', 'count', 'delete', 'first', 'get', 'one', 'one_or_none', 'scalar', 'update'], asks),
        '*': { returns: 'this' },
      },
    },
    sessionmaker: { members: { begin: { returns: 'Session' } }, call: { returns: 'Session' } },
    scoped_session: { extends: 'Session', members: { remove: {} }, call: { returns: 'Session' } },
  },
};

const asked = promised('database');

export const sqlalchemyAsyncio: Library = {
  language: 'python',
  modules: [async],
  source: 'https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html',
  exports: {
    create_async_engine: { returns: 'AsyncEngine' },
    AsyncSession: { returns: 'AsyncSession' },
    async_sessionmaker: { returns: 'async_sessionmaker' },
  },
  types: {
    AsyncEngine: {
      members: { ...each(['begin', 'connect'], promised('database', 'AsyncConnection')), dispose: { promise: true } },
    },
    // One connection: a session must not be used by two tasks at once.
    AsyncConnection: {
      serial: true,
      members: {
        ...each(['commit', 'execute', 'rollback', 'run_sync', 'scalar', 'scalars', 'stream'], asked),
        close: { promise: true },
      },
    },
    AsyncSession: {
      serial: true,
      members: {
        ...each(['commit', 'delete', 'execute', 'flush', 'get', 'get_one', 'merge', 'refresh', 'rollback'], asked),
        ...each(['run_sync', 'scalar', 'scalars', 'stream', 'stream_scalars'], asked),
        close: { promise: true },
        ...each(['add', 'add_all', 'begin', 'expunge'], {}),
      },
    },
    async_sessionmaker: { members: { begin: { returns: 'AsyncSession' } }, call: { returns: 'AsyncSession' } },
  },
};
