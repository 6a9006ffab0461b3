import type { Callback, Entry, Library } from '../schema.ts';
import { each, offloaded, sameArguments, waits, type Entries } from './build.ts';

const view: Callback = {
  argument: 1,
  keyword: 'view',
  runs: 'handler',
  syncRuns: 'thread',
  label: 'Django view',
};

export const djangoUrls: Library = {
  language: 'python',
  modules: ['django.urls'],
  source: 'https://docs.djangoproject.com/en/stable/topics/async/',
  exports: each(['path', 're_path'], { callbacks: [view] }),
};

/** Each method that asks the database, and its awaitable form: the same name after an `a`. */
function withAsync(type: string, names: readonly string[]): Entries {
  return Object.fromEntries(
    names.flatMap((name): [string, Entry][] => [
      [name, waits('database', { twin: sameArguments(`django.db.models#${type}.a${name}`) })],
      [`a${name}`, { promise: true, io: 'database' }],
    ]),
  );
}

/** Nothing is asked before the result is iterated. */
const lazy: Entries = each(
  [
    'all',
    'annotate',
    'defer',
    'distinct',
    'exclude',
    'filter',
    'none',
    'only',
    'order_by',
    'prefetch_related',
    'reverse',
    'select_for_update',
    'select_related',
    'using',
    'values',
    'values_list',
  ],
  { returns: 'QuerySet' },
);

const queries: Entries = {
  ...lazy,
  ...withAsync('QuerySet', [
    'aggregate',
    'bulk_create',
    'bulk_update',
    'count',
    'create',
    'delete',
    'earliest',
    'exists',
    'first',
    'get',
    'get_or_create',
    'in_bulk',
    'last',
    'latest',
    'update',
    'update_or_create',
  ]),
};

export const djangoModels: Library = {
  language: 'python',
  modules: ['django.db.models'],
  source: 'https://docs.djangoproject.com/en/stable/ref/models/querysets/',
  exports: { Model: { returns: 'Model' } },
  types: {
    Model: {
      members: { objects: { type: 'Manager' }, ...withAsync('Model', ['delete', 'refresh_from_db', 'save']) },
    },
    Manager: { members: queries },
    QuerySet: { members: queries },
  },
};

const waitsForLoop: Entry = { blocks: { what: 'lock', weight: 'unbounded', cost: 'until the coroutine is done' } };

export const asgiref: Library = {
  language: 'python',
  modules: ['asgiref.sync'],
  source: 'https://docs.djangoproject.com/en/stable/topics/async/#async-adapter-functions',
  exports: {
    // `@sync_to_async` and `@sync_to_async(thread_sensitive=False)`. All that is sensitive shares one thread.
    sync_to_async: { callbacks: [offloaded('thread', 0, 'func')], returns: 'SyncToAsync', threadpool: 'asgiref' },
    async_to_sync: { returns: 'AsyncToSync' },
  },
  types: {
    SyncToAsync: { members: {}, call: { promise: true, callbacks: [offloaded('thread', 0)], threadpool: 'asgiref' } },
    // It raises where a loop runs on the same thread.
    AsyncToSync: {
      members: {},
      call: { ...waitsForLoop, entersLoop: true },
    },
  },
};
