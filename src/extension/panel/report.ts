// A run as text for others: complete as JSON, every sample as CSV, the verdict and the figures as Markdown.
import { formatMs, type Evidence } from '../../model/evidence.ts';
import type { ExportFormat } from '../../protocol/panel.ts';

export const fileEndings: Readonly<Record<ExportFormat, string>> = { json: 'json', csv: 'csv', markdown: 'md' };

export function report(evidence: Evidence, format: ExportFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(evidence, undefined, 2)}\n`;
    case 'csv':
      return csv(evidence);
    case 'markdown':
      return markdown(evidence);
  }
}

/** One line per timed batch, in the order of measurement, none left out. */
function csv({ measurements }: Evidence): string {
  const lines = measurements.flatMap(({ variantId, label, samples }) =>
    samples.map(({ repetition, ms }, index) => [quoted(variantId), quoted(label), repetition, index, ms].join(',')),
  );
  return `${['variant,label,process,sample,ms', ...lines].join('\r\n')}\r\n`;
}

/** Quotes are doubled; a leading sign that a spreadsheet would take for a formula is made text. */
function quoted(text: string): string {
  return `"${text.replace(/^[=+\-@]/, "'$&").replaceAll('"', '""')}"`;
}

function markdown({ title, verdict, equality, measurements, crossover, environment, isolation }: Evidence): string {
  const heads = ['Variant', 'Median', '95 % within', 'Loop held up', 'Processors', 'Memory'];
  const rows = measurements.map(({ label, medianMs, p95Ms, eventLoopDelay, processorShare, memoryMb }) => [
    label,
    formatMs(medianMs),
    formatMs(p95Ms),
    formatMs(eventLoopDelay.maxMs),
    processorShare.toFixed(2),
    memoryMb === undefined ? '–' : `${memoryMb.toFixed(0)} MB`,
  ]);
  const sizes = (crossover?.points ?? []).map(({ size, baselineMs, candidateMs }) => [
    size.toLocaleString('en'),
    formatMs(baselineMs),
    formatMs(candidateMs),
  ]);
  const { runtime, platform, processor, repetitions } = environment;
  return [
    `## ${title}`,
    verdict.sentence,
    ...(crossover ? [crossover.sentence] : []),
    equality.detail,
    ...(rows.length > 0 ? [table(heads, rows)] : []),
    ...(sizes.length > 0 ? [table(['n', 'Now', 'Instead'], sizes)] : []),
    `${repetitions} fresh processes. ${runtime}, ${platform}, ${processor}. ${isolation.sentence}`,
  ]
    .join('\n\n')
    .concat('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
