// The ruling in words for a terminal.
import { isSame } from './ruling.mjs';

/** @typedef {import('./ruling.mjs').Expected} Expected */
/** @typedef {import('./ruling.mjs').Difference} Difference */

/** What differs, by rule. @param {string} name @param {Difference} difference */
export function differences(name, difference) {
  if (isSame(difference)) return '';
  const { added, gone, changed } = difference;
  /** @type {{ rule: string, text: string }[]} */
  const entries = [
    ...added.map((each) => ({ rule: each.rule, text: entry('+', each) })),
    ...gone.map((each) => ({ rule: each.rule, text: entry('-', each) })),
    ...changed.map(({ before, after }) => ({
      rule: before.rule,
      text: `${entry('-', before)}\n${entry('+', after)}`,
    })),
  ];
  const rules = [...new Set(entries.map(({ rule }) => rule))].sort();
  return rules
    .map((rule) =>
      [`\n${name}, ${rule}`, ...entries.filter((each) => each.rule === rule).map(({ text }) => text)].join('\n'),
    )
    .join('\n');
}

/** @param {string} mark @param {Expected} finding */
function entry(mark, { at, level, message, judgement }) {
  return `  ${mark} ${at} ${level}\n      ${message}${judgement === undefined ? '' : `\n      ${judgement}`}`;
}

/**
 * How many there are of each rule and level, and how many of the judged ones are true.
 * @param {readonly Expected[]} findings
 */
export function totals(findings) {
  const groups = Map.groupBy(findings, ({ rule, level }) => `${rule} ${level}`);
  const lines = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, group]) => `  ${name}: ${judged(group)}`);
  return [`Together: ${judged(findings)}`, ...lines].join('\n');
}

/** @param {readonly Expected[]} findings */
function judged(findings) {
  const read = findings.filter(({ judgement }) => judgement !== undefined);
  const right = read.filter(({ judgement }) => judgement?.startsWith('true'));
  const share = read.length > 0 ? `; of ${read.length} judged, ${right.length} are true` : '';
  return `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}${share}`;
}
