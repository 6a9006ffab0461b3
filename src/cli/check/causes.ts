import { count, placeOf, type Host } from '../host.ts';
import { printable } from '../printable.ts';
import type { FileReport, Message, RelatedPlace } from './report.ts';

/** So many findings of one cause are shown in full; from there on one line says how many more there are. */
const SHOWN = 5;

interface Cause {
  /** Where it stands; undefined where it is not a place. */
  readonly place?: RelatedPlace;
  readonly text: string;
  findings: number;
}

/** What the findings of a run come from: what there is to mend once, instead of in each of them. */
export type Causes = Map<string, Cause>;

/** Notes what the findings of a report come from, and leaves out those of which enough have been shown. They count all the same. */
export function notYetTold(causes: Causes, report: FileReport): FileReport {
  return { ...report, messages: report.messages.filter((message) => !isTold(causes, message)) };
}

function isTold(causes: Causes, message: Message): boolean {
  const found = causeOf(message);
  if (!found) return false;
  const [key, told] = found;
  const cause = causes.get(key) ?? { ...told, findings: 0 };
  causes.set(key, cause);
  return ++cause.findings > SHOWN;
}

function causeOf({ rule, related, cause }: Message): [key: string, Omit<Cause, 'findings'>] | undefined {
  if (cause !== undefined) return [cause, { text: cause }];
  const place = related.at(-1);
  // Without a chain a finding stands at its own cause.
  if (rule !== 'unblock/blocking-call' || related.length < 2 || !place) return undefined;
  return [`${place.path}:${place.start.line}:${place.start.character}`, { place, text: place.message }];
}

/** A line for each cause of more findings than were shown, the most first; an empty text where there is none. */
export function moreToCauses(host: Pick<Host, 'cwd'>, causes: Causes): string {
  const lines = [...causes.values()]
    .filter(({ findings }) => findings > SHOWN)
    .sort((a, b) => b.findings - a.findings)
    .map(({ place, text, findings }) => {
      const at = place ? `${placeOf(host, place.path, { ...place.start, cell: place.cell })} ` : '';
      return `${at}${printable(text)}: ${count(findings - SHOWN, 'more finding')} here, shown with --every\n`;
    });
  return lines.length > 0 ? `${lines.join('')}\n` : '';
}
