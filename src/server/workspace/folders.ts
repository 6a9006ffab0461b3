import type { Program } from '../../engine/analysis.ts';
import type { IndexStatus } from '../../protocol/server.ts';
import type { IndexPlace } from '../../workspace/background-index.ts';
import type { Engine } from '../engine.ts';
import { combinedStatus } from './combined-status.ts';
import { beginReading, type Folder, isBelow, newFolder, readFolder, stopReading, takeChanges } from './folder.ts';
import type { FolderSettings } from './settings.ts';

/** Changes on disk that come this close together, such as a checkout, are one change. Milliseconds. */
const TOGETHER_MS = 500;
/** From so many files on it is quicker to begin afresh. */
const MANY = 40;

/** What happened on disk; absolute paths. */
export interface DiskChanges {
  /** Files that may be part of a program: changed, made or deleted. */
  readonly sources: readonly string[];
  /** Files that decide what belongs to a project, and what its modules are called. */
  readonly projects: readonly string[];
  /** What is gone and may have been a folder. */
  readonly gone: readonly string[];
}

export interface WorkspaceFolders {
  /** Innermost first. */
  readonly all: readonly Folder[];
  /** The innermost folder that holds the file. */
  of(path: string): Folder | undefined;
  /** The latest program of the folder that holds `path`; undefined outside of all folders and until it is read. */
  programFor(path: string): Program | undefined;
  /** Takes the place of the program it came from. */
  keep(path: string, program: Program): void;
  /** These folders from now on: what is new or has other settings is read, what is gone is forgotten. */
  set(folders: ReadonlyMap<string, FolderSettings>): void;
  /** Reads everything again, because a person asked for it. */
  readAgain(): void;
  stop(): void;
  /** Settles when nothing is being read. */
  settled(): Promise<void>;
  changedOnDisk(changes: DiskChanges): void;
  dispose(): void;
}

export interface WorkspaceEvents {
  status(status: IndexStatus): void;
  /** What other files say is known now, or has changed. */
  changed(): void;
}

/** Keeps the program of each workspace folder: read once in the background, then kept up with what is edited and saved. */
export function createWorkspaceFolders(
  engine: Engine,
  events: WorkspaceEvents,
  place: IndexPlace = {},
): WorkspaceFolders {
  let folders: Folder[] = [];
  let pending = { sources: new Set<string>(), projects: new Set<string>(), gone: new Set<string>() };
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();

  const of = (path: string): Folder | undefined => folders.find(({ root }) => isBelow(root, path));
  const tell = (): void => events.status(combinedStatus(folders.map(({ status }) => status)));

  /** One after the other: the thread is shared with what the person waits for. */
  function read(chosen: readonly Folder[]): void {
    const rounds = chosen.map((folder) => ({ folder, signal: beginReading(folder) }));
    tell();
    reading = reading.then(async () => {
      for (const { folder, signal } of rounds) await readFolder({ engine, place }, folder, signal, tell);
      events.changed();
    });
  }

  async function takePending(): Promise<void> {
    const { sources, projects, gone } = pending;
    pending = { sources: new Set(), projects: new Set(), gone: new Set() };
    const stale = new Set<Folder>();
    for (const path of projects) for (const folder of folders) if (isBelow(folder.root, path)) stale.add(folder);
    for (const path of gone) for (const folder of folders) if (hasBelow(engine, folder, path)) stale.add(folder);
    for (const folder of folders) {
      const own = [...sources].filter((path) => of(path) === folder);
      // A folder that could not be read may be back.
      if (own.length > MANY || (own.length > 0 && isMissing(folder))) stale.add(folder);
      else if (!stale.has(folder)) await takeChanges(engine, folder, own);
    }
    if (stale.size > 0) read([...stale]);
    else events.changed();
  }

  return {
    get all() {
      return folders;
    },
    of,
    programFor(path) {
      const { program, trim } = of(path) ?? {};
      // Whoever asks is about to begin a piece of work.
      if (program) trim?.(program);
      return program;
    },
    keep(path, program) {
      const folder = of(path);
      if (folder?.program) folder.program = program;
    },
    set(wanted) {
      for (const folder of folders) if (!wanted.has(folder.root)) folder.stop.abort();
      const fresh: Folder[] = [];
      folders = [...wanted].map(([root, settings]) => {
        const known = folders.find((folder) => folder.root === root);
        if (known && sameSettings(known.settings, settings)) return known;
        const folder = newFolder(root, settings);
        // What was known is better than nothing until it is read again.
        if (known?.program) folder.program = known.program;
        known?.stop.abort();
        fresh.push(folder);
        return folder;
      });
      folders.sort((a, b) => b.root.length - a.root.length);
      read(fresh);
    },
    readAgain: () => read(folders),
    stop() {
      for (const folder of folders) stopReading(folder);
      tell();
    },
    async settled() {
      for (let seen: Promise<void> | undefined; seen !== reading;) {
        seen = reading;
        await seen;
      }
    },
    changedOnDisk({ sources, projects, gone }) {
      for (const path of sources) pending.sources.add(path);
      for (const path of projects) pending.projects.add(path);
      for (const path of gone) pending.gone.add(path);
      clearTimeout(timer);
      timer = setTimeout(() => void takePending(), TOGETHER_MS);
    },
    dispose() {
      clearTimeout(timer);
      for (const { stop } of folders) stop.abort();
    },
  };
}

function hasBelow(engine: Engine, { root, program }: Folder, gone: string): boolean {
  if (root === gone || isBelow(gone, root)) return true;
  return program !== undefined && engine.pathsOf(program).some((path) => isBelow(gone, path));
}

function isMissing({ settings, status }: Folder): boolean {
  return settings.index && status.state === 'off';
}

/** Reading depends on these; whether to scan on start does not. */
function sameSettings(a: FolderSettings, b: FolderSettings): boolean {
  const part = ({ index, maxFiles, exclude }: FolderSettings): string => JSON.stringify([index, maxFiles, exclude]);
  return part(a) === part(b);
}
