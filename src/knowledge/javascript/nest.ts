import type { Callback, Entry, Library, TypeEntry } from '../schema.ts';
import { each } from './build.ts';

/** Nest registers methods by decorators: `@Get('/')` gives one, which is called with the method below it. */
function decorator(callback: Omit<Callback, 'argument'>): TypeEntry {
  return { members: {}, call: { callbacks: [{ argument: 0, ...callback }] } };
}

const handled: Entry = { returns: 'HandlerDecorator' };

function library(
  module: string,
  source: string,
  names: readonly string[],
  callback: Omit<Callback, 'argument'>,
): Library {
  return {
    language: 'javascript',
    modules: [module],
    source,
    exports: each(names, handled),
    types: { HandlerDecorator: decorator(callback) },
  };
}

export const nestCommon = library(
  '@nestjs/common',
  'https://docs.nestjs.com/controllers',
  ['All', 'Delete', 'Get', 'Head', 'Options', 'Patch', 'Post', 'Put', 'Search', 'Sse'],
  { runs: 'handler', result: 'awaited', label: 'Nest handler' },
);

export const nestMicroservices = library(
  '@nestjs/microservices',
  'https://docs.nestjs.com/microservices/basics',
  ['EventPattern', 'GrpcMethod', 'GrpcStreamMethod', 'MessagePattern'],
  { runs: 'handler', result: 'awaited', label: 'Nest message handler' },
);

export const nestGraphql = library(
  '@nestjs/graphql',
  'https://docs.nestjs.com/graphql/resolvers',
  ['Mutation', 'Query', 'ResolveField', 'ResolveProperty', 'ResolveReference', 'Subscription'],
  { runs: 'handler', result: 'awaited', label: 'Nest resolver' },
);

export const nestWebsockets = library(
  '@nestjs/websockets',
  'https://docs.nestjs.com/websockets/gateways',
  ['SubscribeMessage'],
  { runs: 'handler', result: 'awaited', label: 'Nest message handler' },
);

export const nestEvents = library('@nestjs/event-emitter', 'https://docs.nestjs.com/techniques/events', ['OnEvent'], {
  runs: 'event',
  result: 'ignored',
  label: 'Nest event handler',
});

export const nestSchedule: Library = {
  language: 'javascript',
  modules: ['@nestjs/schedule'],
  source: 'https://docs.nestjs.com/techniques/task-scheduling',
  exports: { ...each(['Cron', 'Interval'], handled), Timeout: { returns: 'OnceDecorator' } },
  types: {
    HandlerDecorator: decorator({ runs: 'timer', repeats: true, result: 'ignored', label: 'Nest scheduled task' }),
    OnceDecorator: decorator({ runs: 'timer', result: 'ignored', label: 'Nest scheduled task' }),
  },
};
