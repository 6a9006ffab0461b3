// What came out: the verdict first, then whether results agree, the picture, the numbers, and how they were taken.
import { formatMs, type Evidence, type Measurement, type Verdict } from '../../src/model/evidence.ts';
import type { PastRun, Subject } from '../../src/protocol/panel.ts';
import { createActions } from './actions.ts';
import { element } from './dom.ts';
import { createCrossover } from './crossover.ts';
import { createHistory } from './history.ts';
import { kinds } from './kinds.ts';
import { createPlot } from './plot.ts';

/** What is shown with the results besides what they say. */
export interface Beside {
  readonly subject: Subject;
  readonly history: readonly PastRun[];
  readonly announce: (text: string) => void;
}

export function createResults(evidence: Evidence, { subject, history, announce }: Beside): HTMLElement {
  const { verdict, comparisons, measurements, equality, isolation, crossover } = evidence;
  const others = comparisons.filter(({ variantId }) => variantId !== verdict.variantId);
  const view = element(
    'section',
    { 'aria-labelledby': 'results' },
    element('h2', { id: 'results' }, 'Result'),
    createVerdict(verdict, 'verdict'),
    ...(crossover ? [element('p', { class: 'verdict minor' }, crossover.sentence)] : []),
    ...others.map((other) => createVerdict(other, 'verdict minor')),
    element(
      'p',
      { class: `equality ${equality.kind}` },
      element('strong', {}, equalityHeads[equality.kind]),
      ` ${equality.detail}`,
    ),
  );
  if (measurements.length > 0) {
    view.append(
      element(
        'figure',
        {},
        createPlot(measurements),
        element(
          'figcaption',
          {},
          'Dot: median. Thick line: middle half of the samples. Thin line: fastest to slowest.',
        ),
      ),
      createTable(evidence),
      ...(crossover && crossover.points.length > 1 ? [createCrossover(crossover, measurements)] : []),
    );
  }
  view.append(
    createActions({ subject, announce, plot: view.querySelector<SVGSVGElement>('svg.plot') ?? undefined }),
    ...createHistory(history),
    element('p', { class: 'help' }, conditions(evidence)),
    element('p', { class: 'help' }, `${isolation.sentence} ${isolation.notPromised}`),
  );
  return view;
}

const equalityHeads: Readonly<Record<Evidence['equality']['kind'], string>> = {
  equal: '✓ Same results.',
  different: '✗ Different results.',
  'not-comparable': '✗ Results cannot be compared.',
};

function createVerdict({ kind, sentence }: Verdict, name: string): HTMLElement {
  return element('p', { class: `${name} ${kind}` }, element('strong', {}, `${kinds[kind]}.`), ` ${sentence}`);
}

function createTable({ measurements, comparisons }: Evidence): HTMLElement {
  const heads = [
    'Variant',
    'Median',
    'Middle half',
    '95 % within',
    'Loop held up',
    'Loop, p99',
    'Per second',
    'Processors',
    'Memory',
    'Copying',
    'Against the first',
  ];
  const rows = measurements.map((measurement) => {
    const verdict = comparisons.find(({ variantId }) => variantId === measurement.variantId);
    const [label = '', ...cells] = cellsOf(measurement, verdict);
    return element('tr', {}, element('th', { scope: 'row' }, label), ...cells.map((cell) => element('td', {}, cell)));
  });
  const table = element(
    'table',
    {},
    element('caption', {}, 'Time for one run of each variant'),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows),
  );
  // Scrolls by itself in a narrow column; focusable so that the keyboard can scroll it.
  return element('div', { class: 'scroll', role: 'region', 'aria-label': 'Measurements', tabindex: 0 }, table);
}

function cellsOf(measurement: Measurement, verdict: Verdict | undefined): string[] {
  const { label, medianMs, quartilesMs, p95Ms, eventLoopDelay, operationsPerSecond } = measurement;
  const { processorShare, memoryMb, handOverMs } = measurement;
  return [
    label,
    formatMs(medianMs),
    `${formatMs(quartilesMs[0])} – ${formatMs(quartilesMs[1])}`,
    formatMs(p95Ms),
    formatMs(eventLoopDelay.maxMs),
    formatMs(eventLoopDelay.p99Ms),
    operationsPerSecond.toLocaleString(undefined, { maximumSignificantDigits: 3 }),
    processorShare.toFixed(2),
    memoryMb === undefined ? '—' : `${memoryMb.toFixed(0)} MB`,
    handOverMs === undefined ? '—' : formatMs(handOverMs),
    verdict ? comparison(verdict) : '—',
  ];
}

function comparison({ kind, factor, interval }: Verdict): string {
  if (factor === undefined || interval === undefined) return kinds[kind].slice(2);
  const [low, high] = interval;
  return `${factor.toPrecision(3)} × as fast (${low.toPrecision(3)} – ${high.toPrecision(3)})`;
}

function conditions({ environment, measurements, durationMs }: Evidence): string {
  const samples = measurements.reduce((sum, measurement) => sum + measurement.samples.length, 0);
  const { runtime, platform, processor, parallelism, threads, repetitions } = environment;
  const extent =
    samples === 0 ? 'Nothing was timed' : `${repetitions} fresh processes, ${samples} samples, none left out`;
  return `${extent}, in ${formatMs(durationMs)}. ${runtime}, ${platform}, ${processor}, ${parallelism} threads at once, ${threads} in the pool.`;
}
