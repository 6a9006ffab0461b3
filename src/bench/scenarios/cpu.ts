import { parameter, type ScenarioDefinition } from './definition.ts';

/** Steps of a small random generator: whole-number arithmetic that no engine can skip. */
function spin(steps: number): number {
  let state = 1;
  for (let step = 0; step < steps; step++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return state;
}

const stepsPerThousand = 1000;

/** Computing work: parsing, hashing, rendering. */
export const cpu: ScenarioDefinition = {
  scenario: {
    id: 'cpu',
    title: 'Computing work: main thread or worker pool',
    explanation:
      'Each task keeps a processor busy. On the main thread nothing else happens until all are done; in a pool the event loop stays free and several tasks run at once. Small tasks lose: handing one over costs about a tenth of a millisecond.',
    parameters: [
      { id: 'tasks', label: 'Tasks', initial: 8, minimum: 1, maximum: 200 },
      {
        id: 'thousandSteps',
        label: 'Each task computes',
        unit: 'thousand steps',
        initial: 3000,
        minimum: 1,
        maximum: 200_000,
      },
    ],
    variants: [
      { id: 'main', label: 'Main thread' },
      { id: 'pool', label: 'Worker pool' },
    ],
    baseline: 'main',
    candidate: 'pool',
  },
  cpuBound: true,
  work: spin,
  variants: {
    main: (parameters) => {
      const steps = parameter(parameters, 'thousandSteps') * stepsPerThousand;
      const tasks = Array.from({ length: parameter(parameters, 'tasks') }, () => steps);
      return () => tasks.map(spin);
    },
    pool: (parameters, { runInPool }) => {
      const steps = parameter(parameters, 'thousandSteps') * stepsPerThousand;
      const tasks = Array.from({ length: parameter(parameters, 'tasks') }, () => steps);
      return () => Promise.all(tasks.map((argument) => runInPool(argument)));
    },
  },
};
