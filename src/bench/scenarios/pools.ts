import { parameter, thousandSteps, type ScenarioDefinition } from './definition.ts';
import { indices, spin, stepsPerThousand } from './spin.ts';

/** A pool for each call, against one that stays. */
export const pools: ScenarioDefinition = {
  scenario: {
    id: 'pools',
    title: 'Worker pools: a new one for each call, or one that stays',
    explanation:
      'Starting a thread takes some ten milliseconds and a few megabytes. A pool that is made for each call pays that each time; one that stays pays it once.',
    parameters: [
      { id: 'tasks', label: 'Tasks of a call', initial: 4, minimum: 1, maximum: 100 },
      thousandSteps('Each task computes', 1000, 100_000),
    ],
    variants: [
      { id: 'per-call', label: 'New pool for each call' },
      { id: 'shared', label: 'One pool that stays' },
    ],
    baseline: 'per-call',
    candidate: 'shared',
  },
  // Threads that need not be started are no parallel work: there is no bound to what that gains.
  cpuBound: false,
  settings: { rounds: 3, warmupMs: 60 },
  work: (steps) => spin(Number(steps)),
  variants: {
    'per-call': (parameters, { runInNewPool }) => {
      const tasks = tasksOf(parameters);
      return () => runInNewPool(tasks);
    },
    shared: (parameters, { runInPool }) => {
      const tasks = tasksOf(parameters);
      return () => Promise.all(tasks.map((steps) => runInPool(steps)));
    },
  },
};

function tasksOf(parameters: Parameters<typeof parameter>[0]): number[] {
  return indices(parameter(parameters, 'tasks')).map(() => parameter(parameters, 'thousandSteps') * stepsPerThousand);
}
