import type { Callback, Entry, Library } from '../schema.ts';
import { each, offloaded, overridden, sameArguments, waits, type Entries } from './build.ts';

const served: Omit<Callback, 'argument'> = { runs: 'handler', syncRuns: 'thread', label: 'Django view' };
const view: Callback = { argument: 1, keyword: 'view', ...served };

export const djangoUrls: Library = {
  language: 'python',
  modules: ['django.urls'],
  source: 'https://docs.djangoproject.com/en/stable/topics/async/',
  exports: each(['path', 're_path'], { callbacks: [view] }),
};

export const djangoViews: Library = {
  language: 'python',
  modules: ['django.views', 'django.views.generic', 'django.views.generic.base'],
  source: 'https://docs.djangoproject.com/en/stable/topics/class-based-views/#asynchronous-class-based-views',
  exports: { View: { returns: 'View' } },
  types: {
    View: {
      members: {},
      overrides: overridden(['delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'], served),
    },
  },
};

export const djangoShortcuts: Library = {
  language: 'python',
  modules: ['django.shortcuts'],
  source: 'https://docs.djangoproject.com/en/stable/topics/http/shortcuts/',
  exports: {
    get_list_or_404: waits('database', { twin: sameArguments('django.shortcuts#aget_list_or_404') }),
    get_object_or_404: waits('database', { twin: sameArguments('django.shortcuts#aget_object_or_404') }),
    ...each(['aget_list_or_404', 'aget_object_or_404'], { promise: true, io: 'database' }),
  },
};

export const djangoMail: Library = {
  language: 'python',
  modules: ['django.core.mail'],
  source: 'https://docs.djangoproject.com/en/stable/topics/email/',
  exports: {
    ...each(['mail_admins', 'mail_managers', 'send_mail', 'send_mass_mail'], waits('network')),
    ...each(['EmailMessage', 'EmailMultiAlternatives'], { returns: 'EmailMessage' }),
  },
  types: { EmailMessage: { members: { send: waits('network'), ...each(['attach', 'attach_alternative'], {}) } } },
};

/** Where it is kept the settings say: mostly in another process, a moment away. */
const cacheNames = ['add', 'delete', 'get', 'get_many', 'get_or_set', 'incr', 'set', 'set_many', 'touch'];

export const djangoCache: Library = {
  language: 'python',
  modules: ['django.core.cache'],
  source: 'https://docs.djangoproject.com/en/stable/topics/cache/#asynchronous-support',
  exports: { cache: { type: 'Cache' } },
  types: {
    Cache: {
      members: Object.fromEntries(
        cacheNames.flatMap((name): [string, Entry][] => [
          [
            name,
            waits('network', {
              weight: 'metadata',
              cost: 'a look into Redis or Memcached: about 1 ms',
              twin: sameArguments(`django.core.cache#Cache.a${name}`),
            }),
          ],
          [`a${name}`, { promise: true }],
        ]),
      ),
    },
  },
};

export const djangoAuth: Library = {
  language: 'python',
  modules: ['django.contrib.auth.models'],
  source: 'https://docs.djangoproject.com/en/stable/ref/contrib/auth/',
  exports: {
    ...each(['AbstractUser', 'Group', 'Permission', 'User'], { returns: 'User' }),
    ...each(['Group.objects', 'Permission.objects', 'User.objects'], { type: 'django.db.models#Manager' }),
  },
  types: { User: { extends: 'django.db.models#Model', members: {} } },
};

/** Each method that asks the database, and its awaitable form: the same name after an `a`. */
function withAsync(type: string, names: readonly string[], given: Entry = {}): Entries {
  return Object.fromEntries(
    names.flatMap((name): [string, Entry][] => [
      [name, { ...waits('database', { twin: sameArguments(`django.db.models#${type}.a${name}`) }), ...given }],
      [`a${name}`, { promise: true, io: 'database', ...given }],
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
    'delete',
    'exists',
    'get_or_create',
    'in_bulk',
    'update',
    'update_or_create',
  ]),
  ...withAsync('QuerySet', ['create', 'earliest', 'first', 'get', 'last', 'latest'], { returns: 'Model' }),
};

export const djangoModels: Library = {
  language: 'python',
  modules: ['django.db.models'],
  source: 'https://docs.djangoproject.com/en/stable/ref/models/querysets/',
  exports: { Manager: { returns: 'Manager' }, Model: { returns: 'Model' } },
  types: {
    Model: {
      members: { objects: { type: 'Manager' }, ...withAsync('Model', ['delete', 'refresh_from_db', 'save']) },
    },
    Manager: { members: queries },
    // It asks the database when somebody goes through it.
    QuerySet: { members: { ...queries, __iter__: waits('database') } },
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
