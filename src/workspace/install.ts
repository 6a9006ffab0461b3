import { dirname, join } from 'node:path';
import { packageManagers, type InstallRequest, type PackageManager } from '../model/install.ts';
import { readManifest, type Manifest } from './packages.ts';
import { createSeenPaths, readSeen, type SeenPaths } from './seen-paths.ts';

const lockFiles: Readonly<Record<string, PackageManager>> = {
  'pnpm-lock.yaml': 'pnpm',
  'pnpm-workspace.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
  'npm-shrinkwrap.json': 'npm',
};

/**
 * How to install those of `packages` that the code of `path` cannot count on; undefined where it can. What lies in `node_modules`
 * without a `package.json` naming it may be gone with the next installation, so it counts only where there is no `package.json` at all.
 */
export function installRequest(
  path: string,
  packages: readonly string[],
  seen: SeenPaths = createSeenPaths(),
): InstallRequest | undefined {
  const folders = foldersAbove(path);
  const manifests = folders.flatMap((folder) => {
    const manifest = readManifest(seen, folder);
    return manifest ? [{ folder, manifest }] : [];
  });
  const [own] = manifests;
  const isThere = (name: string): boolean =>
    own
      ? manifests.some(({ manifest }) => names(manifest, name))
      : folders.some((folder) => seen.kind(join(folder, 'node_modules', name)) !== undefined);
  const missing = packages.filter((name) => !isThere(withoutVersion(name)));
  if (missing.length === 0) return undefined;
  const manager = managerOf(seen, folders) ?? 'npm';
  if (!own) return { packages: missing, manager, folder: dirname(path), isRoot: false };
  const hasOthers =
    own.manifest.workspaces !== undefined || seen.kind(join(own.folder, 'pnpm-workspace.yaml')) !== undefined;
  // Only the first version of Yarn wants to be told, and the later ones refuse the word.
  const isRoot = hasOthers && (manager !== 'yarn' || isYarnClassic(seen, own.folder, own.manifest));
  return { packages: missing, manager, folder: own.folder, isRoot };
}

function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === dirname(folder)) return folders;
  }
}

function names(manifest: Manifest, name: string): boolean {
  const tables = [
    manifest.dependencies,
    manifest.devDependencies,
    manifest.peerDependencies,
    manifest.optionalDependencies,
  ];
  return tables.some((table) => typeof table === 'object' && table !== null && Object.hasOwn(table, name));
}

/** `p-limit@3` is the package `p-limit`. */
function withoutVersion(name: string): string {
  const at = name.lastIndexOf('@');
  return at > 0 ? name.slice(0, at) : name;
}

/** What the nearest `package.json` names that names any, or the nearest lock file was written by. */
function managerOf(seen: SeenPaths, folders: readonly string[]): PackageManager | undefined {
  for (const folder of folders) {
    const named = /^\w+/.exec(packageManagerField(readManifest(seen, folder)))?.[0];
    const manager = packageManagers.find((each) => each === named);
    if (manager) return manager;
    const lock = Object.keys(lockFiles).find((name) => seen.kind(join(folder, name)) !== undefined);
    if (lock !== undefined) return lockFiles[lock];
  }
  return undefined;
}

function packageManagerField(manifest: Manifest | undefined): string {
  return typeof manifest?.packageManager === 'string' ? manifest.packageManager : '';
}

function isYarnClassic(seen: SeenPaths, folder: string, manifest: Manifest): boolean {
  const field = packageManagerField(manifest);
  if (field !== '') return field.startsWith('yarn@1.');
  if (seen.kind(join(folder, '.yarnrc.yml')) !== undefined) return false;
  return readSeen(seen, join(folder, 'yarn.lock'))?.includes('yarn lockfile v1') === true;
}
