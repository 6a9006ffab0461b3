import { parameter, thousandSteps, type ScenarioDefinition } from './definition.ts';
import { indices, spin, stepsPerThousand } from './spin.ts';

/** Tasks are cut into pieces of so many steps, a few milliseconds each, between which the event loop has its turn. */
const piece = 1_000_000;

async function spinInPieces(steps: number): Promise<number> {
  let result = 0;
  for (let done = 0; done < steps; done += piece) {
    result = (result + spin(Math.min(piece, steps - done))) | 0;
    await new Promise((turn) => setImmediate(turn));
  }
  return result;
}

/** The same sum as `spinInPieces`, so that all variants compute the same. */
export function spinAll(steps: number): number {
  let result = 0;
  for (let done = 0; done < steps; done += piece) result = (result + spin(Math.min(piece, steps - done))) | 0;
  return result;
}

/** Computing work: parsing, hashing, rendering. */
export const cpu: ScenarioDefinition = {
  scenario: {
    id: 'cpu',
    title: 'Computing work: main thread or worker pool',
    explanation:
      'Each task keeps a processor busy. On the main thread nothing else happens until all are done; in pieces, others have their turn in between, and all takes as long; in a pool the event loop stays free and several tasks run at once. Small tasks lose: handing one over costs about a tenth of a millisecond.',
    parameters: [
      { id: 'tasks', label: 'Tasks', initial: 8, minimum: 1, maximum: 200 },
      thousandSteps('Each task computes', 3000, 200_000),
    ],
    variants: [
      { id: 'main', label: 'Main thread' },
      { id: 'chunked', label: 'In pieces' },
      { id: 'pool', label: 'Worker pool' },
    ],
    baseline: 'main',
    candidate: 'pool',
  },
  cpuBound: true,
  work: (steps) => spinAll(Number(steps)),
  variants: {
    main: (parameters) => {
      const steps = parameter(parameters, 'thousandSteps') * stepsPerThousand;
      const tasks = indices(parameter(parameters, 'tasks'));
      return () => tasks.map(() => spinAll(steps));
    },
    chunked: (parameters) => {
      const steps = parameter(parameters, 'thousandSteps') * stepsPerThousand;
      const tasks = parameter(parameters, 'tasks');
      return async () => {
        const results: number[] = [];
        while (results.length < tasks) results.push(await spinInPieces(steps));
        return results;
      };
    },
    pool: (parameters, { runInPool }) => {
      const steps = parameter(parameters, 'thousandSteps') * stepsPerThousand;
      const tasks = indices(parameter(parameters, 'tasks'));
      return () => Promise.all(tasks.map(() => runInPool(steps)));
    },
  },
};
