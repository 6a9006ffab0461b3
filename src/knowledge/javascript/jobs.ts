import type { Callback, Entry, Library } from '../schema.ts';
import { each, promised } from './build.ts';

/** Queues of jobs, and work by the clock. */

const processor = (argument: number): Callback => ({
  argument,
  runs: 'handler',
  result: 'awaited',
  label: 'job processor',
});

const failing: Entry = { callbacks: [{ argument: 1, runs: 'event', result: 'ignored' }], returns: 'this' };

export const bullmq: Library = {
  language: 'javascript',
  modules: ['bullmq'],
  source: 'https://docs.bullmq.io/guide/workers',
  exports: {
    Queue: { returns: 'Queue' },
    FlowProducer: { returns: 'Queue' },
    // One job at a time, unless `concurrency` says otherwise.
    Worker: {
      returns: 'Worker',
      callbacks: [processor(1)],
      limits: { argument: 2, property: 'concurrency', default: 1 },
    },
    QueueEvents: { returns: 'QueueEvents' },
  },
  types: {
    Queue: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['close'] },
      members: each(
        ['add', 'addBulk', 'clean', 'close', 'drain', 'getJob', 'getJobs', 'obliterate', 'pause', 'remove', 'resume'],
        promised('database'),
      ),
    },
    Worker: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['close'] },
      needsListener: ['error'],
      members: { on: failing, ...each(['close', 'pause', 'run'], { promise: true }) },
    },
    QueueEvents: { extends: 'node:events#EventEmitter', members: { close: { promise: true } } },
  },
};

export const bull: Library = {
  language: 'javascript',
  modules: ['bull'],
  source: 'https://github.com/OptimalBits/bull/blob/develop/REFERENCE.md',
  exports: { default: { returns: 'Queue' } },
  types: {
    Queue: {
      extends: 'node:events#EventEmitter',
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        // `process(fn)`, `process(5, fn)`, `process('name', 5, fn)`
        process: { promise: true, callbacks: [processor(-1)] },
        ...each(['add', 'addBulk', 'clean', 'close', 'empty', 'getJob', 'getJobs', 'pause', 'resume'], {
          ...promised('database'),
        }),
      },
    },
  },
};

export const agenda: Library = {
  language: 'javascript',
  modules: ['agenda', '@hokify/agenda'],
  source: 'https://github.com/agenda/agenda#agenda-methods',
  exports: each(['default', 'Agenda'], { returns: 'Agenda' }),
  types: {
    Agenda: {
      extends: 'node:events#EventEmitter',
      members: {
        define: { callbacks: [processor(1), processor(2)] },
        ...each(['cancel', 'every', 'now', 'purge', 'schedule', 'start', 'stop'], promised('database')),
      },
    },
  },
};

/** It comes again by the clock, whether the last run is done or not. */
const ticks: Callback = { argument: 1, runs: 'timer', repeats: true, result: 'ignored', label: 'cron job' };

export const nodeCron: Library = {
  language: 'javascript',
  modules: ['node-cron'],
  source: 'https://nodecron.com/',
  exports: each(['schedule', 'default.schedule', 'createTask'], {
    callbacks: [ticks],
  }),
};

export const cron: Library = {
  language: 'javascript',
  modules: ['cron'],
  source: 'https://github.com/kelektiv/node-cron#api',
  exports: {
    CronJob: { callbacks: [ticks] },
    'CronJob.from': { callbacks: [{ ...ticks, argument: 0, property: 'onTick' }] },
  },
};
