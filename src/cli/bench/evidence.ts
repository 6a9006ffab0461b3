import { formatMs, type Evidence, type Measurement } from '../../model/evidence.ts';
import type { Scenario } from '../../model/variant.ts';
import type { Host } from '../host.ts';
import { columns } from '../printable.ts';

type View = Pick<Host, 'outStyle'>;

/** What was measured, for people: the figures, the verdict, and what to doubt it by. */
export function prettyEvidence({ outStyle }: View, evidence: Evidence): string {
  const { verdict, equality, environment, isolation } = evidence;
  const rows = evidence.measurements.map(figures);
  const table = rows.length === 0 ? [] : ['', ...alignColumns([header, ...rows])];
  const [title, head, ...body] = [outStyle.bold(evidence.title), ...table];
  const paint = {
    better: outStyle.green,
    worse: outStyle.yellow,
    'no-difference': outStyle.blue,
    inconclusive: outStyle.dim,
  };
  return `${[
    title,
    ...(head === undefined ? [] : [head]),
    ...body,
    '',
    paint[verdict.kind](verdict.sentence),
    `Results: ${equality.detail}`,
    outStyle.dim(
      `${environment.runtime}, ${environment.platform}, ${environment.processor}, ` +
        `${environment.repetitions} fresh processes. ${isolation.sentence} ${isolation.notPromised}`,
    ),
  ].join('\n')}\n`;
}

const header = ['', 'median', 'quartiles', '95th percentile', 'loop held up at most'];

function figures({ label, medianMs, quartilesMs, p95Ms, eventLoopDelay }: Measurement): string[] {
  const quartiles = quartilesMs.map(formatMs).join(' to ');
  return [label, formatMs(medianMs), quartiles, formatMs(p95Ms), formatMs(eventLoopDelay.maxMs)];
}

/** First column to the left, figures to the right. */
function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = header.map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - columns(cell));
        return column === 0 ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** One scenario with what can be set. */
export function prettyScenario({ outStyle }: View, { id, title, explanation, parameters }: Scenario): string {
  const width = Math.max(...parameters.map(({ id: name, initial }) => `${name}=${initial}`.length));
  const settings = parameters.map(({ id: name, label, unit, initial, minimum, maximum }) => {
    const meaning = `${label}${unit === undefined ? '' : `, in ${unit}`} (${minimum} to ${maximum})`;
    return `  --set ${`${name}=${initial}`.padEnd(width)}  ${meaning}\n`;
  });
  return `${outStyle.bold(id)}  ${title}\n  ${explanation}\n${settings.join('')}`;
}
