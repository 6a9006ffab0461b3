import { count, placeOf, type Host } from '../host.ts';
import { printable } from '../printable.ts';
import type { FileReport, Message, RelatedPlace } from './report.ts';

/** So many findings that lead to one place are shown in full; from there on one line says how many more there are. */
const SHOWN = 5;

/** The places that findings of a run lead to: what there is to mend once, instead of in each of them. */
export type Causes = Map<string, { readonly place: RelatedPlace; findings: number }>;

/** Notes what the findings of a report lead to, and leaves out those of which enough have been shown. They count all the same. */
export function notYetTold(causes: Causes, report: FileReport): FileReport {
  return { ...report, messages: report.messages.filter((message) => !isTold(causes, message)) };
}

function isTold(causes: Causes, { rule, related }: Message): boolean {
  const place = related.at(-1);
  // Without a chain a finding stands at its own cause.
  if (rule !== 'unblock/blocking-call' || related.length < 2 || !place) return false;
  const key = `${place.path}:${place.start.line}:${place.start.character}`;
  const cause = causes.get(key) ?? { place, findings: 0 };
  causes.set(key, cause);
  return ++cause.findings > SHOWN;
}

/** A line for each place that more findings lead to than were shown, the most first; an empty text where there is none. */
export function moreToCauses(host: Pick<Host, 'cwd'>, causes: Causes): string {
  const lines = [...causes.values()]
    .filter(({ findings }) => findings > SHOWN)
    .sort((a, b) => b.findings - a.findings)
    .map(({ place, findings }) => {
      const at = placeOf(host, place.path, { ...place.start, cell: place.cell });
      return `${at} ${printable(place.message)}: ${count(findings - SHOWN, 'more finding')} here, shown with --every\n`;
    });
  return lines.length > 0 ? `${lines.join('')}\n` : '';
}
