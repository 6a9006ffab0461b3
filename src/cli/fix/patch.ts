import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { relative, sep } from 'node:path';
import { printable } from '../printable.ts';
import type { Host } from '../host.ts';
import type { Change } from './changes.ts';

/** `changes` as a unified diff that `git apply` and `patch -p1` take when run in `cwd`. */
export function unifiedDiff(cwd: string, changes: readonly Change[]): string {
  return changes.map((change) => filePatch(cwd, change)).join('');
}

function filePatch(cwd: string, { path, before, after }: Change): string {
  const name = relative(cwd, path).split(sep).join('/');
  const oldName = before === undefined ? '/dev/null' : `a/${name}`;
  const patch = structuredPatch(oldName, `b/${name}`, before?.text ?? '', after, undefined, undefined, { context: 3 });
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

/** The diff for the eyes: coloured where colours are wanted, otherwise exactly as it is. */
export function paintDiff({ outStyle }: Pick<Host, 'outStyle'>, diff: string): string {
  if (outStyle.red('x') === 'x') return diff;
  return diff
    .split('\n')
    .map((line) => {
      const text = printable(line);
      if (/^(---|\+\+\+) /.test(line)) return outStyle.bold(text);
      if (line.startsWith('@@')) return outStyle.cyan(text);
      if (line.startsWith('+')) return outStyle.green(text);
      return line.startsWith('-') ? outStyle.red(text) : text;
    })
    .join('\n');
}
