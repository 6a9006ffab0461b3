import { setTimeout as sleep } from 'node:timers/promises';
import { parameter, thousandSteps, type ScenarioDefinition } from './definition.ts';
import { indices, spin, stepsPerThousand } from './spin.ts';

/** Work that waits and then computes: a query, and a page made of its rows. */
export const mixed: ScenarioDefinition = {
  scenario: {
    id: 'mixed',
    title: 'Mixed work: who computes after the wait?',
    explanation:
      'Each task waits, as for a query, and then computes. All waits overlap; on the main thread the computing adds up and holds up every other task. A pool takes it off the event loop.',
    parameters: [
      { id: 'tasks', label: 'Tasks', initial: 20, minimum: 1, maximum: 500 },
      { id: 'waitMs', label: 'Each task waits', unit: 'ms', initial: 20, minimum: 1, maximum: 1000 },
      thousandSteps('Then it computes', 2000, 100_000),
    ],
    variants: [
      { id: 'main', label: 'Computes on the main thread' },
      { id: 'pool', label: 'Computes in a pool' },
    ],
    baseline: 'main',
    candidate: 'pool',
  },
  cpuBound: true,
  settings: { rounds: 3 },
  work: (steps) => spin(Number(steps)),
  variants: {
    main: (parameters) => () =>
      Promise.all(
        indices(parameter(parameters, 'tasks')).map(async () => {
          await sleep(parameter(parameters, 'waitMs'));
          return spin(parameter(parameters, 'thousandSteps') * stepsPerThousand);
        }),
      ),
    pool:
      (parameters, { runInPool }) =>
      () =>
        Promise.all(
          indices(parameter(parameters, 'tasks')).map(async () => {
            await sleep(parameter(parameters, 'waitMs'));
            return runInPool(parameter(parameters, 'thousandSteps') * stepsPerThousand);
          }),
        ),
  },
};
