import type { Finding } from '../model/finding.ts';
import { applyEdits, type TextEdit } from '../model/fix.ts';
import { lineStarts, positionAt } from '../model/span.ts';
import type { Analysis } from './analysis.ts';
import { readFacts } from './read.ts';

/** The edits that silence one finding: for its line, and for the whole file. Left out where no comment can stand. */
export interface SuppressionEdits {
  readonly line?: TextEdit;
  readonly file?: TextEdit;
}

export function suppressionEdits(analysis: Analysis, finding: Finding): SuppressionEdits {
  const line = forLine(analysis, finding).find((edit) => silences(analysis, finding, edit, 'line'));
  const file = forFile(analysis, finding);
  return {
    ...(line ? { line } : {}),
    ...(silences(analysis, finding, file, 'file') ? { file } : {}),
  };
}

/** The ways to write it, the most usual first. */
function forLine({ text, facts }: Analysis, { rule, start }: Finding): TextEdit[] {
  const starts = lineStarts(text);
  const { line } = positionAt(starts, start);
  const lineStart = starts[line] ?? 0;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const ownLine = (comment: string): TextEdit => insertion(lineStart, `${indent}${comment}${lineEndOf(text)}`);
  const lastLine = text.slice(starts[line - 1] ?? 0, lineStart);
  // Between such a comment and its line nothing else may stand.
  const isTaken = line > 0 && speaksOfNextLine.test(lastLine);
  if (facts.language === 'python') {
    const name = rule.replace(/^unblock\//, '');
    const end = lineStart + (/^[^\r\n]*/.exec(text.slice(lineStart))?.[0].trimEnd().length ?? 0);
    const above = ownLine(`# unblock: ignore-next-line[${name}]`);
    const behind = insertion(end, `  # unblock: ignore[${name}]`);
    // Of a line that goes on, a comment would be the end.
    if (/\\\r?\n$/.test(lastLine)) return [behind];
    return isTaken ? [behind, above] : [above, behind];
  }
  const above = ownLine(`// unblock-ignore-next-line ${rule}`);
  // Inside of a template literal or of JSX, where another line would be text.
  const inside = insertion(start, `/* unblock-ignore-line ${rule} */ `);
  const braces = ownLine(`{/* unblock-ignore-next-line ${rule} */}`);
  return isTaken ? [inside, above, braces] : [above, inside, braces];
}

const speaksOfNextLine =
  /-next-line\b|@ts-(?:ignore|expect-error)|\bignore[- ]next\b|disable-next=|prettier-ignore|biome-ignore|istanbul ignore/;

/** Below what must stay in the first lines: `#!`, and the encoding in Python. */
function forFile({ text, facts }: Analysis, { rule }: Finding): TextEdit {
  const isPython = facts.language === 'python';
  const first = /^\uFEFF?(?:#!.*\r?\n)?/.exec(text)?.[0].length ?? 0;
  const encoding = isPython ? /^[ \t]*#.*coding[:=].*\r?\n/.exec(text.slice(first))?.[0].length : undefined;
  const comment = isPython
    ? `# unblock: ignore-file[${rule.replace(/^unblock\//, '')}]`
    : `// unblock-ignore-file ${rule}`;
  return insertion(first + (encoding ?? 0), `${comment}${lineEndOf(text)}`);
}

/** Whether the text reads as before with the edit, and the comment speaks of where the finding then is. */
function silences({ path, text, facts }: Analysis, finding: Finding, edit: TextEdit, scope: 'line' | 'file'): boolean {
  const after = applyEdits(text, [edit]);
  const read = readFacts(path, after);
  if (read.skipped || read.facts.syntaxErrors.length > facts.syntaxErrors.length) return false;
  const moved = finding.start + (edit.span.start <= finding.start ? edit.text.length : 0);
  const wanted = scope === 'file' ? 'file' : positionAt(lineStarts(after), moved).line;
  const known = facts.suppressions.length;
  const isMeant = read.facts.suppressions.some(
    ({ target, rules }) => target === wanted && rules.includes(finding.rule),
  );
  return isMeant && read.facts.suppressions.length === known + 1;
}

function lineEndOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function insertion(at: number, text: string): TextEdit {
  return { span: { start: at, end: at }, text };
}
