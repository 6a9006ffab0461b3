import { relative, resolve } from 'node:path';
import type { Engine } from './engine.ts';
import { fileOf } from '../model/notebook.ts';
import { printable } from './printable.ts';
import type { Progress } from './progress.ts';
import type { Style } from './style.ts';

/** The world outside a command: everything it sees and writes, so that commands are plain functions. */
export interface Host {
  readonly cwd: string;
  /** Writes a result. */
  out(text: string): void;
  /** Writes what is said beside the results. */
  err(text: string): void;
  readonly outStyle: Style;
  readonly errStyle: Style;
  readonly progress: Progress;
  /** Where what can be made anew is kept between runs; nowhere when the build does not know its own version. */
  readonly caching?: Caching;
  /** The bundle that threads run to read files; without it one thread does all. */
  readonly indexWorker?: string;
  /** Where package.json, dist and media are. */
  readonly packageFolder: string;
  createEngine(): Engine;
  /** What Ctrl+C waits for before the process ends, a second at most. */
  onInterrupt(cleanUp: () => Promise<void>): void;
}

export interface Caching {
  /** Changes whenever any line of the analysis does. */
  readonly build: string;
  /** Where the system keeps such things. */
  readonly folder: string;
}

/** `path` as a person in `cwd` would write it; of the cells of a notebook its file. */
export function shown(host: Pick<Host, 'cwd'>, path: string): string {
  return printable(relative(host.cwd, resolve(host.cwd, fileOf(path))) || '.');
}

/** A place from 0, written as people do: `app.py:3:7`, and `analysis.ipynb:cell2:3:7`. One word, which terminals turn into a link. */
export function placeOf(
  host: Pick<Host, 'cwd'>,
  path: string,
  { cell, line, character }: { readonly cell?: number | undefined; readonly line: number; readonly character: number },
): string {
  return `${shown(host, path)}:${cell === undefined ? '' : `cell${String(cell)}:`}${line + 1}:${character + 1}`;
}

/** `1 file`, `2 files`, `1,200 files`. */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en')} ${noun}${amount === 1 ? '' : 's'}`;
}
