import type { Entry, Library } from '../schema.ts';
import { each, offloaded, onThread, waits } from './build.ts';

/** `@app.task` and `@app.task(bind=True)`: the function runs in a worker when it is sent there. */
const task: Entry = { callbacks: [offloaded('process', 0)], returns: 'Task' };

/** Sends a message to the broker. */
const sends = waits('network', {
  returns: 'AsyncResult',
  weight: 'metadata',
  cost: 'a message to the broker: about 1 ms',
});

export const celery: Library = {
  language: 'python',
  modules: ['celery'],
  source: 'https://docs.celeryq.dev/en/stable/userguide/calling.html',
  exports: { Celery: { returns: 'Celery' }, shared_task: task, Task: { returns: 'Task' } },
  types: {
    Celery: { members: { task, send_task: sends } },
    // Both the decorator that takes options and what a decorated function becomes.
    Task: {
      call: { callbacks: [offloaded('process', 0)] },
      overrides: { run: { runs: 'process', label: 'Celery task' } },
      members: { ...each(['apply_async', 'delay'], sends), ...each(['s', 'si', 'signature', 'retry'], {}) },
    },
    AsyncResult: {
      members: {
        ...each(['get', 'wait'], {
          blocks: { what: 'network', weight: 'unbounded', cost: 'until a worker is done', twin: onThread },
        }),
        ...each(['failed', 'forget', 'ready', 'revoke', 'successful'], {}),
      },
    },
  },
};
