import { basename } from 'node:path';
import { discover } from '../../workspace/discover.ts';
import type { WorkspaceFolders } from '../workspace/folders.ts';
import type { ScanList } from './scanner.ts';

/** The files of all folders, each once, and what keeps them from being seen completely. */
export async function listFiles(
  folders: WorkspaceFolders,
  accepts: (path: string) => boolean,
  log: (message: string) => void,
): Promise<ScanList> {
  const files: string[] = [];
  const limits: string[] = [];
  for (const folder of folders.all) {
    const { root, excludes, settings, status } = folder;
    const found = await discover([root], { cwd: root, accepts, excludes });
    // What lies in a folder within this one is that folder's.
    const own = found.files.flatMap(({ path }) => (folders.of(path) === folder ? [path] : []));
    files.push(...own.slice(0, settings.maxFiles));
    if (own.length > settings.maxFiles) limits.push(tooMany(root, own.length, settings.maxFiles));
    else if (status.message !== '') limits.push(status.message);
    if (found.problems.length > 0) limits.push(unreadable(root, found.problems.length));
    for (const { path, message } of found.problems) log(`${path} was not looked into: ${message}`);
  }
  return { files, limits };
}

function tooMany(root: string, files: number, most: number): string {
  const few = most.toLocaleString('en');
  const all = files.toLocaleString('en');
  return `Only ${few} of ${all} files of ${basename(root)} were scanned: raise \`unblock.index.maxFiles\` or exclude folders.`;
}

function unreadable(root: string, folders: number): string {
  return `${folders} ${folders === 1 ? 'folder' : 'folders'} in ${basename(root)} could not be read.`;
}
