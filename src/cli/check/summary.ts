import type { Finding, Level } from '../../model/finding.ts';
import { count } from '../host.ts';

/** What a run has seen so far. */
export interface Tally {
  /** Files that were analysed. */
  files: number;
  filesWithFindings: number;
  shown: Record<Level, number>;
  hiddenHints: number;
  /** Taken away by suppression comments. */
  suppressed: number;
}

export function emptyTally(): Tally {
  return {
    files: 0,
    filesWithFindings: 0,
    shown: { warning: 0, information: 0, hint: 0 },
    hiddenHints: 0,
    suppressed: 0,
  };
}

export function shownFindings({ shown }: Tally): number {
  return shown.warning + shown.information + shown.hint;
}

export function addFinding(tally: Tally, { level }: Pick<Finding, 'level'>): void {
  tally.shown[level]++;
}

/** One line: `3 findings in 2 of 120 files (1 warning, 2 information; 4 hints hidden, show with --hints)`. */
export function summary(tally: Tally): string {
  const total = shownFindings(tally);
  const files =
    total === 0
      ? count(tally.files, 'file')
      : `${tally.filesWithFindings.toLocaleString('en')} of ${count(tally.files, 'file')}`;
  const { warning, information, hint } = tally.shown;
  const levels = [
    warning > 0 ? count(warning, 'warning') : '',
    information > 0 ? `${information.toLocaleString('en')} information` : '',
    hint > 0 ? count(hint, 'hint') : '',
  ];
  const asides = [
    levels.filter((part) => part !== '').join(', '),
    tally.hiddenHints > 0 ? `${count(tally.hiddenHints, 'hint')} hidden, show with --hints` : '',
    tally.suppressed > 0 ? `${tally.suppressed.toLocaleString('en')} suppressed by comments` : '',
  ].filter((part) => part !== '');
  const found = total === 0 ? 'No findings' : count(total, 'finding');
  return `${found} in ${files}${asides.length > 0 ? ` (${asides.join('; ')})` : ''}`;
}
