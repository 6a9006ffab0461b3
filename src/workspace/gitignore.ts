import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** The rules of one `.gitignore`, which speak of paths below `directory`. */
export interface IgnoreLevel {
  readonly directory: string;
  readonly rules: Ignore;
}

// As git's own default: names on Windows and macOS disks do not tell `Dist` from `dist`.
const ignorecase = process.platform === 'win32' || process.platform === 'darwin';

/** The `.gitignore` of `directory`, or undefined where there is none that can be read. */
export async function readIgnoreLevel(directory: string): Promise<IgnoreLevel | undefined> {
  try {
    const text = await readFile(join(directory, '.gitignore'), 'utf8');
    return { directory, rules: ignore({ ignorecase }).add(text) };
  } catch {
    return undefined;
  }
}

/**
 * Whether git would ignore `path`. The deepest file that has an opinion decides, as in git. Folders above `path` are not asked:
 * whoever walks down has already turned away from an ignored one.
 */
export function isIgnored(levels: readonly IgnoreLevel[], path: string, isDirectory: boolean): boolean {
  for (let index = levels.length - 1; index >= 0; index--) {
    const level = levels[index];
    if (level === undefined) continue;
    const verdict = level.rules.test(relativeFor(level, path, isDirectory));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function relativeFor(level: IgnoreLevel, path: string, isDirectory: boolean): string {
  const steps = relative(level.directory, path).split(sep).join('/');
  return isDirectory ? `${steps}/` : steps;
}

/**
 * The levels above `directory` that count for it, outermost first: up to the repository's root, or where there is no repository,
 * up to `cwd`, so that checking a folder and checking its parent agree. Empty when they ignore `directory` itself: whoever names
 * an ignored folder wants to see into it.
 */
export async function levelsAbove(directory: string, cwd: string): Promise<readonly IgnoreLevel[]> {
  const root = (await repositoryRoot(directory)) ?? (isWithin(cwd, directory) ? cwd : directory);
  const folders: string[] = [];
  for (let folder = directory; folder !== root; folder = dirname(folder)) folders.unshift(dirname(folder));
  const levels: IgnoreLevel[] = [];
  for (const [index, folder] of folders.entries()) {
    const level = await readIgnoreLevel(folder);
    if (level !== undefined) levels.push(level);
    if (isIgnored(levels, folders[index + 1] ?? directory, true)) return [];
  }
  return levels;
}

async function repositoryRoot(directory: string): Promise<string | undefined> {
  for (let folder = directory; ; folder = dirname(folder)) {
    // A file in worktrees and submodules, a folder elsewhere.
    if (await exists(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isWithin(outer: string, inner: string): boolean {
  const steps = relative(outer, inner);
  return steps === '' || (steps !== '..' && !steps.startsWith(`..${sep}`) && !/^[a-z]:/i.test(steps));
}
