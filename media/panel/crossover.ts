// How both variants grow with the size: two lines over logarithmic axes, and the same figures as a table.
import { formatMs, type Crossover, type Measurement } from '../../src/model/evidence.ts';
import { element, svg } from './dom.ts';
import { createKey } from './key.ts';
import { plotWidth } from './plot-width.ts';

const height = 240;
const margin = { left: 64, right: 36, top: 12, bottom: 28 };

export function createCrossover({ points, size }: Crossover, measurements: readonly Measurement[]): HTMLElement {
  const [first, second] = measurements.map(({ label }) => label);
  const labels = [first ?? 'Now', second ?? 'Instead'] as const;
  const view = element('section', { 'aria-labelledby': 'sizes-result' });
  view.append(
    element('h3', { id: 'sizes-result' }, 'By size'),
    element(
      'figure',
      {},
      draw(points, size, labels),
      element('figcaption', {}, 'Median by size: ', ...createKey(labels)),
    ),
    tableOf(points, labels),
  );
  return view;
}

type Points = Crossover['points'];
type Labels = readonly [string, string];

function draw(points: Points, crossing: number | undefined, labels: Labels): SVGSVGElement {
  const width = plotWidth();
  const sizes = points.map(({ size }) => size);
  const times = points.flatMap(({ baselineMs, candidateMs }) => [baselineMs, candidateMs]).filter((ms) => ms > 0);
  const x = scale(Math.min(...sizes), Math.max(...sizes), margin.left, width - margin.right);
  const y = scale(Math.min(...times), Math.max(...times), height - margin.bottom, margin.top);
  const line = (index: number, of: (point: Points[number]) => number): SVGElement[] => [
    svg('polyline', {
      class: 'curve',
      points: points.map((point) => `${x(point.size)},${y(of(point))}`).join(' '),
    }),
    ...points.map((point) => svg('circle', { cx: x(point.size), cy: y(of(point)), r: index === 0 ? 4 : 6 })),
  ];
  const summary = points
    .map((point) => `n = ${point.size}: ${formatMs(point.baselineMs)} and ${formatMs(point.candidateMs)}`)
    .join('; ');
  return svg(
    'svg',
    {
      class: 'plot crossover',
      role: 'img',
      viewBox: `0 0 ${width} ${height}`,
      width,
      'aria-label': `Time by size, logarithmic scales, ${labels[0]} and ${labels[1]}. ${summary}.`,
    },
    ...[...new Set([sizes[0], sizes.at(-1)])].flatMap((size) =>
      size === undefined
        ? []
        : [svg('text', { class: 'tick', x: x(size), y: height - 8, 'text-anchor': 'middle' }, size.toLocaleString())],
    ),
    ...[...new Set([Math.min(...times), Math.max(...times)])].map((ms) =>
      svg('text', { class: 'tick', x: margin.left - 8, y: y(ms) + 4, 'text-anchor': 'end' }, formatMs(ms)),
    ),
    ...(crossing === undefined || crossing < (sizes[0] ?? 0) || crossing > (sizes.at(-1) ?? 0)
      ? []
      : [svg('line', { class: 'grid', x1: x(crossing), x2: x(crossing), y1: margin.top, y2: height - margin.bottom })]),
    svg('g', { class: 'series series-0' }, ...line(0, ({ baselineMs }) => baselineMs)),
    svg('g', { class: 'series series-1' }, ...line(1, ({ candidateMs }) => candidateMs)),
  );
}

/** Positions on a logarithmic axis; in its middle where there is only one value. */
function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  const span = Math.log(high) - Math.log(low);
  return (value) => (span > 0 ? from + ((Math.log(value) - Math.log(low)) / span) * (to - from) : (from + to) / 2);
}

function tableOf(points: Points, labels: Labels): HTMLElement {
  const rows = points.map(({ size, baselineMs, candidateMs, verdict }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, size.toLocaleString()),
      element('td', {}, formatMs(baselineMs)),
      element('td', {}, formatMs(candidateMs)),
      element('td', {}, verdict.factor === undefined ? '—' : `${verdict.factor.toPrecision(3)} × as fast`),
    ),
  );
  const heads = ['n', ...labels, 'Second against first'];
  const table = element(
    'table',
    {},
    element('caption', {}, 'Median time of one run by size'),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'scroll', role: 'region', 'aria-label': 'Times by size', tabindex: 0 }, table);
}
