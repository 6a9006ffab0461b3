// What Python's own ways of doing things at once gain; the sandbox for Python runs them.
import { thousandSteps, waitingSettings, type ScenarioDefinition } from './definition.ts';

const tasks = { id: 'tasks', label: 'Tasks', initial: 10, minimum: 1, maximum: 200 };

export const pythonWaiting: ScenarioDefinition = {
  scenario: {
    id: 'python-waiting',
    title: 'Python, waiting work: one by one, threads or asyncio',
    explanation:
      'Each task only waits, as a request or a query does, and while a thread waits it lets others run. Threads and asyncio overlap all waits; asyncio needs one thread for all of them.',
    parameters: [
      tasks,
      { id: 'waitMs', label: 'Each task waits', unit: 'ms', initial: 100, minimum: 1, maximum: 1000 },
    ],
    variants: [
      { id: 'sequential', label: 'One by one' },
      { id: 'threads', label: 'Threads' },
      { id: 'asyncio', label: 'asyncio' },
    ],
    baseline: 'sequential',
    candidate: 'threads',
  },
  language: 'python',
  cpuBound: false,
  settings: waitingSettings,
  variants: {},
};

export const pythonCpu: ScenarioDefinition = {
  scenario: {
    id: 'python-cpu',
    title: 'Python, computing work: one by one, threads or processes',
    explanation:
      'Each task keeps a processor busy. With Python’s global lock only one thread computes at a time, so threads gain nothing; processes do, once a task is worth being handed over. Builds without that lock let threads gain, too.',
    parameters: [{ ...tasks, initial: 8 }, thousandSteps('Each task computes', 100, 20_000)],
    variants: [
      { id: 'sequential', label: 'One by one' },
      { id: 'threads', label: 'Threads' },
      { id: 'processes', label: 'Processes' },
    ],
    baseline: 'sequential',
    candidate: 'processes',
  },
  language: 'python',
  cpuBound: true,
  settings: { rounds: 3, warmupMs: 60 },
  variants: {},
};
