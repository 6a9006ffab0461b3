// One row per variant: a thin line from fastest to slowest sample, a thick one over the middle half, a dot at the median.
// Everything it shows stands in the table below it.
import { formatMs, type Measurement } from '../../src/model/evidence.ts';
import { svg } from './dom.ts';

const rowHeight = 44;
const axisHeight = 24;
/** Where the axis begins. */
const start = '4%';
/** Beyond this ratio a linear axis hides the faster variants. */
const largestLinearRatio = 20;

interface Scale {
  readonly position: (ms: number) => string;
  readonly ticks: readonly number[];
  readonly name: string;
}

export function createPlot(measurements: readonly Measurement[]): SVGSVGElement {
  const scale = chooseScale(measurements);
  const height = measurements.length * rowHeight + axisHeight;
  const summary = measurements
    .map(
      ({ label, medianMs, quartilesMs: [low, high] }) =>
        `${label}: ${formatMs(medianMs)}, middle half ${formatMs(low)} to ${formatMs(high)}`,
    )
    .join('; ');
  const plot = svg(
    'svg',
    { class: 'plot', role: 'img', height, width: '100%', 'aria-label': `Time per run, ${scale.name}. ${summary}.` },
    ...scale.ticks.flatMap((tick) => drawTick(tick, scale, height)),
    ...measurements.map((measurement, index) => drawRow(measurement, scale, index)),
  );
  return plot;
}

function drawRow(measurement: Measurement, { position }: Scale, index: number): SVGGElement {
  const { label, medianMs, minMs, maxMs, quartilesMs } = measurement;
  const y = index * rowHeight + 30;
  const line = (name: string, [from, to]: readonly [number, number]): SVGLineElement =>
    svg('line', { class: name, x1: position(from), x2: position(to), y1: y, y2: y });
  return svg(
    'g',
    { class: `series series-${index % 4}` },
    svg('text', { x: start, y: y - 14 }, `${label}: ${formatMs(medianMs)}`),
    line('range', [minMs, maxMs]),
    line('middle', quartilesMs),
    svg('circle', { cx: position(medianMs), cy: y, r: 6 }),
  );
}

function drawTick(tick: number, { position }: Scale, height: number): SVGElement[] {
  const x = position(tick);
  return [
    svg('line', { class: 'grid', x1: x, x2: x, y1: 0, y2: height - axisHeight }),
    svg(
      'text',
      { class: 'tick', x, y: height - 7, 'text-anchor': 'middle' },
      tick === 0 ? '0' : formatMs(tick).replace(/\.0+(?= )/, ''),
    ),
  ];
}

function chooseScale(measurements: readonly Measurement[]): Scale {
  const highest = Math.max(...measurements.map(({ maxMs }) => maxMs), Number.MIN_VALUE);
  const lowest = Math.min(...measurements.map(({ minMs }) => minMs));
  const medians = measurements.map(({ medianMs }) => medianMs);
  const useLogarithm = lowest > 0 && Math.max(...medians) > largestLinearRatio * Math.min(...medians);
  return useLogarithm ? logarithmic(lowest, highest) : linear(highest);
}

const percent = (share: number): string => `${(4 + share * 90).toFixed(2)}%`;

function linear(highest: number): Scale {
  const rough = highest / 3;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= rough) ?? 10) * magnitude;
  const ticks = Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step);
  return { position: (ms) => percent(ms / highest), ticks, name: 'linear scale from zero' };
}

function logarithmic(lowest: number, highest: number): Scale {
  const low = Math.floor(Math.log10(lowest));
  const high = Math.max(low + 1, Math.ceil(Math.log10(highest)));
  const every = Math.ceil((high - low) / 5);
  const ticks = Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, index) => 10 ** (low + index * every));
  return { position: (ms) => percent((Math.log10(ms) - low) / (high - low)), ticks, name: 'logarithmic scale' };
}
