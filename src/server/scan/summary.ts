import type { ScanSummary } from '../../protocol/server.ts';
import type { LeftOut } from './closed-file.ts';

export interface ScanCounts {
  readonly state: ScanSummary['state'];
  /** Files looked into, of those there are. */
  readonly files: number;
  readonly total: number;
  readonly findings: number;
  readonly filesWithFindings: number;
  readonly leftOut: ReadonlyMap<string, LeftOut>;
  /** Files at which a rule threw, while the others had their say. */
  readonly failing: number;
  /** Why not all files were seen together, and the way out; empty when they were. */
  readonly limits: readonly string[];
}

const reasons: Readonly<Record<LeftOut, string>> = {
  'too-large': 'too large',
  binary: 'binary',
  unreadable: 'unreadable',
  generated: 'generated or minified',
  language: 'without a parser',
  failed: 'on which Unblock itself failed',
};

/** What a person is told at the end of a scan. */
export function summarize(counts: ScanCounts): ScanSummary {
  const { state, files, findings, filesWithFindings, leftOut } = counts;
  const sentences = [what(counts), ...leftOutSentence(leftOut), ...failingSentence(counts.failing), ...counts.limits];
  return { state, findings, filesWithFindings, files, leftOut: leftOut.size, message: sentences.join(' ') };
}

function what({ state, files, total, findings, filesWithFindings }: ScanCounts): string {
  if (state === 'done' && total === 0) return 'There is no JavaScript, TypeScript or Python file to scan.';
  const found = findings === 0 ? 'No findings' : `${count(findings, 'finding')} in ${count(filesWithFindings, 'file')}`;
  if (state === 'done') return `${found}; ${count(files, 'file')} scanned.`;
  const far = `${files.toLocaleString('en')} of ${count(total, 'file')}`;
  return state === 'cancelled' ? `Cancelled after ${far}. ${found} until then.` : `${found} in ${far} so far.`;
}

function leftOutSentence(leftOut: ReadonlyMap<string, LeftOut>): string[] {
  if (leftOut.size === 0) return [];
  const tally = new Map<LeftOut, number>();
  for (const why of leftOut.values()) tally.set(why, (tally.get(why) ?? 0) + 1);
  const parts = (Object.keys(reasons) as LeftOut[]).flatMap((why) => {
    const number = tally.get(why);
    return number === undefined ? [] : [`${number.toLocaleString('en')} ${reasons[why]}`];
  });
  return [`${count(leftOut.size, 'file')} left out: ${parts.join(', ')}.`];
}

function failingSentence(failing: number): string[] {
  return failing === 0 ? [] : [`A rule of Unblock itself failed in ${count(failing, 'file')}.`];
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
