import type { Entry, Library, TypeEntry } from '../schema.ts';
import { different, each, promised, waits } from './build.ts';

const operations = [
  'bulk_write',
  'count_documents',
  'create_index',
  'create_indexes',
  'delete_many',
  'delete_one',
  'distinct',
  'drop',
  'drop_index',
  'estimated_document_count',
  'find_one',
  'find_one_and_delete',
  'find_one_and_replace',
  'find_one_and_update',
  'insert_many',
  'insert_one',
  'replace_one',
  'update_many',
  'update_one',
];

/**
 * Client, database, collection and cursor, under names that start with `prefix`. Members of a client are its databases, and members of
 * a database its collections; `iterated` is what going through a cursor does.
 */
function driver(
  prefix: string,
  asks: Entry,
  aggregate: Entry,
  iterated: Readonly<Record<string, Entry>> = {},
): Readonly<Record<string, TypeEntry>> {
  const collection: Entry = { type: `${prefix}Collection` };
  return {
    [`${prefix}MongoClient`]: {
      members: {
        ...each(['drop_database', 'list_database_names', 'server_info'], asks),
        ...each(['get_database', 'get_default_database'], { returns: `${prefix}Database` }),
        ...each(['close', 'start_session', 'watch'], {}),
        ...each(['address', 'options'], {}),
        '*': { type: `${prefix}Database` },
      },
    },
    [`${prefix}Database`]: {
      members: {
        ...each(['command', 'create_collection', 'drop_collection', 'list_collection_names'], asks),
        get_collection: { returns: `${prefix}Collection` },
        ...each(['aggregate', 'client', 'name', 'watch', 'with_options'], {}),
        '*': collection,
      },
    },
    [`${prefix}Collection`]: {
      members: {
        ...each(operations, asks),
        aggregate,
        // Nothing is asked before the cursor is iterated.
        find: { returns: `${prefix}Cursor` },
      },
    },
    [`${prefix}Cursor`]: {
      members: {
        ...each(['batch_size', 'hint', 'limit', 'max_time_ms', 'skip', 'sort'], { returns: 'this' }),
        ...each(['next', 'to_list'], asks),
        ...iterated,
      },
    },
  };
}

const asks = waits('database', {
  twin: different(
    'pymongo#AsyncMongoClient',
    'From PyMongo 4.9 on pymongo.AsyncMongoClient has the same methods, awaited.',
  ),
});

export const pymongo: Library = {
  language: 'python',
  modules: ['pymongo'],
  source: 'https://pymongo.readthedocs.io/en/stable/api/pymongo/collection.html',
  exports: {
    MongoClient: { returns: 'MongoClient' },
    AsyncMongoClient: { returns: 'AsyncMongoClient' },
  },
  types: {
    ...driver('', asks, { ...asks, returns: 'Cursor' }, { __iter__: waits('database') }),
    ...driver('Async', promised('database'), promised('database', 'AsyncCursor')),
  },
};

export const motor: Library = {
  language: 'python',
  modules: ['motor.motor_asyncio'],
  source: 'https://motor.readthedocs.io/en/stable/api-asyncio/index.html',
  exports: { AsyncIOMotorClient: { returns: 'MongoClient' } },
  types: driver('', promised('database'), { returns: 'Cursor' }),
};
