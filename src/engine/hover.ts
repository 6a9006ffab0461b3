import type { Finding } from '../model/finding.ts';
import type { Remedies } from '../model/fix.ts';

/** Why a finding hurts, what to do, what it may cost and why a cure is missing, as Markdown for a hover. */
export function hoverMarkdown({ rule, advice }: Finding, { fixes, obstacles }: Remedies): string {
  const parts = [`**Why it matters** ${advice.why}`, `**What to do** ${advice.instead}`];
  if (advice.cost !== undefined) parts.push(`**What it may cost** ${advice.cost}`);
  if (fixes.length === 0) for (const { reason } of obstacles) parts.push(`**No automatic fix** ${reason}`);
  for (const { title, changes } of fixes) if (changes !== '') parts.push(`**${title}** ${changes}`);
  return [...parts, `\`${rule}\``].join('\n\n');
}
