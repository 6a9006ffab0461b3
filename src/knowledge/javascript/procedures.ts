import type { Library } from '../schema.ts';
import { each, handler, handlersFrom } from './build.ts';

/** Functions that clients call by name. */

const awaited = { result: 'awaited' } as const;

export const trpc: Library = {
  language: 'javascript',
  modules: ['@trpc/server'],
  source: 'https://trpc.io/docs/server/procedures',
  exports: {
    'initTRPC.create': { returns: 'Root' },
    'initTRPC.context': { returns: 'Builder' },
    'initTRPC.meta': { returns: 'Builder' },
  },
  types: {
    Builder: { members: { ...each(['context', 'meta'], { returns: 'this' }), create: { returns: 'Root' } } },
    Root: {
      members: {
        procedure: { type: 'Procedure' },
        middleware: { callbacks: [handler(0, 'tRPC middleware', undefined, awaited)] },
        router: {},
      },
    },
    Procedure: {
      members: {
        ...each(['input', 'output', 'meta', 'concat'], { returns: 'this' }),
        use: { callbacks: [handler(0, 'tRPC middleware', undefined, awaited)], returns: 'this' },
        ...each(['query', 'mutation', 'subscription'], {
          callbacks: [handler(0, 'tRPC procedure', undefined, awaited)],
        }),
      },
    },
  },
};

export const meteor: Library = {
  language: 'javascript',
  modules: ['meteor/meteor'],
  source: 'https://docs.meteor.com/api/meteor.html',
  exports: {
    'Meteor.methods': { callbacks: [{ ...handler(0, 'Meteor method', undefined, awaited), property: '*' }] },
    'Meteor.publish': { callbacks: [handler(1, 'Meteor publication', undefined, awaited)] },
    'Meteor.startup': { callbacks: [{ argument: 0, runs: 'lifecycle' }] },
    'Meteor.callAsync': { promise: true, io: 'network' },
  },
};

export const firebaseFunctions: Library = {
  language: 'javascript',
  // Functions of the first generation serve one request at a time: there nobody else waits.
  modules: ['firebase-functions/v2/https', 'firebase-functions/https'],
  source: 'https://firebase.google.com/docs/reference/functions/2nd-gen/node/firebase-functions.https',
  exports: each(['onRequest', 'onCall'], { callbacks: handlersFrom(0, 'cloud function', undefined, awaited) }),
};
