import type { Library } from '../schema.ts';
import { classes, different, each, onThread } from './build.ts';

function forTasks(method: 'get' | 'put') {
  return different(
    `asyncio#Queue.${method}`,
    `Between tasks of one loop asyncio.Queue has an awaited ${method}; threads cannot share it.`,
  );
}

const members = {
  get: {
    blocks: {
      what: 'lock',
      weight: 'unbounded',
      cost: 'until an item is there',
      quick: [
        { argument: 0, keyword: 'block', values: [false] },
        { argument: 1, keyword: 'timeout', values: [0] },
      ],
      asked: ['empty', 'qsize'],
      twin: forTasks('get'),
    },
    queue: 'get',
  },
  // Of a queue without `maxsize` it never waits.
  put: {
    blocks: {
      what: 'lock',
      weight: 'metadata',
      cost: 'until there is room, if the queue has a maxsize',
      quick: [{ argument: 1, keyword: 'block', values: [false] }],
      twin: forTasks('put'),
    },
    queue: 'put',
  },
  get_nowait: { queue: 'get' },
  put_nowait: { queue: 'put' },
  ...each(['empty', 'qsize'], {}),
} as const;

export const queue: Library = {
  language: 'python',
  modules: ['queue'],
  source: 'https://docs.python.org/3/library/queue.html',
  exports: {
    ...classes(['LifoQueue', 'PriorityQueue', 'Queue'], { capacity: { argument: 0, keyword: 'maxsize', values: [0] } }),
    ...classes(['SimpleQueue']),
  },
  types: {
    Queue: {
      queue: true,
      between: 'threads',
      threads: 'safe',
      members: {
        ...members,
        join: {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            cost: 'until each item is done',
            twin: onThread,
          },
          queue: 'join',
        },
        task_done: { queue: 'done' },
        full: {},
      },
    },
    LifoQueue: { extends: 'Queue', members: {} },
    PriorityQueue: { extends: 'Queue', members: {} },
    SimpleQueue: { queue: true, between: 'threads', threads: 'safe', members },
  },
};
