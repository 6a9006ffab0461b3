import { sep } from 'node:path';
import type { Program } from '../engine/analysis.ts';
import { indexProject, MOST_FILES } from '../workspace/background-index.ts';
import { isProblem, readTextFile } from '../workspace/text-file.ts';
import type { Engine } from './engine.ts';
import { messageOf } from './looks.ts';

/** Changes on disk that come this close together, such as a checkout, are one change. Milliseconds. */
const TOGETHER_MS = 500;
/** From so many files on it is quicker to begin afresh. */
const MANY = 40;

export interface WholeProject {
  /** The latest program of the folder that holds `path`; undefined outside of all folders and until it is read. */
  programFor(path: string): Program | undefined;
  /** Takes the place of the program it came from. */
  keep(path: string, program: Program): void;
  start(): void;
  changedOnDisk(paths: readonly string[]): void;
  dispose(): void;
}

export interface WholeProjectEvents {
  /** For people; empty when there is nothing to tell. */
  progress(message: string): void;
  /** What other files say is known now, or has changed. */
  changed(): void;
  log(message: string): void;
}

interface Folder {
  readonly root: string;
  program?: Program;
  stop: AbortController;
}

/** Keeps the program of each workspace folder: read once in the background, then kept up with what is edited and saved. */
export function createWholeProject(engine: Engine, roots: readonly string[], events: WholeProjectEvents): WholeProject {
  const folders: Folder[] = roots.map((root) => ({ root, stop: new AbortController() }));
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const folderOf = (path: string): Folder | undefined => folders.find(({ root }) => path.startsWith(withSlash(root)));

  async function read(folder: Folder): Promise<void> {
    folder.stop.abort();
    const stop = new AbortController();
    folder.stop = stop;
    const program = await indexProject(engine, {
      root: folder.root,
      signal: stop.signal,
      onProgress: (done, total) => {
        if (done % 100 === 0)
          events.progress(`Reading the project: ${done.toLocaleString('en')} of ${total.toLocaleString('en')} files`);
      },
    });
    if (program) folder.program = program;
    else events.log(`${folder.root} has more than ${MOST_FILES} files: each is seen with what it imports only.`);
  }

  function readAll(chosen: readonly Folder[]): void {
    const run = async (): Promise<void> => {
      // One after the other: the thread is shared with what the person waits for.
      for (const folder of chosen) {
        try {
          await read(folder);
        } catch (error) {
          if (!folder.stop.signal.aborted) events.log(`Could not read ${folder.root}: ${messageOf(error)}`);
        }
      }
      events.progress('');
      events.changed();
    };
    void run();
  }

  async function takeChanges(): Promise<void> {
    const paths = [...changed];
    changed.clear();
    if (paths.length > MANY) {
      readAll(folders);
      return;
    }
    for (const path of paths) {
      const read = await readTextFile(path);
      const folder = folderOf(path);
      if (!folder?.program) continue;
      const facts = isProblem(read) ? undefined : engine.readFacts(path, read.text);
      folder.program = engine.withFile(folder.program, path, facts);
    }
    events.changed();
  }

  return {
    programFor: (path) => folderOf(path)?.program,
    keep(path, program) {
      const folder = folderOf(path);
      if (folder?.program) folder.program = program;
    },
    start: () => {
      readAll(folders);
    },
    changedOnDisk(paths) {
      for (const path of paths) changed.add(path);
      clearTimeout(timer);
      timer = setTimeout(() => void takeChanges(), TOGETHER_MS);
    },
    dispose() {
      clearTimeout(timer);
      for (const { stop } of folders) stop.abort();
    },
  };
}

function withSlash(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}
