import type { Callback, Entry, Library } from '../schema.ts';
import { each } from './build.ts';

/** What a server of GraphQL calls for each field that is asked for: an object of objects of functions. */
const resolver: Callback = {
  argument: 0,
  within: ['resolvers', '*', '*'],
  runs: 'handler',
  result: 'awaited',
  label: 'GraphQL resolver',
};

const served: Entry = { callbacks: [resolver] };

export const apolloServer: Library = {
  language: 'javascript',
  modules: ['@apollo/server', 'apollo-server', 'apollo-server-express', 'apollo-server-koa', 'apollo-server-fastify'],
  source: 'https://www.apollographql.com/docs/apollo-server/data/resolvers',
  exports: { ApolloServer: served },
};

export const graphqlTools: Library = {
  language: 'javascript',
  modules: ['@graphql-tools/schema', 'graphql-tools'],
  source: 'https://the-guild.dev/graphql/tools/docs/generate-schema',
  exports: { makeExecutableSchema: served },
};

export const graphqlYoga: Library = {
  language: 'javascript',
  modules: ['graphql-yoga'],
  source: 'https://the-guild.dev/graphql/yoga-server/docs',
  exports: { createSchema: served },
};

/** Methods below `@Query()` of a class below `@Resolver()`. */
export const typeGraphql: Library = {
  language: 'javascript',
  modules: ['type-graphql'],
  source: 'https://typegraphql.com/docs/resolvers.html',
  exports: each(['FieldResolver', 'Mutation', 'Query', 'Subscription'], { returns: 'ResolverDecorator' }),
  types: {
    ResolverDecorator: {
      members: {},
      call: { callbacks: [{ argument: 0, runs: 'handler', result: 'awaited', label: 'GraphQL resolver' }] },
    },
  },
};
