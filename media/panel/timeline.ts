// How long the event loop was held up, look by look, while a run goes on: one line per variant.
import { formatMs } from '../../src/model/evidence.ts';
import type { VariantProgress } from '../../src/protocol/panel.ts';
import { element, svg } from './dom.ts';
import { createKey } from './key.ts';
import { plotWidth } from './plot-width.ts';

const height = 120;
const margin = { left: 64, right: 16, top: 12, bottom: 12 };

/** Undefined as long as there is nothing to see. */
export function createTimeline(variants: readonly VariantProgress[]): HTMLElement | undefined {
  const seen = variants.filter(({ delaysMs }) => delaysMs.length > 0);
  if (seen.length === 0) return undefined;
  const width = plotWidth();
  const longest = Math.max(...seen.flatMap(({ delaysMs }) => delaysMs), 1);
  const looks = Math.max(...seen.map(({ delaysMs }) => delaysMs.length));
  const x = (index: number): number =>
    margin.left + (looks < 2 ? 0 : (index / (looks - 1)) * (width - margin.left - margin.right));
  const y = (ms: number): number => height - margin.bottom - (ms / longest) * (height - margin.top - margin.bottom);
  const summary = seen.map(({ label, delaysMs }) => `${label} ${formatMs(delaysMs.at(-1) ?? 0)}`).join(', ');
  const plot = svg(
    'svg',
    {
      class: 'plot timeline',
      role: 'img',
      viewBox: `0 0 ${width} ${height}`,
      width,
      'aria-label': `How long the event loop was held up, in order. Last: ${summary}. Longest: ${formatMs(longest)}.`,
    },
    ...[0, longest].flatMap((ms) => [
      svg('line', { class: 'grid', x1: margin.left, x2: width - margin.right, y1: y(ms), y2: y(ms) }),
      svg('text', { class: 'tick', x: margin.left - 8, y: y(ms) + 4, 'text-anchor': 'end' }, formatMs(ms)),
    ]),
    ...variants.map(({ delaysMs }, index) =>
      svg(
        'g',
        { class: `series series-${index % 4}` },
        svg('polyline', { class: 'curve', points: delaysMs.map((ms, at) => `${x(at)},${y(ms)}`).join(' ') }),
        ...delaysMs.slice(-1).map((ms) => svg('circle', { cx: x(delaysMs.length - 1), cy: y(ms), r: 3 + index })),
      ),
    ),
  );
  return element(
    'figure',
    {},
    plot,
    element('figcaption', {}, 'Event loop held up, so far: ', ...createKey(variants.map(({ label }) => label))),
  );
}
