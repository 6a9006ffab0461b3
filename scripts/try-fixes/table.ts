// The trials in words for a terminal.
import { basename } from 'node:path';
import { checks, type Applied, type Trial } from './trial.ts';

/** A line for each fix: at how many places it was tried, and of how many of them each check holds. */
export function table(trials: readonly Trial[]): string {
  const ids = [...new Set(trials.map(({ id }) => id))].sort();
  const head = ['fix', 'refused', 'tried', ...checks];
  const rows = ids.map((id) => {
    const applied = trials.filter((trial) => trial.id === id).filter(isApplied);
    const refused = trials.filter((trial) => trial.id === id).length - applied.length;
    const held = checks.map(
      (check) => applied.filter(({ failures }) => !failures.some((one) => one.check === check)).length,
    );
    return [id, String(refused), String(applied.length), ...held.map(String)];
  });
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0)));
  return [head, ...rows]
    .map((row) =>
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
    )
    .join('\n');
}

/** The trial, where a check does not hold; `withCode` adds what came out. */
export function describeFailure(trial: Trial, withCode: boolean): string | undefined {
  if (!isApplied(trial) || trial.failures.length === 0) return undefined;
  const { id, project, at, failures, after } = trial;
  const lines = failures.map(({ check, detail }) => `  ${check}: ${detail}`);
  const code = withCode ? [...after].map(([path, text]) => `--- ${path}\n${text}`) : [];
  return [`${basename(project)} ${at} ${id}`, ...lines, ...code].join('\n');
}

/** Why each fix is not offered, the most frequent reasons first; names are left out of them. */
export function describeRefusals(trials: readonly Trial[]): string {
  const reasons = new Map<string, number>();
  for (const trial of trials) {
    if (trial.kind !== 'refused') continue;
    const reason = `${trial.id}: ${trial.reason.replace(/`[^`]*`/g, '`…`')}`;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return [...reasons]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => `${String(count).padStart(5)}  ${reason}`)
    .join('\n');
}

function isApplied(trial: Trial): trial is Applied {
  return trial.kind === 'applied';
}
