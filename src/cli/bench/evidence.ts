import { formatMs, type Evidence, type Measurement, type SizePoint } from '../../model/evidence.ts';
import type { Scenario } from '../../model/variant.ts';
import type { Host } from '../host.ts';
import { columns } from '../printable.ts';

type View = Pick<Host, 'outStyle'>;

/** What was measured, for people: the figures, the verdict, and what to doubt it by. */
export function prettyEvidence({ outStyle }: View, evidence: Evidence): string {
  const { verdict, comparisons, equality, environment, isolation, crossover } = evidence;
  const rows = evidence.measurements.map(figures);
  const counts = evidence.measurements.some(({ requests }) => requests !== undefined);
  const table =
    rows.length === 0 ? [] : ['', ...alignColumns([counts ? [...header, 'requests lost'] : header, ...rows])];
  const sizes =
    crossover === undefined ? [] : ['', ...alignColumns([sizeHeader, ...crossover.points.map(sizeFigures)])];
  const others = comparisons.filter(({ variantId }) => variantId !== verdict.variantId);
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
    ...others.map(({ kind, sentence }) => paint[kind](sentence)),
    ...sizes,
    ...(crossover === undefined ? [] : ['', outStyle.bold(crossover.sentence)]),
    `Results: ${equality.detail}`,
    outStyle.dim(
      `${environment.runtime}, ${environment.platform}, ${environment.processor}, ` +
        `${environment.repetitions} fresh processes${capacity(environment)}. ${isolation.sentence} ${isolation.notPromised}`,
    ),
  ].join('\n')}\n`;
}

const header = ['', 'median', 'quartiles', '95th percentile', 'loop held up at most'];

/** What a pool had to work with. */
function capacity({ parallelCapacity, threads }: Evidence['environment']): string {
  if (parallelCapacity === undefined) return '';
  return `; ${threads} threads did ${parallelCapacity.toPrecision(2)} times the work of one`;
}

const sizeHeader = ['n', 'current', 'other', 'times as fast', 'interval'];

function sizeFigures({ size, verdict, baselineMs, candidateMs }: SizePoint): string[] {
  const { factor, interval } = verdict;
  const range = interval?.map((each) => each.toPrecision(3)).join(' to ') ?? '';
  return [size.toLocaleString('en'), formatMs(baselineMs), formatMs(candidateMs), factor?.toPrecision(3) ?? '', range];
}

function figures({ label, medianMs, quartilesMs, p95Ms, eventLoopDelay, requests }: Measurement): string[] {
  const quartiles = quartilesMs.map(formatMs).join(' to ');
  const lost = requests ? [`${requests.failed} of ${requests.answered + requests.failed}`] : [];
  return [label, formatMs(medianMs), quartiles, formatMs(p95Ms), formatMs(eventLoopDelay.maxMs), ...lost];
}

/** First column to the left, figures to the right. */
function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => columns(row[column] ?? ''))));
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
