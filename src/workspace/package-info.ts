import { dirname, join } from 'node:path';
import { parse } from 'smol-toml';
import { patchingPackages } from '../engine/patching-packages.ts';
import type { PackageInfo } from '../model/project.ts';
import { readManifest, type Manifest } from './packages.ts';
import { createSeenPaths, readSeen, type SeenPaths } from './seen-paths.ts';

/** What the package around a file says of the packages it uses; undefined where there is none, and for what cannot be read. */
export type PackageLookup = (path: string) => PackageInfo | undefined;

type Mutable = { -readonly [K in keyof PackageInfo]: PackageInfo[K] };

/**
 * Looks for `package.json` and the lock file beside it, `pyproject.toml`, `requirements.txt` and `.python-version` from a file's folder upwards. The nearest one
 * counts; what it does not say, an outer one may, as the root of a workspace does for its packages. Each folder is read once.
 */
export function createPackageLookup(seen: SeenPaths = createSeenPaths()): PackageLookup {
  const known = new Map<string, PackageInfo | undefined>();

  function around(folder: string): PackageInfo | undefined {
    if (known.has(folder)) return known.get(folder);
    const parent = dirname(folder);
    const outer = parent === folder ? undefined : around(parent);
    const own = ownInfo(seen, folder);
    const found = own && outer ? within(own, outer) : (own ?? outer);
    known.set(folder, found);
    return found;
  }

  return (path) => around(dirname(path));
}

/** `type` is never inherited: what says none is CommonJS. */
function within(own: PackageInfo, outer: PackageInfo): PackageInfo {
  return {
    ...own,
    dependencies: { ...outer.dependencies, ...own.dependencies },
    engines: { ...outer.engines, ...own.engines },
    ...(outer.patchedBy && !own.patchedBy && { patchedBy: outer.patchedBy }),
  };
}

function ownInfo(seen: SeenPaths, folder: string): PackageInfo | undefined {
  const manifest = readManifest(seen, folder);
  const python = pythonInfo(seen, folder);
  if (!manifest) return python;
  const found: Mutable = {
    dependencies: { ...python?.dependencies, ...dependenciesOf(manifest) },
    engines: { ...python?.engines, ...textsOf(manifest.engines) },
  };
  if (manifest.bin !== undefined && manifest.bin !== null) found.hasCommands = true;
  const patchedBy = installedPatches(seen, folder);
  if (patchedBy.length > 0) found.patchedBy = patchedBy;
  if (manifest.type === 'module' || manifest.type === 'commonjs') found.type = manifest.type;
  return found;
}

const lockFiles = ['package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'npm-shrinkwrap.json', 'bun.lock'];

function installedPatches(seen: SeenPaths, folder: string): string[] {
  const locks = lockFiles.flatMap((name) => readSeen(seen, join(folder, name)) ?? []);
  // In a lock file a name begins a line, a path or a text, and ends with it or with its version.
  const names = (name: string): RegExp => new RegExp(String.raw`(^|[\s"'/])${name}["'@:/]`, 'm');
  return patchingPackages.filter((name) => locks.some((text) => names(name).test(text)));
}

/** What is installed for sure wins over what somebody else is to bring along. */
function dependenciesOf(manifest: Manifest): Record<string, string> {
  const { peerDependencies, optionalDependencies, devDependencies, dependencies } = manifest;
  return Object.assign(
    {},
    ...[peerDependencies, optionalDependencies, devDependencies, dependencies].map(textsOf),
  ) as Record<string, string>;
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tableOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function pythonInfo(seen: SeenPaths, folder: string): PackageInfo | undefined {
  const project = readSeen(seen, join(folder, 'pyproject.toml'));
  const requirements = readSeen(seen, join(folder, 'requirements.txt'));
  const version = readSeen(seen, join(folder, '.python-version'));
  if (project === undefined && requirements === undefined && version === undefined) return undefined;
  const { project: declared, tool, 'dependency-groups': groups } = parseQuietly(project ?? '');
  const { dependencies, 'optional-dependencies': optional, 'requires-python': requires } = tableOf(declared);
  const poetry = textsOf(poetryVersions(tableOf(tableOf(tool)['poetry'])));
  const requirementLists = [dependencies, ...Object.values(tableOf(optional)), ...Object.values(tableOf(groups))];
  const named = [...requirementLists.flatMap(listOf), ...(requirements ?? '').split(/\r?\n/)];
  const { python: poetryPython, ...packages } = poetry;
  // Of `3.11.4` and `pypy3.10` in `.python-version` only the first is a version of Python itself.
  const pinned = /^\s*(\d+(?:\.\d+)*t?)\s*$/m.exec(version ?? '')?.[1];
  const python = typeof requires === 'string' ? requires : (poetryPython ?? pinned);
  return {
    dependencies: { ...packages, ...Object.fromEntries(named.flatMap(requirementOf)) },
    engines: {
      ...(python !== undefined && { python }),
      // A range never says which build of Python it is, but a pin does: `3.14t` has no GIL.
      ...(pinned?.endsWith('t') === true && { 'python-freethreaded': pinned }),
    },
  };
}

/** `httpx = "^0.27"` and `httpx = { version = "^0.27" }`. */
function poetryVersions(poetry: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const groups = Object.values(tableOf(poetry['group'])).map((group) => tableOf(group)['dependencies']);
  const tables = [...groups, poetry['dependencies']].map(tableOf);
  return Object.fromEntries(
    tables.flatMap(Object.entries<unknown>).map(([name, value]) => [normal(name), tableOf(value)['version'] ?? value]),
  );
}

/** `FastAPI[all] >=0.110 ; python_version < "3.12"` */
function requirementOf(value: unknown): [string, string][] {
  const written = typeof value === 'string' ? /^\s*([\w.-]+)\s*(?:\[[^\]]*\])?\s*([^;#]*)/.exec(value) : null;
  const [, name = '', range = ''] = written ?? [];
  return name === '' || name.startsWith('-') ? [] : [[normal(name), range.replace(/^\(|\)$/g, '').trim()]];
}

/** Names of Python's packages are the same in upper and lower case, with `-`, `_` and `.`. */
function normal(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function parseQuietly(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text);
  } catch {
    return {};
  }
}
