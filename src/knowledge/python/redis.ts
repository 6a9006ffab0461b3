import type { Library } from '../schema.ts';
import { different, each, promised, waits } from './build.ts';

const asks = waits('database', {
  twin: different('redis.asyncio#Redis', 'redis.asyncio.Redis has the same commands, awaited.'),
});

/** Commands are too many to list: every member not named is one. */
export const redis: Library = {
  language: 'python',
  modules: ['redis'],
  source: 'https://redis.readthedocs.io/en/stable/examples/asyncio_examples.html',
  exports: each(['Redis', 'Redis.from_url', 'StrictRedis', 'from_url'], { returns: 'Redis' }),
  types: {
    Redis: {
      threads: 'safe',
      members: {
        ...each(['connection_pool', 'from_pool', 'get_encoder', 'register_script', 'set_response_callback'], {}),
        pipeline: { returns: 'Pipeline' },
        pubsub: { returns: 'PubSub' },
        lock: { returns: 'Lock' },
        '*': asks,
      },
    },
    // Commands are collected and sent by `execute`.
    Pipeline: { threads: 'unsafe', members: { execute: asks, '*': { returns: 'this' } } },
    PubSub: {
      threads: 'unsafe',
      members: each(['get_message', 'listen', 'psubscribe', 'subscribe', 'unsubscribe'], asks),
    },
    Lock: { members: { ...each(['acquire', 'release', '__enter__'], asks) } },
  },
};

export const redisAsyncio: Library = {
  language: 'python',
  modules: ['redis.asyncio', 'aioredis'],
  source: 'https://redis.readthedocs.io/en/stable/examples/asyncio_examples.html',
  exports: each(['Redis', 'Redis.from_url', 'StrictRedis', 'from_url'], { returns: 'Redis' }),
  types: {
    Redis: {
      members: {
        ...each(['connection_pool', 'from_pool', 'get_encoder', 'register_script', 'set_response_callback'], {}),
        pipeline: { returns: 'Pipeline' },
        pubsub: { returns: 'PubSub' },
        lock: { returns: 'Lock' },
        '*': promised('database'),
      },
    },
    Pipeline: { members: { execute: promised('database'), '*': { returns: 'this' } } },
    PubSub: {
      members: {
        ...each(['get_message', 'psubscribe', 'subscribe', 'unsubscribe'], promised('database')),
        listen: { io: 'database' },
      },
    },
    Lock: { members: each(['acquire', 'release', '__aenter__'], promised('database')) },
  },
};
