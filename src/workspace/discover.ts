import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pLimit from 'p-limit';
import { fileProblem, type FileProblem } from './file-problem.ts';
import { listingOf, type Listing } from './listing.ts';
import { createProjectRoots } from './project-root.ts';
import { isIgnored, levelsAbove, readIgnoreLevel, type IgnoreLevel } from './gitignore.ts';

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** The person wrote this very path, rather than a folder it lies in. */
  readonly named: boolean;
  /** The folder of the project it was found in. */
  readonly root: string;
}

export interface Discovery {
  /** In the order of their paths, each once. */
  readonly files: readonly FoundFile[];
  readonly problems: readonly FileProblem[];
  /** What lies in each folder that was looked into. */
  readonly listings: ReadonlyMap<string, Listing>;
}

export interface DiscoveryOptions {
  /** What relative targets start from. */
  readonly cwd: string;
  /** Whether a file met on the way is wanted; files named as targets always are. */
  accepts(path: string): boolean;
  /** Whether a file or folder met on the way is passed over, with all it holds. */
  readonly excludes?: (path: string) => boolean;
  /** Stop looking once there are more than so many. */
  readonly atMost?: number;
  /** Told now and then how many files have been found. */
  readonly onProgress?: (found: number) => void;
}

/** Never somebody's own source, whether or not a `.gitignore` says so. Everything else is git's word. */
export const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'bower_components',
  '.git',
  '.hg',
  '.svn',
  '.yarn',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.venv',
  '__pycache__',
]);

/** Enough to keep a disk busy, few enough to stay far from the limit on open files. */
const openAtOnce = 32;

/**
 * The files that `targets` (files and folders) stand for. Folders are walked down, honouring `.gitignore` at every level.
 * Symbolic links met on the way are left alone: what they point to is found at its own place, and no circle can catch us.
 */
export async function discover(targets: readonly string[], options: DiscoveryOptions): Promise<Discovery> {
  const found = new Map<string, FoundFile>();
  const problems: FileProblem[] = [];
  const listings = new Map<string, Listing>();
  const limit = pLimit(openAtOnce);
  const roots = createProjectRoots();

  function add(path: string, named: boolean, root: string): void {
    if (!named && found.has(path)) return;
    found.set(path, { path, named, root });
    options.onProgress?.(found.size);
  }

  async function walk(folder: string, above: readonly IgnoreLevel[], root: string): Promise<void> {
    if (found.size > (options.atMost ?? Infinity)) return;
    let entries: Dirent[];
    try {
      entries = await limit(() => readdir(folder, { withFileTypes: true }));
    } catch (error) {
      problems.push(fileProblem(folder, error));
      return;
    }
    listings.set(folder, listingOf(entries));
    const own = entries.some(({ name }) => name === '.gitignore') && (await limit(() => readIgnoreLevel(folder)));
    const levels = own ? [...above, own] : above;
    const below: Promise<void>[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (options.excludes?.(path) === true) continue;
      if (entry.isDirectory()) {
        // The reading inside goes through `limit`; the promises themselves cost little.
        if (!skippedFolders.has(entry.name) && !isIgnored(levels, path, true)) below.push(walk(path, levels, root));
      } else if (entry.isFile() && options.accepts(path) && !isIgnored(levels, path, false)) add(path, false, root);
    }
    await Promise.all(below);
  }

  for (const target of targets) {
    const path = resolve(options.cwd, target);
    try {
      const isFolder = (await stat(path)).isDirectory();
      const root = await roots.of(isFolder ? path : dirname(path));
      if (isFolder) await walk(path, await levelsAbove(path, options.cwd), root);
      else add(path, true, root);
    } catch (error) {
      problems.push(fileProblem(path, error));
    }
  }
  const files = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, problems: problems.sort((a, b) => (a.path < b.path ? -1 : 1)), listings };
}
