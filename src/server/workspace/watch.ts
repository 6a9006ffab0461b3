import { basename } from 'node:path';
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  WatchKind,
} from 'vscode-languageserver';
import { configFileName } from '../../workspace/config-file.ts';
import { pathOnDisk } from '../paths.ts';
import type { DiskChanges } from './folders.ts';

/** Files that decide what belongs to a project, and what its modules are called. */
const projectFiles =
  /^(package\.json|pnpm-workspace\.yaml|[jt]sconfig.*\.json|\.gitignore|pyproject\.toml|setup\.cfg)$/;

const watchers = [
  { globPattern: '**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx,py,pyi,pyw}' },
  {
    globPattern: `**/{${configFileName},package.json,pnpm-workspace.yaml,[jt]sconfig*.json,.gitignore,pyproject.toml,setup.cfg}`,
  },
  // Folders have no telling name, and of a deleted one nothing is told but itself.
  { globPattern: '**', kind: WatchKind.Delete },
];

export function watchFiles(connection: Connection): void {
  void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
}

export interface SortedEvents extends DiskChanges {
  /** One of our own config files. */
  readonly configs: boolean;
}

/** What these events mean. */
export function sortEvents(events: readonly FileEvent[], canAnalyze: (path: string) => boolean): SortedEvents {
  const sources = new Set<string>();
  const projects = new Set<string>();
  const gone = new Set<string>();
  let configs = false;
  for (const { uri, type } of events) {
    const path = pathOnDisk(uri);
    if (path === undefined) continue;
    const name = basename(path);
    // What is installed is no part of the project, and there is much of it.
    if (/[\\/](node_modules|\.git)([\\/]|$)/.test(path)) continue;
    if (name === configFileName) configs = true;
    else if (canAnalyze(path)) {
      sources.add(path);
      // Which files there are decides what a module's name stands for; what they say does not.
      if (type !== FileChangeType.Changed) projects.add(path);
    } else if (projectFiles.test(name)) projects.add(path);
    else if (type === FileChangeType.Deleted) gone.add(path);
  }
  return { sources: [...sources], projects: [...projects], gone: [...gone], configs };
}
