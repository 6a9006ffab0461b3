import { describe, expect, test } from 'vitest';
import { prettyEvidence } from '../../src/cli/bench/evidence.ts';
import { bringsWorkers } from '../../src/engine/brings-workers.ts';
import { makeStyle } from '../../src/cli/style.ts';
import type { Evidence, Measurement } from '../../src/model/evidence.ts';
import { temporaryFolder } from '../unit/workspace/folder.ts';
import { bundleCommandLine } from './unblock.ts';

const { unblock } = await bundleCommandLine('test/cli/fake/main.ts');

describe('unblock bench', () => {
  test('lists what can be measured', async () => {
    const { code, out } = await unblock(temporaryFolder({}), ['bench', '--list']);
    expect(out).toMatch(/^waiting {2}\S/m);
    expect(out).toMatch(/^ {2}--set tasks=10 {2,}Tasks \(1 to 1000\)$/m);
    expect(code).toBe(0);
  });

  test.each([
    [
      [],
      'Name a function, as in `unblock bench src/page.ts#render`, or a scenario with `--scenario`; `unblock bench --list` shows what there is.',
    ],
    [['waiting'], '`waiting` names no function. Write it as in `unblock bench src/page.ts#render`.'],
    [['a.ts#f', '--sizes', '10,0'], '`--sizes` are whole numbers from 1 on.'],
    [['a.ts#f', '--fix', 'to-thread'], '`--fix` names the fix to measure against. Say `--against fix`, too.'],
    [['a.ts#f', '--tolerance', '2'], '`--tolerance` is a number from 0 to 1, such as 1e-9, not `2`.'],
    [
      ['a.ts#f', '--scenario', 'waiting'],
      'Name one thing to measure: a function, as in `src/page.ts#render`, or a scenario.',
    ],
    [['--scenario', 'wait'], 'There is no scenario `wait`. Did you mean `waiting`?'],
    [['--scenario', 'waiting', '--set', 'taks=2'], 'There is no parameter `taks`. Did you mean `tasks`?'],
    [['--scenario', 'waiting', '--set', 'tasks=0'], '`tasks` must lie between 1 and 1000.'],
    [['--scenario', 'waiting', '--set', 'tasks'], '`--set tasks=N` must be a whole number, 0 or more, not ``.'],
  ])('of %j is told the way', async (args, message) => {
    const result = await unblock(temporaryFolder({}), ['bench', ...args]);
    expect(result).toEqual({ code: 2, out: '', err: `unblock: ${message}\n` });
  });
});

test.each([
  ['', 'import { Piscina } from "piscina";', true],
  ['import { Worker } from "node:worker_threads";', 'import { Worker } from "node:worker_threads";\n1;', false],
  ['const pool = new Piscina(a);', 'const pool = new Piscina(a);\nconst other = new Piscina(b);', true],
])('a fix moves work to workers where it brings them: %j to %j', (before, after, expected) => {
  expect(bringsWorkers([{ before, after }])).toBe(expected);
});

function measurement(label: string, medianMs: number): Measurement {
  return {
    variantId: label,
    label,
    samples: [],
    medianMs,
    quartilesMs: [medianMs - 1, medianMs + 1],
    p95Ms: medianMs + 2,
    minMs: 0,
    maxMs: 0,
    operationsPerSecond: 0,
    eventLoopDelay: { maxMs: 7, p99Ms: 0 },
    outliers: 0,
    processorShare: 1,
  };
}

test('evidence is a table, a verdict and what to doubt it by', () => {
  const verdict = { kind: 'better', variantId: 'b', baselineId: 'a', reason: 'clear', sentence: 'B wins.' } as const;
  const evidence: Evidence = {
    title: 'A or B',
    verdict,
    comparisons: [verdict],
    measurements: [measurement('One by one', 102), measurement('日本', 20)],
    equality: { kind: 'equal', detail: 'Both give 1.' },
    environment: { runtime: 'Node 24', platform: 'linux', processor: 'P', parallelism: 2, threads: 2, repetitions: 8 },
    isolation: {
      level: 'closed',
      layer: 'bubblewrap',
      open: [],
      permissionModel: true,
      dropped: true,
      sentence: 'Isolated.',
      notPromised: 'Not promised: true figures.',
    },
    durationMs: 1,
  };
  expect(prettyEvidence({ outStyle: makeStyle(false) }, evidence)).toMatchInlineSnapshot(`
    "A or B

                 median           quartiles  95th percentile  loop held up at most
    One by one   102 ms    101 ms to 103 ms           104 ms               7.00 ms
    日本        20.0 ms  19.0 ms to 21.0 ms          22.0 ms               7.00 ms

    B wins.
    Results: Both give 1.
    Node 24, linux, P, 8 fresh processes. Isolated. Not promised: true figures.
    "
  `);
  const nothing = prettyEvidence({ outStyle: makeStyle(false) }, { ...evidence, measurements: [] });
  expect(nothing).toMatch(/^A or B\n\nB wins\.\n/);
});
