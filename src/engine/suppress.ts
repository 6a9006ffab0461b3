import type { Config } from '../model/config.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Finding, Level } from '../model/finding.ts';
import type { RuleId, RuleMeta } from '../model/rule.ts';
import { lineStarts, positionAt } from '../model/span.ts';
import type { Suppression } from '../model/suppression.ts';

export const unusedSuppression: RuleMeta = {
  id: 'unblock/unused-suppression',
  summary: 'A comment that silences a finding which is not there.',
  languages: ['javascript', 'python'],
  context: 'any',
  levels: ['information'],
};

export interface Suppressed {
  readonly findings: readonly Finding[];
  /** How many findings a comment took away. */
  readonly suppressed: number;
}

/**
 * Takes away what comments silence and what the config hides, and adds a finding for each comment that silences nothing. What a rule
 * in `failed` would have found is not known, so nothing is said of comments that may be meant for it.
 */
export function suppress(
  text: string,
  facts: FileFacts,
  findings: readonly Finding[],
  config: Config,
  failed: ReadonlySet<RuleId> = new Set(),
): Suppressed {
  if (findings.length === 0 && facts.suppressions.length === 0) return { findings, suppressed: 0 };
  const starts = lineStarts(text);
  const used = new Set<Suppression>();
  const kept = findings.filter((finding) => {
    const { line } = positionAt(starts, finding.start);
    const by = facts.suppressions.filter((suppression) => silences(suppression, finding, line));
    for (const each of by) used.add(each);
    return by.length === 0;
  });
  const mayBeFor = ({ rules }: Suppression): boolean =>
    rules.length === 0 ? failed.size > 0 : rules.some((rule) => failed.has(rule as RuleId));
  const unused = facts.suppressions
    .filter((each) => !used.has(each) && !each.isForOthers && !mayBeFor(each))
    .map(unusedFinding);
  const shown = [...kept, ...unused].flatMap((finding) => capped(finding, config));
  return {
    findings: shown.toSorted((a, b) => a.start - b.start),
    suppressed: findings.length - kept.length,
  };
}

function silences({ target, upTo = 0, rules }: Suppression, finding: Finding, line: number): boolean {
  if (rules.length > 0 && !rules.includes(finding.rule)) return false;
  return target === 'file' || target === line || (target < line && line <= upTo);
}

function unusedFinding({ start, end, rules }: Suppression): Finding {
  const names = rules.map((rule) => `\`${rule}\``).join(', ');
  return {
    rule: unusedSuppression.id,
    level: 'information',
    start,
    end,
    message: `This comment silences nothing${names === '' ? '' : `: there is no ${names} here`}.`,
    related: [],
    advice: { why: 'Left behind, it would hide the next finding at this place.', instead: 'Remove the comment.' },
    subject: { kind: 'suppression' },
  };
}

const rank: Readonly<Record<Level, number>> = { hint: 1, information: 2, warning: 3 };

function capped(finding: Finding, { level, rules }: Config): Finding[] {
  const cap = rules[finding.rule];
  if (cap === 'off') return [];
  const shown = cap !== undefined && rank[cap] < rank[finding.level] ? cap : finding.level;
  return rank[shown] >= rank[level] ? [{ ...finding, level: shown }] : [];
}
