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
      quick: [{ argument: 0, keyword: 'block', values: [false] }],
      twin: forTasks('get'),
    },
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
  },
  ...each(['empty', 'get_nowait', 'put_nowait', 'qsize'], {}),
} as const;

export const queue: Library = {
  language: 'python',
  modules: ['queue'],
  source: 'https://docs.python.org/3/library/queue.html',
  exports: classes(['LifoQueue', 'PriorityQueue', 'Queue', 'SimpleQueue']),
  types: {
    Queue: {
      members: {
        ...members,
        join: {
          blocks: {
            what: 'lock',
            weight: 'unbounded',
            cost: 'until each item is done',
            twin: onThread,
          },
        },
        ...each(['full', 'task_done'], {}),
      },
    },
    LifoQueue: { extends: 'Queue', members: {} },
    PriorityQueue: { extends: 'Queue', members: {} },
    SimpleQueue: { members },
  },
};
