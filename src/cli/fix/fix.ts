import type { Fix } from '../../model/fix.ts';
import { didYouMean } from '../../workspace/nearest.ts';
import { parseCommand } from '../arguments.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { shown, type Host } from '../host.ts';
import { parseLocation } from '../location.ts';
import { openFile, type OpenedFile } from '../open-file.ts';
import { printable } from '../printable.ts';
import { fixAllSafe } from './all-safe.ts';
import { candidatesAt, type Candidate } from './candidates.ts';
import { changesOf } from './changes.ts';
import { paintDiff, unifiedDiff } from './patch.ts';
import { tellChoice, tellInstall, tellNothingHere, tellObstacles, title } from './tell.ts';
import { writeChanges } from './write-changes.ts';

/** `unblock fix PATH:LINE[:COLUMN]`: shows the cure as a diff, or applies it. */
export async function fix(host: Host, args: readonly string[]): Promise<number> {
  const { values, positionals } = parseCommand('fix', args, {
    fix: { type: 'string' },
    write: { type: 'boolean', default: false },
    'all-safe': { type: 'boolean', default: false },
    config: { type: 'string' },
  });
  if (values['all-safe']) {
    if (values.fix !== undefined) throw new UsageError('`--all-safe` takes every safe fix; `--fix` names one. Choose.');
    const { write, config } = values;
    return await fixAllSafe(host, { paths: positionals, write, ...(config !== undefined && { config }) });
  }
  const [place, ...others] = positionals;
  if (place === undefined || others.length > 0) {
    throw new UsageError('Name one place, as in `unblock fix src/app.ts:12`, or take `--all-safe`.');
  }
  const location = parseLocation(place, 'fix');
  const engine = host.createEngine();
  const opened = await openFile(host, engine, location, values.config);
  const candidates = candidatesAt(engine, opened);
  const chosen = choose(candidates, values.fix);
  if (candidates.length === 0) tellNothingHere(host, opened);
  else if (chosen.length === 0) tellObstacles(host, opened, candidates);
  if (chosen.length === 0) return exitCode.noFix;
  const [only, ...rivals] = chosen.flatMap(({ fixes }) => fixes);
  if (only === undefined) return exitCode.noFix;
  if (rivals.length > 0) {
    tellChoice(host, opened, chosen);
    return exitCode.failed;
  }
  const [candidate] = chosen;
  if (candidates.length > 1 && candidate !== undefined) host.err(`${title(host, opened, candidate)}\n`);
  await apply(host, opened, only, values.write);
  return exitCode.done;
}

/** The candidates with the fixes that may be meant. Throws when `id` names nothing that there is here. */
function choose(candidates: readonly Candidate[], id: string | undefined): readonly Candidate[] {
  const fixable = candidates.filter(({ fixes }) => fixes.length > 0);
  if (id === undefined) return fixable;
  const named = fixable
    .map((candidate) => ({ ...candidate, fixes: candidate.fixes.filter((fix) => fix.id === id) }))
    .filter(({ fixes }) => fixes.length > 0);
  if (named.length > 0 || fixable.length === 0) return named;
  if (candidates.some(({ obstacles }) => obstacles.some((obstacle) => obstacle.id === id))) return [];
  const ids = [...new Set(fixable.flatMap(({ fixes }) => fixes.map((fix) => fix.id)))];
  const way = didYouMean(id, ids) || ` There are ${ids.map((known) => `\`${known}\``).join(', ')}.`;
  throw new UsageError(`There is no fix \`${id}\` here.${way}`);
}

async function apply(host: Host, { file }: OpenedFile, chosen: Fix, write: boolean): Promise<void> {
  const changes = await changesOf(host, file, chosen);
  if (write) {
    writeChanges(host, changes);
    const names = changes.map(({ path, before }) => `${shown(host, path)}${before === undefined ? ' (new)' : ''}`);
    host.out(`${chosen.title}: wrote ${names.join(', ')}\n`);
  } else host.out(paintDiff(host, unifiedDiff(host.cwd, changes)));
  if (chosen.changes !== '') host.err(`Note: ${printable(chosen.changes)}\n`);
  tellInstall(host, file.path, chosen.packages);
}
