import type { Entry, Library, TypeEntry } from '../schema.ts';
import { calledBack, each, promised, type Entries } from './build.ts';

/** Mappers and query builders. Prisma, knex and mongoose have files of their own. */

const asks = promised('database');
const reads: Entry = { ...asks, reads: true };
const lazy: Entry = { ...asks, lazy: true };

const modelCalls: Entries = {
  ...each(['count', 'findAll', 'findAndCountAll', 'findByPk', 'findOne', 'max', 'min', 'sum'], reads),
  ...each(['bulkCreate', 'create', 'destroy', 'findOrCreate', 'increment', 'decrement', 'reload'], asks),
  ...each(['restore', 'save', 'sync', 'truncate', 'update', 'upsert'], asks),
};

export const sequelize: Library = {
  language: 'javascript',
  modules: ['sequelize', 'sequelize-typescript', '@sequelize/core'],
  source: 'https://sequelize.org/docs/v6/core-concepts/model-querying-basics/',
  exports: { ...each(['default', 'Sequelize'], { returns: 'Sequelize' }), Model: { returns: 'Model' } },
  types: {
    Sequelize: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...each(['authenticate', 'close', 'drop', 'query', 'sync', 'truncate'], asks),
        define: { returns: 'Model' },
        model: { returns: 'Model' },
        transaction: { ...asks, callbacks: [{ argument: -1, runs: 'inline', result: 'awaited' }] },
      },
    },
    // Of the class, and of its instances.
    Model: { members: modelCalls },
  },
};

const repository: Entries = {
  ...each(['count', 'countBy', 'exists', 'existsBy', 'find', 'findAndCount', 'findBy', 'findOne', 'findOneBy'], reads),
  ...each(['findOneByOrFail', 'findOneOrFail', 'average', 'maximum', 'minimum', 'sum'], reads),
  ...each(['clear', 'decrement', 'delete', 'increment', 'insert', 'query', 'recover', 'remove', 'restore'], asks),
  ...each(['save', 'softDelete', 'softRemove', 'update', 'upsert'], asks),
  createQueryBuilder: { returns: 'QueryBuilder' },
};

const builder: Entries = {
  ...each(['getCount', 'getExists', 'getMany', 'getManyAndCount', 'getOne', 'getOneOrFail', 'getRawMany'], reads),
  getRawOne: reads,
  execute: asks,
  '*': { returns: 'this' },
};

export const typeorm: Library = {
  language: 'javascript',
  modules: ['typeorm'],
  source: 'https://typeorm.io/docs/working-with-entity-manager/repository-api',
  exports: {
    DataSource: { returns: 'DataSource' },
    ...each(['BaseEntity', 'Repository', 'EntityManager', 'QueryRunner'], {}),
    createConnection: promised('database', 'DataSource'),
    ...each(['getConnection'], { returns: 'DataSource' }),
    ...each(['getManager'], { returns: 'EntityManager' }),
    ...each(['getRepository'], { returns: 'Repository' }),
  },
  types: {
    DataSource: {
      holds: { what: 'connections', closedBy: ['destroy'] },
      members: {
        ...each(['destroy', 'initialize', 'query', 'runMigrations', 'synchronize'], asks),
        createQueryBuilder: { returns: 'QueryBuilder' },
        createQueryRunner: { returns: 'QueryRunner' },
        getRepository: { returns: 'Repository' },
        manager: { type: 'EntityManager' },
        transaction: { ...asks, callbacks: [transactionCallback()] },
      },
    },
    Repository: { members: repository },
    BaseEntity: { members: repository },
    EntityManager: {
      members: {
        ...repository,
        getRepository: { returns: 'Repository' },
        transaction: { ...asks, callbacks: [transactionCallback()] },
      },
    },
    // All of a transaction goes over one connection.
    TransactionManager: { serial: true, members: { ...repository, getRepository: { returns: 'SerialRepository' } } },
    SerialRepository: { serial: true, members: repository },
    QueryRunner: {
      serial: true,
      holds: { what: 'connections', closedBy: ['release'] },
      members: {
        manager: { type: 'TransactionManager' },
        ...each(['commitTransaction', 'connect', 'query', 'release', 'rollbackTransaction', 'startTransaction'], asks),
      },
    },
    QueryBuilder: { members: builder },
  },
};

function transactionCallback() {
  return { argument: -1, runs: 'inline', result: 'awaited', parameters: ['TransactionManager'] } as const;
}

/** Everything but these leads to a builder, which is sent by them. */
const kyselyBuilder: TypeEntry = {
  members: {
    ...each(['execute', 'executeTakeFirst', 'executeTakeFirstOrThrow', 'explain'], asks),
    stream: { io: 'database' },
    '*': { returns: 'this' },
  },
};

export const kysely: Library = {
  language: 'javascript',
  modules: ['kysely'],
  source: 'https://kysely.dev/docs/getting-started',
  exports: { Kysely: { returns: 'Kysely' } },
  types: {
    Kysely: {
      holds: { what: 'connections', closedBy: ['destroy'] },
      members: {
        destroy: { promise: true },
        transaction: { returns: 'TransactionBuilder' },
        ...each(['schema', 'fn', 'dynamic', 'introspection'], {}),
        '*': { returns: 'Builder' },
      },
    },
    TransactionBuilder: {
      members: {
        setIsolationLevel: { returns: 'this' },
        execute: {
          ...asks,
          callbacks: [{ argument: 0, runs: 'inline', result: 'awaited', parameters: ['Transaction'] }],
        },
      },
    },
    Transaction: { serial: true, members: { '*': { returns: 'SerialBuilder' } } },
    Builder: kyselyBuilder,
    SerialBuilder: { ...kyselyBuilder, serial: true },
  },
};

/** A builder is sent when it is awaited. */
const drizzleDatabase: Entries = {
  ...each(['delete', 'insert', 'select', 'selectDistinct', 'update', 'with', '$count'], {
    ...lazy,
    returns: 'Builder',
  }),
  execute: { ...lazy, returns: 'Builder' },
  transaction: {
    ...asks,
    callbacks: [{ argument: 0, runs: 'inline', result: 'awaited', parameters: ['Transaction'] }],
  },
};

export const drizzle: Library = {
  language: 'javascript',
  modules: [
    'drizzle-orm/node-postgres',
    'drizzle-orm/postgres-js',
    'drizzle-orm/mysql2',
    'drizzle-orm/libsql',
    'drizzle-orm/neon-http',
    'drizzle-orm/neon-serverless',
    'drizzle-orm/planetscale-serverless',
    'drizzle-orm/vercel-postgres',
    'drizzle-orm/d1',
  ],
  source: 'https://orm.drizzle.team/docs/overview',
  exports: { drizzle: { returns: 'Database' } },
  types: {
    Database: { members: drizzleDatabase },
    Transaction: { serial: true, members: drizzleDatabase },
    Builder: { members: { '*': { ...lazy, returns: 'this' } } },
  },
};

const collection: Entries = {
  ...each(['countDocuments', 'distinct', 'estimatedDocumentCount', 'findOne', 'indexes'], reads),
  ...each(['bulkWrite', 'createIndex', 'createIndexes', 'deleteMany', 'deleteOne', 'drop', 'dropIndex'], asks),
  ...each(['findOneAndDelete', 'findOneAndReplace', 'findOneAndUpdate', 'insertMany', 'insertOne'], asks),
  ...each(['replaceOne', 'updateMany', 'updateOne'], asks),
  ...each(['aggregate', 'find', 'listIndexes'], { returns: 'Cursor' }),
  watch: { returns: 'node:events#EventEmitter' },
};

export const mongodb: Library = {
  language: 'javascript',
  modules: ['mongodb'],
  source: 'https://www.mongodb.com/docs/drivers/node/current/',
  exports: {
    MongoClient: { returns: 'MongoClient' },
    'MongoClient.connect': promised('database', 'MongoClient'),
    ...each(['Collection', 'Db'], {}),
  },
  types: {
    MongoClient: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['close'] },
      members: { connect: promised('database', 'this'), close: asks, db: { returns: 'Db' }, startSession: {} },
    },
    Db: {
      members: {
        collection: { returns: 'Collection' },
        ...each(['command', 'createCollection', 'dropCollection', 'dropDatabase', 'stats'], asks),
        listCollections: { returns: 'Cursor' },
      },
    },
    Collection: { members: collection },
    Cursor: {
      members: {
        ...each(['close', 'forEach', 'hasNext', 'next', 'toArray', 'tryNext'], asks),
        '*': { returns: 'this' },
      },
    },
  },
};

/** Ten connections, unless `max` says otherwise. Queries are tagged templates, sent when they are awaited. */
export const postgres: Library = {
  language: 'javascript',
  modules: ['postgres'],
  source: 'https://github.com/porsager/postgres#readme',
  exports: { default: { returns: 'Sql' } },
  types: {
    Sql: {
      holds: { what: 'connections', closedBy: ['end'] },
      call: lazy,
      members: {
        ...each(['file', 'unsafe'], lazy),
        begin: {
          ...asks,
          callbacks: [{ argument: -1, runs: 'inline', result: 'awaited', parameters: ['TransactionSql'] }],
        },
        ...each(['end', 'listen', 'notify'], asks),
      },
    },
    TransactionSql: { serial: true, call: lazy, members: each(['file', 'savepoint', 'unsafe'], lazy) },
  },
};

export const mysql: Library = {
  language: 'javascript',
  modules: ['mysql'],
  source: 'https://github.com/mysqljs/mysql#readme',
  exports: {
    createConnection: { returns: 'Connection' },
    createPool: { returns: 'Pool', limits: { argument: 0, property: 'connectionLimit', default: 10 } },
  },
  types: {
    Pool: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['end'] },
      members: {
        ...each(['end', 'query'], calledBack('database')),
        getConnection: {
          io: 'database',
          callbacks: [{ argument: -1, runs: 'once', parameters: [null, 'Connection'] }],
        },
      },
    },
    Connection: {
      extends: 'node:events#EventEmitter',
      serial: true,
      holds: { what: 'connections', closedBy: ['destroy', 'end', 'release'] },
      members: {
        ...each(['beginTransaction', 'commit', 'connect', 'end', 'ping', 'query', 'rollback'], calledBack('database')),
        ...each(['destroy', 'release'], {}),
      },
    },
  },
};
