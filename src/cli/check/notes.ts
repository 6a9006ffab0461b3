import type { SkipReason } from '../../engine/analysis.ts';
import { count, placeOf, shown, type Host } from '../host.ts';
import { printable } from '../printable.ts';
import type { SyntaxErrorNote } from './outcome.ts';

/** What happened beside the findings, collected during a run and told at its end, so that nothing is passed over in silence. */
export interface Notes {
  /** Said as they are, in order. */
  readonly syntaxErrors: string[];
  readonly notLookedInto: string[];
  /** Too many and too expected to be listed one by one. */
  generated: number;
  disabled: number;
  /** Faults of our own. */
  readonly crashes: string[];
}

export function emptyNotes(): Notes {
  return { syntaxErrors: [], notLookedInto: [], generated: 0, disabled: 0, crashes: [] };
}

export function noteSyntaxError(notes: Notes, host: Host, path: string, error: SyntaxErrorNote): void {
  const { cell, line, character, message, others } = error;
  const more = others > 0 ? ` (and ${others.toLocaleString('en')} more)` : '';
  notes.syntaxErrors.push(`${placeOf(host, path, { cell, line, character })} ${printable(message)}${more}`);
}

export function noteSkipped(notes: Notes, host: Host, path: string, reason: SkipReason, named: boolean): void {
  if (reason.kind === 'generated' && !named) notes.generated++;
  else if (reason.kind === 'disabled') notes.disabled++;
  else notes.notLookedInto.push(`${shown(host, path)}: ${asClause(reason.message)}`);
}

/** The engine speaks in sentences, this list in clauses. */
function asClause(sentence: string): string {
  return printable(sentence.charAt(0).toLowerCase() + sentence.slice(1)).replace(/\.$/, '');
}

export function tellNotes(host: Host, notes: Notes): void {
  tellList(host, notes.syntaxErrors, (files) => `${files} with syntax errors, analysed all the same:`);
  tellList(host, notes.notLookedInto, (files) => `${files} not looked into:`);
  if (notes.generated > 0) host.err(`${count(notes.generated, 'generated or minified file')} left out.\n`);
  if (notes.disabled > 0) host.err(`${count(notes.disabled, 'file')} left out by \`"enable": false\` in a config.\n`);
  tellList(host, notes.crashes, crashed);
}

/** The title of a list of such files. */
export function crashed(files: string): string {
  return `${files} on which Unblock itself failed. Please report it:`;
}

/** Lines on standard error below a title that counts them; nothing where there are none. */
export function tellList(host: Host, lines: readonly string[], title: (files: string) => string): void {
  if (lines.length === 0) return;
  host.err(`${title(count(lines.length, 'file'))}\n${lines.map((line) => `  ${line}\n`).join('')}`);
}
