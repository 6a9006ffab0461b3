import { dirname, join, sep } from 'node:path';
import { sourceOf, withExtension } from './built-source.ts';
import { readSeen, type SeenPaths } from './seen-paths.ts';

/** What is of interest in a `package.json`. */
export interface Manifest {
  readonly name?: unknown;
  readonly bin?: unknown;
  readonly main?: unknown;
  readonly module?: unknown;
  readonly source?: unknown;
  readonly types?: unknown;
  readonly exports?: unknown;
  readonly scripts?: unknown;
  readonly workspaces?: unknown;
  readonly type?: unknown;
  readonly packageManager?: unknown;
  readonly engines?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies?: unknown;
  readonly peerDependencies?: unknown;
  readonly optionalDependencies?: unknown;
}

/** The `package.json` of a folder; undefined where there is none that can be read. */
export function readManifest(seen: SeenPaths, folder: string): Manifest | undefined {
  try {
    const read: unknown = JSON.parse(readSeen(seen, join(folder, 'package.json')) ?? '');
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}

/** The packages that are developed together, whether or not anybody installed or built them. */
export interface WorkspacePackages {
  /** The source file that `specifier` stands for in a file of `folder`. */
  resolve(folder: string, specifier: string): string | undefined;
}

export function createWorkspacePackages(seen: SeenPaths): WorkspacePackages {
  const roots = new Map<string, ReadonlyMap<string, string> | undefined>();

  /** The packages around a folder, by name. */
  function packagesAround(folder: string): ReadonlyMap<string, string> | undefined {
    if (roots.has(folder)) return roots.get(folder);
    const patterns = workspacePatterns(seen, folder);
    const parent = dirname(folder);
    const found = patterns
      ? packagesIn(seen, folder, patterns)
      : parent === folder
        ? undefined
        : packagesAround(parent);
    roots.set(folder, found);
    return found;
  }

  return {
    resolve(folder, specifier) {
      const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
      const home = packagesAround(folder)?.get(name);
      return home === undefined ? undefined : fileIn(seen, home, specifier.slice(name.length + 1));
    },
  };
}

function workspacePatterns(seen: SeenPaths, folder: string): string[] | undefined {
  const pnpm = readSeen(seen, join(folder, 'pnpm-workspace.yaml'));
  if (pnpm !== undefined) {
    const list = /^packages:\s*\n((?:[ \t]*-.*\n?|[ \t]*#.*\n|\s*\n)*)/m.exec(pnpm)?.[1] ?? '';
    return [...list.matchAll(/^[ \t]*-[ \t]*['"]?([^'"\n#]+)/gm)].map(([, pattern = '']) => pattern.trim());
  }
  const workspaces = readManifest(seen, folder)?.workspaces;
  const list: unknown =
    typeof workspaces === 'object' && workspaces !== null && 'packages' in workspaces
      ? workspaces.packages
      : workspaces;
  return Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : undefined;
}

/** Deeper than this no `**` of a workspace goes. */
const DEEPEST = 4;

function packagesIn(seen: SeenPaths, root: string, patterns: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) continue;
    for (const folder of foldersOf(
      seen,
      root,
      pattern.split('/').filter((part) => part !== '' && part !== '.'),
    )) {
      const name = readManifest(seen, folder)?.name;
      if (typeof name === 'string') found.set(name, folder);
    }
  }
  return found;
}

function foldersOf(seen: SeenPaths, folder: string, parts: readonly string[], depth = 0): string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [folder];
  if (part === '**') {
    const here = foldersOf(seen, folder, rest, depth);
    return depth >= DEEPEST
      ? here
      : [...here, ...below(seen, folder).flatMap((each) => foldersOf(seen, each, parts, depth + 1))];
  }
  if (!part.includes('*')) return foldersOf(seen, join(folder, part), rest, depth);
  const matches = new RegExp(
    `^${part
      .split('*')
      .map((each) => each.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  return below(seen, folder)
    .filter((each) => matches.test(each.slice(folder.length + 1)))
    .flatMap((each) => foldersOf(seen, each, rest, depth));
}

function below(seen: SeenPaths, folder: string): string[] {
  return seen
    .foldersIn(folder)
    .filter((name) => name !== 'node_modules' && !name.startsWith('.'))
    .map((name) => join(folder, name));
}

/** The source of a package's own file: as its manifest says, or as it lies there. */
function fileIn(seen: SeenPaths, home: string, path: string): string | undefined {
  const manifest = readManifest(seen, home) ?? {};
  const named = targetsOf(manifest, path);
  // What `exports` does not name cannot be asked for.
  const targets = named ?? (path === '' ? ['src/index', 'index', 'lib/index'] : [path]);
  for (const target of targets) {
    const found = sourceFile(seen, join(home, target));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What `path` of a package stands for, the source first; undefined where the manifest does not say. */
function targetsOf(manifest: Manifest, path: string): string[] | undefined {
  const { exports } = manifest;
  if (exports !== undefined && exports !== null) {
    const table: Readonly<Record<string, unknown>> =
      typeof exports === 'object' && Object.keys(exports).some((key) => key.startsWith('.'))
        ? { ...exports }
        : { '.': exports };
    const wanted = path === '' ? '.' : `./${path}`;
    if (wanted in table) return leaves(table[wanted]);
    for (const [key, target] of Object.entries(table)) {
      const [before = '', after] = key.split('*');
      if (after === undefined || !wanted.startsWith(before) || !wanted.endsWith(after)) continue;
      const inner = wanted.slice(before.length, wanted.length - after.length);
      return leaves(target).map((each) => each.replace('*', inner));
    }
    return [];
  }
  const { source, module, main, types } = manifest;
  const named = [source, module, main, types].filter((each): each is string => typeof each === 'string');
  return path === '' && named.length > 0 ? named : undefined;
}

/** All files that a value of `exports` may stand for; `source` is what others are built from. */
function leaves(target: unknown): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null) return [];
  const entries = Object.entries(target).toSorted(([a], [b]) => Number(b === 'source') - Number(a === 'source'));
  return entries.flatMap(([, value]) => leaves(value));
}

/** A file that somebody wrote: the source of what is built, or the file itself where nothing is. */
export function sourceFile(seen: SeenPaths, path: string): string | undefined {
  const exists = (each: string): boolean => seen.kind(each) !== undefined;
  const source = sourceOf(path, exists);
  if (source !== undefined) return source;
  const own = exists(path) && /\.[cm]?[jt]sx?$/.test(path) ? path : withExtension(path, sep, exists);
  return own?.endsWith('.d.ts') === true ? undefined : own;
}
