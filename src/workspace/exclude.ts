import { existsSync } from 'node:fs';
import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { Minimatch } from 'minimatch';

/** A pattern as editors write it: from the folder's root, `**` for any number of folders. */
export interface ExcludeGlob {
  readonly pattern: string;
  /** Only where this file stands beside it; `$(basename)` is the name without its extension. */
  readonly when?: string;
}

/** Whether a file or folder, or one of the folders above it up to the root, is not to be looked at. */
export type Excludes = (path: string) => boolean;

/** What the patterns exclude below `root`. */
export function createExcludes(root: string, globs: readonly ExcludeGlob[]): Excludes {
  const patterns = globs.map(({ pattern, when }) => ({
    match: new Minimatch(pattern, { dot: true, nonegate: true, nocomment: true }),
    when,
  }));
  const known = new Map<string, boolean>();

  function isExcluded(path: string): boolean {
    const steps = relative(root, path).split(sep).join('/');
    if (steps === '' || steps.startsWith('../')) return false;
    return patterns.some(({ match, when }) => match.match(steps) && (when === undefined || hasSibling(path, when)));
  }

  function excludes(path: string): boolean {
    if (path.length <= root.length) return false;
    const folder = dirname(path);
    let above = known.get(folder);
    if (above === undefined) {
      above = excludes(folder);
      known.set(folder, above);
    }
    return above || isExcluded(path);
  }

  return excludes;
}

function hasSibling(path: string, when: string): boolean {
  const name = basename(path);
  return existsSync(join(dirname(path), when.replaceAll('$(basename)', basename(name, extname(name)))));
}
