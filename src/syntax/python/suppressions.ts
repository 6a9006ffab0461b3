import { lineStarts, positionAt } from '../../model/span.ts';
import type { Suppression } from '../../model/suppression.ts';
import { kindOf, nextOf } from './lower/nodes.ts';
import type { PythonTree } from './tree.ts';

const directive = /#\s*(unblock:\s*ignore(-next-line|-file)?(?![\w-])(?:\s*\[([^\]\r\n]*)\])?([^\r\n]*))/g;

/** The comments `unblock: ignore[rule] reason`, `ignore-next-line` and `ignore-file`. Without rules they speak for all. */
export function findSuppressions(tree: PythonTree): Suppression[] {
  return [...ownSuppressions(tree), ...suppressionsOfRuff(tree)];
}

/** The rules of Ruff and flake8 that name a smell which is one of ours, too. */
const smells: Readonly<Record<string, string>> = {
  RUF006: 'dangling-task',
  PLW2101: 'lock-discipline',
  S113: 'missing-timeout',
  ...Object.fromEntries(
    ['210', '212', '220', '221', '222', '230', '240', '250', '251'].map((code) => [`ASYNC${code}`, 'blocking-call']),
  ),
};

/** `# noqa: RUF006` says of a line that somebody has looked at it, and wants it so. Without codes it may be about anything. */
function suppressionsOfRuff(tree: PythonTree): Suppression[] {
  const { text } = tree;
  if (!/noqa/i.test(text)) return [];
  const starts = lineStarts(text);
  return [...text.matchAll(/#\s*(noqa\s*:([\s,]*[A-Z]+\d+)+)/gi)].flatMap(({ 0: whole, 1: said = '', index }) => {
    const rules = (said.match(/[A-Z]+\d+/gi) ?? []).flatMap((code) => smells[code.toUpperCase()] ?? []);
    if (rules.length === 0 || isWithinString(tree, index)) return [];
    const start = index + whole.length - said.length;
    const { line } = positionAt(starts, start);
    const named = rules.map((rule) => `unblock/${rule}`);
    const last = /ASYNC230/i.test(said) ? lastLineOfWith(tree, starts, line) : undefined;
    const upTo = last === undefined ? {} : { upTo: last };
    return [{ start, end: start + said.length, target: line, ...upTo, rules: named, isForOthers: true as const }];
  });
}

/** Ruff says it of `with open(…)` once, and means what is done with the file in there as well. */
function lastLineOfWith(tree: PythonTree, starts: readonly number[], line: number): number | undefined {
  const { table } = tree;
  const file = { tree, text: tree.text };
  for (let node = 0; node < table.length; node++) {
    if (kindOf(file, node) !== 'with_statement') continue;
    if (positionAt(starts, table.starts[node] ?? 0).line !== line) continue;
    return positionAt(starts, table.ends[node] ?? 0).line;
  }
  return undefined;
}

function ownSuppressions(tree: PythonTree): Suppression[] {
  const { text } = tree;
  if (!text.includes('unblock:')) return [];
  const starts = lineStarts(text);
  const found: Suppression[] = [];
  for (const match of text.matchAll(directive)) {
    const [whole, said = '', scope, names = '', rest = ''] = match;
    if (isWithinString(tree, match.index)) continue;
    const start = match.index + whole.length - said.length;
    const { line } = positionAt(starts, start);
    const reason = rest.replace(/^\s*(--|:)?/, '').trim();
    found.push({
      start,
      end: start + said.trimEnd().length,
      target: scope === '-file' ? 'file' : scope === '-next-line' ? line + 1 : line,
      rules: names
        .split(/[\s,]+/)
        .filter((name) => name !== '')
        .map((name) => (name.startsWith('unblock/') ? name : `unblock/${name}`)),
      ...(reason === '' ? {} : { reason }),
    });
  }
  return found;
}

/** A comment lies between tokens: no string covers it. */
function isWithinString(tree: PythonTree, offset: number): boolean {
  const { table } = tree;
  const file = { tree, text: tree.text };
  for (let node = 0; node < table.length;) {
    const covers = (table.starts[node] ?? 0) <= offset && offset < (table.ends[node] ?? 0);
    if (covers && kindOf(file, node) === 'string') return true;
    node = covers ? node + 1 : nextOf(file, node);
  }
  return false;
}
