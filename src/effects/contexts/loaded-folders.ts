import { fileCache } from '../file-cache.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';
import type { ValueId } from '../../model/facts.ts';

/**
 * The relative paths by which a file loads modules whose names it puts together when it runs, each up to where the name begins:
 * `./commands/` of `require('./commands/' + name)`.
 */
const beginnings = fileCache((_program, file) => beginningsIn(file), { lasts: true });

/** Notes how a file loads others by their names; see `notes.ts`. */
export function noteLoading(program: Program, file: File): void {
  beginnings.of(program, file);
}

/** The files of a program that one of them may load by a name that it puts together: those of a folder, and the `index` of each folder in it. */
export function loadedBy(program: Program, file: File): string[] {
  const patterns = beginnings.of(program, file).map((beginning) => patternOf(file.path, beginning));
  if (patterns.length === 0) return [];
  return program.paths.filter((path) => path !== file.path && patterns.some((each) => each.test(path)));
}

function beginningsIn(file: File): readonly string[] {
  const found = file.facts.values.flatMap((value) => {
    const name =
      value.kind === 'import'
        ? value.of
        : value.kind === 'call' && isRequire(file, value.callee)
          ? value.args[0]?.value
          : undefined;
    const beginning = name === undefined ? undefined : beginningOf(file, name);
    return beginning?.startsWith('.') === true && beginning.includes('/') ? [beginning] : [];
  });
  return [...new Set(found)];
}

function isRequire(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  return value.kind === 'global' && value.name === 'require';
}

/** The text that a name begins with, before the first part that is not known. */
function beginningOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'template') return value.texts[0];
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : undefined;
  const [left] = value.kind === 'operation' && value.operator === '+' ? value.operands : [];
  return left === undefined ? undefined : beginningOf(file, left);
}

function patternOf(path: string, beginning: string): RegExp {
  const folders = path.split(/[\\/]/).slice(0, -1);
  for (const part of beginning.split('/').slice(0, -1)) {
    if (part === '..') folders.pop();
    else if (part !== '.' && part !== '') folders.push(part);
  }
  const parts = [...folders, beginning.replace(/^.*\//, '')].map((part) =>
    part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`),
  );
  return new RegExp(String.raw`^${parts.join(String.raw`[\\/]`)}[^\\/]*([\\/]index\.[cm]?[jt]sx?)?$`);
}
