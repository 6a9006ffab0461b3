import type { Callback, Entry, Library } from '../schema.ts';
import { decorator, each, offloaded, promised, waits } from './build.ts';

/** Work for other processes, and work by the clock. Celery has a file of its own. */

const sends = waits('network', { weight: 'metadata', cost: 'a message to the broker: about 1 ms' });

/** `@dramatiq.actor` and `@dramatiq.actor(queue_name=…)`. */
const actor: Entry = { callbacks: [offloaded('process', 0, 'fn')], returns: 'Actor' };

export const dramatiq: Library = {
  language: 'python',
  modules: ['dramatiq'],
  source: 'https://dramatiq.io/reference.html',
  exports: { actor },
  types: {
    // Both the decorator that takes options and what a decorated function becomes.
    Actor: {
      call: { callbacks: [offloaded('process', 0)] },
      members: { ...each(['send', 'send_with_options'], sends), ...each(['message', 'message_with_options'], {}) },
    },
  },
};

export const rq: Library = {
  language: 'python',
  modules: ['rq'],
  source: 'https://python-rq.org/docs/',
  exports: { Queue: { returns: 'Queue' } },
  types: {
    Queue: {
      members: each(['enqueue', 'enqueue_at', 'enqueue_call', 'enqueue_in', 'enqueue_many'], {
        ...sends,
        callbacks: [offloaded('process', 0, 'f')],
      }),
    },
  },
};

export const arq: Library = {
  language: 'python',
  modules: ['arq', 'arq.connections'],
  source: 'https://arq-docs.helpmanual.io/',
  exports: { create_pool: promised('database', 'ArqRedis'), ArqRedis: { returns: 'ArqRedis' } },
  types: { ArqRedis: { extends: 'redis.asyncio#Redis', members: { enqueue_job: promised('database') } } },
};

/** A job that is still running is not started a second time, as `max_instances` is 1. */
const job: Omit<Callback, 'argument'> = { runs: 'timer', syncRuns: 'thread', label: 'APScheduler job' };

export const apschedulerAsyncio: Library = {
  language: 'python',
  modules: ['apscheduler.schedulers.asyncio'],
  source: 'https://apscheduler.readthedocs.io/en/3.x/userguide.html',
  exports: { AsyncIOScheduler: { returns: 'AsyncIOScheduler' } },
  types: {
    AsyncIOScheduler: {
      members: {
        // A coroutine function runs on the loop, another one on its default executor's threads.
        add_job: { callbacks: [{ argument: 0, keyword: 'func', ...job }] },
        scheduled_job: { returns: 'JobDecorator' },
        ...each(['pause', 'remove_job', 'resume', 'shutdown', 'start'], {}),
      },
    },
    JobDecorator: decorator(job),
  },
};
