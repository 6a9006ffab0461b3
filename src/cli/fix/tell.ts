import { installCommand } from '../../model/install.ts';
import { positionAt } from '../../model/span.ts';
import { installRequest } from '../../workspace/install.ts';
import { inCell } from '../../workspace/notebook-file.ts';
import type { TextFile } from '../../workspace/text-file.ts';
import { placeOf, shown, type Host } from '../host.ts';
import type { OpenedFile } from '../open-file.ts';
import { printable } from '../printable.ts';
import { linesWithFindings, type Candidate } from './candidates.ts';

/** Nothing is reported at the place; says where something is. */
export function tellNothingHere(host: Host, { file, analysis, starts, line }: OpenedFile): void {
  const near = linesWithFindings(analysis, starts, line).slice(0, 5);
  const numbers = near.toSorted((a, b) => a - b).map((other) => lineName(file, other));
  const way =
    numbers.length === 0
      ? 'There is nothing in this file.'
      : `The nearest findings are in ${numbers.length === 1 ? 'line' : 'lines'} ${numbers.join(', ')}.`;
  host.err(`Nothing is reported at ${shown(host, file.path)}:${lineName(file, line)}. ${way}\n`);
}

/** A line from 0 as people count: `12`, and in a notebook `cell3:2`. */
function lineName({ notebook }: TextFile, line: number): string {
  if (!notebook) return String(line + 1);
  const place = inCell(notebook, { line, character: 0 });
  return `cell${String(place.cell)}:${place.line + 1}`;
}

/** There are findings, but no (such) fix; says what stands in the way. */
export function tellObstacles(host: Host, opened: OpenedFile, candidates: readonly Candidate[]): void {
  for (const candidate of candidates) {
    host.err(`${title(host, opened, candidate)}\n`);
    const { obstacles, finding } = candidate;
    for (const { id, reason } of obstacles) host.err(`  no ${id}: ${printable(reason)}\n`);
    if (obstacles.length === 0)
      host.err(`  There is no automatic fix. By hand: ${printable(finding.advice.instead)}\n`);
  }
}

/** There is a choice; says between what. */
export function tellChoice(host: Host, opened: OpenedFile, candidates: readonly Candidate[]): void {
  const all = candidates.flatMap(({ fixes }) => fixes);
  const width = Math.max(...all.map(({ id }) => id.length));
  for (const candidate of candidates) {
    host.out(`${title(host, opened, candidate)}\n`);
    for (const { id, title: name, safety, changes } of candidate.fixes) {
      const detail = changes === '' ? safety : `${safety}: ${changes}`;
      host.out(`  ${host.outStyle.bold(id.padEnd(width))}  ${printable(`${name} (${detail})`)}\n`);
    }
  }
  const shared = new Set(all.map(({ id }) => id)).size < all.length;
  host.err(`Choose one with --fix ID${shared ? ' and, between findings, with :COLUMN after the line' : ''}.\n`);
}

/** Which finding it is. */
export function title(host: Host, { file, starts }: OpenedFile, { finding }: Candidate): string {
  const position = positionAt(starts, finding.start);
  const at = file.notebook ? inCell(file.notebook, position) : position;
  return `${placeOf(host, file.path, at)} ${printable(finding.message)} ${finding.rule}`;
}

/** What the new code imports and nobody has installed; says how the project does that. */
export function tellInstall(host: Host, path: string, packages: readonly string[]): void {
  const request = installRequest(path, packages);
  if (!request) return;
  const where = request.folder === host.cwd ? '' : ` (in ${shown(host, request.folder)})`;
  host.err(`Not installed yet${where}: ${installCommand(request)}\n`);
}
