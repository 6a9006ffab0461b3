// What a scan of a real project is expected to find, as text that reads well in a diff:
//
//   lib/server.js:12:5 blocking-call warning
//     `fs.readFileSync` blocks the event loop in an Express handler.
//     true: every request reads the page again
//
// The last line is the judgement of a person who has read the code; who has not read it leaves it out.

/**
 * @typedef {object} Found
 * @property {string} at       path:line:column, counted from 1, with forward slashes
 * @property {string} rule     without `unblock/`
 * @property {string} level
 * @property {string} message
 *
 * @typedef {Found & { judgement?: string }} Expected   `true: …` or `false: …`
 *
 * @typedef {object} Difference
 * @property {Expected[]} added
 * @property {Expected[]} gone
 * @property {{ before: Expected, after: Found }[]} changed  the same rule at the same place, with another level or message
 */

/**
 * The findings in the output of `unblock check --format json`, in the order of their places.
 * @param {string} output
 * @param {(path: string) => string} relativePath
 * @returns {Found[]}
 */
export function readReport(output, relativePath) {
  /** @type {{ filePath: string, messages: { ruleId: string, level: string, message: string, line: number, column: number }[] }[]} */
  const files = JSON.parse(output);
  return files
    .flatMap(({ filePath, messages }) =>
      messages.map(({ ruleId, level, message, line, column }) => ({
        at: `${relativePath(filePath)}:${line}:${column}`,
        rule: ruleId.replace(/^unblock\//, ''),
        level,
        message,
      })),
    )
    .sort(byPlace);
}

/** @param {readonly Expected[]} findings */
export function write(findings) {
  return findings
    .map(({ at, rule, level, message, judgement }) =>
      [`${at} ${rule} ${level}`, message, ...(judgement === undefined ? [] : [judgement])].join('\n  '),
    )
    .map((entry) => `${entry}\n`)
    .join('\n');
}

/**
 * The reverse of `write`.
 * @param {string} text
 * @returns {Expected[]}
 */
export function read(text) {
  if (text.trim() === '') return [];
  return text
    .trim()
    .split(/\r?\n(?:\r?\n)+/)
    .map((entry) => {
      const [head = '', message, judgement, ...rest] = entry.split(/\r?\n/).map((line) => line.trim());
      const [, at, rule, level] = /^(.+:\d+:\d+) (\S+) (\S+)$/.exec(head) ?? [];
      if (!at || !rule || !level || !message || rest.length > 0 || (judgement && !/^(true|false): ./.test(judgement))) {
        throw new Error(`This is no expected finding:\n${entry}`);
      }
      return { at, rule, level, message, ...(judgement !== undefined && { judgement }) };
    });
}

/**
 * What is found, with the judgements that are known already: one stays while its rule reports the same place.
 * @param {readonly Found[]} found
 * @param {readonly Expected[]} expected
 * @returns {Expected[]}
 */
export function keepJudgements(found, expected) {
  const judged = new Map(expected.map((each) => [key(each), each.judgement]));
  return found.map((each) => {
    const judgement = judged.get(key(each));
    return { ...each, ...(judgement !== undefined && { judgement }) };
  });
}

/**
 * @param {readonly Expected[]} expected
 * @param {readonly Found[]} found
 * @returns {Difference}
 */
export function compare(expected, found) {
  const before = new Map(expected.map((each) => [key(each), each]));
  const after = new Map(found.map((each) => [key(each), each]));
  return {
    added: found.filter((each) => !before.has(key(each))),
    gone: expected.filter((each) => !after.has(key(each))),
    changed: expected.flatMap((each) => {
      const now = after.get(key(each));
      return now && (now.level !== each.level || now.message !== each.message) ? [{ before: each, after: now }] : [];
    }),
  };
}

/** @param {Difference} difference */
export const isSame = ({ added, gone, changed }) => added.length + gone.length + changed.length === 0;

/** @param {Found} finding */
const key = ({ at, rule }) => `${at} ${rule}`;

/** @param {Found} a @param {Found} b */
function byPlace(a, b) {
  const [pathA = '', lineA = '', columnA = ''] = a.at.split(/:(?=\d+(?::\d+)?$)/);
  const [pathB = '', lineB = '', columnB = ''] = b.at.split(/:(?=\d+(?::\d+)?$)/);
  if (pathA !== pathB) return pathA < pathB ? -1 : 1;
  return Number(lineA) - Number(lineB) || Number(columnA) - Number(columnB) || (a.rule < b.rule ? -1 : 1);
}
