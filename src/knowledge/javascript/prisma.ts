import type { Callback, Entry, Library } from '../schema.ts';
import { each, promised, type Entries } from './build.ts';

/** It goes out when it is awaited, or handed to `$transaction`. */
const lazy: Entry = { ...promised('database'), lazy: true };

/** What changes nothing. */
const reading = [
  'aggregate',
  'count',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'findUnique',
  'findUniqueOrThrow',
  'groupBy',
];

const operations: Entries = { ...each(reading, { ...lazy, reads: true }), '*': lazy };

const queries: Entries = {
  ...each(['$executeRaw', '$executeRawUnsafe', '$queryRaw', '$queryRawUnsafe', '$runCommandRaw'], lazy),
  '*': { type: 'Model' },
};

/** The function of an interactive transaction runs at once, on a client whose calls share one connection. */
const transaction: Callback = { argument: 0, runs: 'inline', result: 'awaited', parameters: ['TransactionClient'] };

/** Models are the user's own: every other member of a client is one. */
export const prisma: Library = {
  language: 'javascript',
  modules: ['@prisma/client'],
  source: 'https://www.prisma.io/docs/orm/reference/prisma-client-reference',
  exports: { PrismaClient: { returns: 'PrismaClient' } },
  types: {
    PrismaClient: {
      holds: { what: 'connections', closedBy: ['$disconnect'] },
      members: {
        ...queries,
        $transaction: { ...promised('database'), callbacks: [transaction] },
        ...each(['$connect', '$disconnect'], promised('database')),
        $extends: { returns: 'this' },
        $on: { callbacks: [{ argument: 1, runs: 'handler', label: 'Prisma event' }] },
        $use: { callbacks: [{ argument: 0, runs: 'handler', label: 'Prisma middleware' }] },
      },
    },
    TransactionClient: { serial: true, members: { ...queries, '*': { type: 'TransactionModel' } } },
    Model: { members: operations },
    TransactionModel: { serial: true, members: operations },
  },
};
