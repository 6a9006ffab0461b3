import { join, relative, sep } from 'node:path';
import { type DiscoveryOptions, skippedFolders } from './discover.ts';
import { isIgnored, levelsAbove, readIgnoreLevel } from './gitignore.ts';

/** Whether {@link discover} would find the file at `path` below `root`: for one that has just been made. */
export async function isFound(
  root: string,
  path: string,
  options: Pick<DiscoveryOptions, 'accepts' | 'excludes'>,
): Promise<boolean> {
  const steps = relative(root, path).split(sep);
  if (steps[0] === '..' || !options.accepts(path) || options.excludes?.(path) === true) return false;
  const levels = [...(await levelsAbove(root, root))];
  let current = root;
  for (const [index, step] of steps.entries()) {
    const level = await readIgnoreLevel(current);
    if (level) levels.push(level);
    current = join(current, step);
    const isFolder = index < steps.length - 1;
    if ((isFolder && skippedFolders.has(step)) || isIgnored(levels, current, isFolder)) return false;
  }
  return true;
}
