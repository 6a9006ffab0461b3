import type { Entry, Library } from '../schema.ts';
import { each, promised } from './build.ts';

const lazy: Entry = { ...promised('database'), lazy: true };

export const mongoose: Library = {
  language: 'javascript',
  modules: ['mongoose'],
  source: 'https://mongoosejs.com/docs/api/model.html',
  exports: {
    connect: promised('database'),
    createConnection: { returns: 'Connection' },
    disconnect: promised('database'),
    model: { returns: 'Model' },
    syncIndexes: promised('database'),
  },
  types: {
    Connection: {
      holds: { what: 'connections', closedBy: ['close'] },
      extends: 'node:events#EventEmitter',
      members: { model: { returns: 'Model' }, asPromise: { promise: true }, close: promised('database') },
    },
    Model: {
      members: {
        ...each(
          ['bulkSave', 'bulkWrite', 'create', 'createIndexes', 'ensureIndexes', 'init', 'insertMany', 'syncIndexes'],
          promised('database'),
        ),
        // A query goes out when it is awaited.
        ...each(
          [
            'aggregate',
            'countDocuments',
            'deleteMany',
            'deleteOne',
            'distinct',
            'estimatedDocumentCount',
            'exists',
            'find',
            'findById',
            'findByIdAndDelete',
            'findByIdAndUpdate',
            'findOne',
            'findOneAndDelete',
            'findOneAndReplace',
            'findOneAndUpdate',
            'replaceOne',
            'updateMany',
            'updateOne',
            'where',
          ],
          { ...lazy, returns: 'Query' },
        ),
      },
    },
    Query: { members: { exec: promised('database'), '*': { ...lazy, returns: 'this' } } },
  },
};
