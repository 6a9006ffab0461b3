import pLimit from 'p-limit';
import { setTimeout as sleep } from 'node:timers/promises';
import { parameter, waitingSettings, type ScenarioDefinition } from './definition.ts';
import { indices } from './spin.ts';

const task = async (index: number, ms: number): Promise<number> => {
  await sleep(ms);
  return index;
};

/** Waiting work: requests, queries, file reads. */
export const waiting: ScenarioDefinition = {
  scenario: {
    id: 'waiting',
    title: 'Waiting work: one by one, all at once, or limited',
    explanation:
      'Each task only waits, as a request or a query does. One by one, the waits add up. All at once, they overlap, but what you call gets everything at the same moment. A limit keeps most of the gain and bounds the load.',
    parameters: [
      { id: 'tasks', label: 'Tasks', initial: 10, minimum: 1, maximum: 1000 },
      { id: 'waitMs', label: 'Each task waits', unit: 'ms', initial: 100, minimum: 1, maximum: 1000 },
      { id: 'limit', label: 'At most at once', initial: 8, minimum: 1, maximum: 1000 },
    ],
    variants: [
      { id: 'sequential', label: 'One by one' },
      { id: 'all', label: 'All at once' },
      { id: 'limited', label: 'Limited' },
    ],
    baseline: 'sequential',
    candidate: 'limited',
  },
  cpuBound: false,
  settings: waitingSettings,
  variants: {
    sequential: (parameters) => async () => {
      const results: number[] = [];
      for (const index of indices(parameter(parameters, 'tasks'))) {
        results.push(await task(index, parameter(parameters, 'waitMs')));
      }
      return results;
    },
    all: (parameters) => () =>
      Promise.all(indices(parameter(parameters, 'tasks')).map((index) => task(index, parameter(parameters, 'waitMs')))),
    limited: (parameters) => () => {
      const limit = pLimit(parameter(parameters, 'limit'));
      return Promise.all(
        indices(parameter(parameters, 'tasks')).map((index) =>
          limit(() => task(index, parameter(parameters, 'waitMs'))),
        ),
      );
    },
  },
};
