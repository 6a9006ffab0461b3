import { stat } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { Program } from '../../engine/analysis.ts';
import type { IndexStatus, WayOut } from '../../protocol/server.ts';
import { indexProject, type IndexPlace } from '../../workspace/background-index.ts';
import { createExcludes, type Excludes } from '../../workspace/exclude.ts';
import { isFound } from '../../workspace/is-found.ts';
import { isProblem, readTextFile } from '../../workspace/text-file.ts';
import type { Engine } from '../engine.ts';
import { faultOf } from '../../model/fault.ts';
import type { FolderSettings } from './settings.ts';

/** A workspace folder, and what its files say together as far as they have been read. */
export interface Folder {
  readonly root: string;
  settings: FolderSettings;
  excludes: Excludes;
  program?: Program;
  /** Frees memory that the program takes, between two pieces of work. */
  trim?: (program: Program) => void;
  status: IndexStatus;
  stop: AbortController;
}

/** What reading takes besides the folder. */
export interface Reading {
  readonly engine: Engine;
  readonly place: IndexPlace;
}

/** So many files are worth a word about progress. */
const STEP = 50;

const alone = 'Each file is seen by itself.';

export function newFolder(root: string, settings: FolderSettings): Folder {
  const excludes = createExcludes(root, settings.exclude);
  return { root, settings, excludes, status: offBy(settings), stop: new AbortController() };
}

function offBy(settings: FolderSettings): IndexStatus {
  return settings.index ? off('') : off(`Turned off in the settings. ${alone}`, 'settings');
}

function off(message: string, wayOut?: WayOut): IndexStatus {
  return { state: 'off', done: 0, total: 0, message, ...(wayOut && { wayOut }) };
}

/** Announces a new round of reading, which ends whatever the folder was in. Returns how to tell that it is still wanted. */
export function beginReading(folder: Folder): AbortSignal {
  folder.stop.abort();
  folder.stop = new AbortController();
  if (folder.settings.index) folder.status = { state: 'indexing', done: 0, total: 0, message: '' };
  return folder.stop.signal;
}

/** Reads all files of the folder; what was known stays until then. Never rejects; calls `tell` whenever the status has changed. */
export async function readFolder(
  { engine, place }: Reading,
  folder: Folder,
  signal: AbortSignal,
  tell: () => void,
): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  if (isOver()) return;
  const set = (status: IndexStatus): void => {
    folder.status = status;
    tell();
  };
  if (!folder.settings.index) {
    delete folder.program;
    set(offBy(folder.settings));
    return;
  }
  const { root, excludes, settings } = folder;
  const { maxFiles } = settings;
  try {
    await stat(root);
    let files = 0;
    let told = 0;
    const indexed = await indexProject(engine, {
      ...place,
      root,
      excludes,
      maxFiles,
      signal,
      onProgress: (done, total) => {
        files = total;
        if (done < told + STEP || isOver()) return;
        told = done;
        set({ state: 'indexing', done, total, message: '' });
      },
    });
    if (isOver()) return;
    if (indexed) Object.assign(folder, indexed);
    else delete folder.program;
    set(indexed ? { state: 'ready', done: files, total: files, message: '' } : tooMany(folder));
  } catch (error) {
    // A new round has begun, or a person has stopped this one: both have said so.
    if (isOver()) return;
    delete folder.program;
    set(off(await whyNot(folder.root, error), 'output'));
  }
}

function tooMany({ root, settings }: Folder): IndexStatus {
  const most = settings.maxFiles.toLocaleString('en');
  const wayOut = 'Raise `unblock.index.maxFiles` or exclude folders with `unblock.exclude`.';
  const message = `${basename(root)} has more than ${most} files. ${alone} ${wayOut}`;
  return { state: 'limited', done: 0, total: settings.maxFiles, message, wayOut: 'settings' };
}

async function whyNot(root: string, error: unknown): Promise<string> {
  const isThere = await stat(root).then(
    () => true,
    () => false,
  );
  return isThere ? `Could not read ${basename(root)}: ${faultOf(error).message}` : `The folder ${root} is not there.`;
}

/** Ends reading because a person asked for it. What was known from an earlier time stays. */
export function stopReading(folder: Folder): void {
  if (folder.status.state !== 'indexing') return;
  folder.stop.abort();
  folder.status = folder.program
    ? {
        ...folder.status,
        state: 'limited',
        message: 'Stopped. Changes made meanwhile may be missing.',
        wayOut: 'index',
      }
    : off(`Stopped. ${alone}`, 'index');
}

/** Takes in what some files say now: changed, made or deleted. */
export async function takeChanges(engine: Engine, folder: Folder, paths: readonly string[]): Promise<void> {
  const accepts = (path: string): boolean => engine.canAnalyze(path);
  for (const path of paths) {
    if (!(await isFound(folder.root, path, { accepts, excludes: folder.excludes }))) continue;
    const read = await readTextFile(path);
    if (!folder.program) return;
    const facts = isProblem(read) ? undefined : engine.readFacts(path, read.text);
    folder.program = engine.withFile(folder.program, path, facts);
  }
}

export function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
