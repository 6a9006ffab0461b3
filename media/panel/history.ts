// Earlier runs of the same beside this one, so that a change can be seen.
import { formatMs } from '../../src/model/evidence.ts';
import type { PastRun } from '../../src/protocol/panel.ts';
import { element } from './dom.ts';
import { kinds } from './kinds.ts';

/** Nothing where there is only one run. The first is the one that is shown above. */
export function createHistory(runs: readonly PastRun[]): HTMLElement[] {
  const [now, ...earlier] = runs;
  if (!now || earlier.length === 0) return [];
  const labels = [...new Set(runs.flatMap(({ medians }) => medians.map(({ label }) => label)))];
  const heads = ['When', 'Verdict', ...labels, 'Measured with'];
  const table = element(
    'table',
    {},
    element('caption', {}, 'Medians of this run and earlier ones, with the change since then'),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...runs.map((run) => row(run, now, labels))),
  );
  return [
    element(
      'details',
      {},
      element('summary', {}, `Earlier runs (${earlier.length})`),
      element('div', { class: 'scroll', role: 'region', 'aria-label': 'Earlier runs', tabindex: 0 }, table),
      element(
        'p',
        { class: 'help' },
        'Each run compares its variants at the same time; between runs the machine may have been busier or quieter.',
      ),
    ),
  ];
}

function row(run: PastRun, now: PastRun, labels: readonly string[]): HTMLElement {
  const when = element('time', { datetime: run.at }, new Date(run.at).toLocaleString());
  return element(
    'tr',
    {},
    element('th', { scope: 'row' }, ...(run === now ? ['This run, '] : []), when),
    element('td', { title: run.sentence }, kinds[run.kind]),
    ...labels.map((label) => element('td', {}, cell(label, run, now))),
    element('td', { class: 'words' }, run.conditions),
  );
}

function cell(label: string, run: PastRun, now: PastRun): string {
  const medianOf = ({ medians }: PastRun): number | undefined => medians.find((each) => each.label === label)?.medianMs;
  const [then, latest] = [medianOf(run), medianOf(now)];
  if (then === undefined) return '—';
  if (run === now || latest === undefined || then === 0 || run.conditions !== now.conditions) return formatMs(then);
  const change = (latest / then - 1) * 100;
  return `${formatMs(then)} (now ${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(0)} %)`;
}
