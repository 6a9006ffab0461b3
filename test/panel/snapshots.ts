// Snapshots in every state the panel knows.
import { summarise } from '../../src/bench/statistics/measurement.ts';
import { judge } from '../../src/bench/statistics/verdict.ts';
import { cpu } from '../../src/bench/scenarios/cpu.ts';
import { waiting } from '../../src/bench/scenarios/waiting.ts';
import type { Evidence, Measurement } from '../../src/model/evidence.ts';
import { effectiveParameters } from '../../src/model/variant.ts';
import type { PastRun, Run, SnapshotMessage, Subject } from '../../src/protocol/panel.ts';

export const scenarioSubject: Subject = {
  kind: 'scenario',
  scenario: waiting.scenario,
  parameters: effectiveParameters(waiting.scenario),
  note: 'Unlimited `Promise.all` — A model of this pattern, not your code.',
};

export const functionSubject: Subject = {
  kind: 'function',
  title: 'Count primes below n',
  functionName: 'countPrimes',
  source: 'export function countPrimes(limit: number): number {\n  // …\n  return limit;\n}',
  input: '[n]',
  setup: '',
  sizes: [100_000],
  calls: 1,
  language: 'ts',
  choices: [
    { id: 'fix quicker', label: 'After the fix', detail: 'Skip even numbers', source: '…', fix: 'quicker' },
    { id: 'pool', label: 'Worker pool', detail: 'Move `countPrimes` to a worker pool', fix: 'move-to-worker' },
  ],
  against: ['fix quicker'],
  place: { uri: 'file:///primes.ts', functionName: 'countPrimes' },
};

export const running: Run = {
  state: 'running',
  progress: {
    phase: 'measuring',
    done: 3,
    total: 10,
    samples: 420,
    medians: [
      { variantId: 'main', label: 'Main thread', medianMs: 31.2, delaysMs: [30, 41, 33] },
      { variantId: 'pool', label: 'Worker pool', medianMs: 19.4, delaysMs: [1, 2, 1] },
    ],
  },
};

export const failed: Run = {
  state: 'failed',
  message: 'One step took longer than 20 s, so the run was stopped. Use a smaller input or less work.',
};

export function snapshot(subject: Subject, run: Run, history: readonly PastRun[] = []): SnapshotMessage {
  const scenarios = [waiting, cpu].map(({ scenario: { id, title } }) => ({ id, title }));
  return { version: 3, type: 'snapshot', subject, scenarios, run, history };
}

function measured(id: string, label: string, ms: number, delayMs: number): Measurement {
  const samples = Array.from({ length: 80 }, (_, index) => ({
    repetition: index % 8,
    ms: ms * (1 + ((index * 37) % 80) / 400 + (index === 41 ? 0.6 : 0)),
  }));
  return summarise({ id, label }, samples, [{ maxMs: delayMs, p99Ms: delayMs / 2 }]);
}

/** Evidence as a run gives it, from made-up samples. */
export function evidence(): Evidence {
  const equality = { kind: 'equal', detail: 'All variants give the same result: [0,1,2,3,4,5,6,7,8,9]' } as const;
  const baseline = measured('sequential', 'One by one', 1003, 2);
  const others = [measured('all', 'All at once', 101, 3), measured('limited', 'Limited', 202, 2)];
  const comparisons = others.map((other) => judge(baseline, other, { confidence: 0.99, equality }));
  const [, verdict] = comparisons;
  if (!verdict) throw new Error('There is no verdict.');
  return {
    title: waiting.scenario.title,
    verdict,
    comparisons,
    measurements: [baseline, ...others],
    equality,
    environment: {
      runtime: 'Node 24.21.0',
      platform: 'linux x64',
      processor: 'Test',
      parallelism: 2,
      threads: 2,
      repetitions: 8,
    },
    isolation: {
      level: 'closed',
      layer: 'bubblewrap',
      open: [],
      permissionModel: true,
      dropped: false,
      sentence: 'Ran closed in.',
      notPromised: 'Not promised: true figures from code that means harm.',
    },
    durationMs: 12_000,
  };
}

export function different(): Evidence {
  const refused = { kind: 'inconclusive', reason: 'results-differ', variantId: 'pool', baselineId: 'main' } as const;
  const verdict = {
    ...refused,
    sentence: 'No verdict: the variants do not give the same result, so their speed cannot be compared.',
  };
  const equality = { kind: 'different', detail: '“Main thread” gives 1, but “Worker pool” gives 2.' } as const;
  return { ...evidence(), verdict, comparisons: [verdict], equality, measurements: [] };
}

/** The same at three sizes. */
export function bySize(): Evidence {
  const whole = evidence();
  const points = [1000, 10_000, 100_000].map((size, index) => ({
    size,
    verdict: whole.verdict,
    baselineMs: 10 ** index,
    candidateMs: 5 * 4 ** index,
  }));
  const sentence = 'The other pays from about n = 20,000 on.';
  return { ...whole, crossover: { kind: 'from', size: 20_000, interval: [15_000, 30_000], points, sentence } };
}

export const past: PastRun = {
  at: '2026-01-02T03:04:05.000Z',
  kind: 'worse',
  sentence: 'It was slower before.',
  conditions: '[n]; n = 100,000',
  medians: [{ label: 'Main thread', medianMs: 12 }],
};
