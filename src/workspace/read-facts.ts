import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { SkipReason } from '../engine/analysis.ts';
import { faultOf } from '../model/fault.ts';
import type { FileFacts } from '../model/facts.ts';
import { fileOf } from '../model/notebook.ts';
import type { FileProblem } from './file-problem.ts';
import { pack } from './packing.ts';
import { stampOf, type Stamp } from './stamp.ts';
import { isProblem, readTextFile, type ReadResult } from './text-file.ts';

/** The facts of one text, or why it is not looked into. */
export type FactsOf = (
  path: string,
  text: string,
) => { readonly facts?: FileFacts | undefined; readonly skipped?: SkipReason | undefined };

/** One version of a file and what it says. One of `packed`, `skipped` and `problem` is there. */
export interface ReadFile {
  readonly path: string;
  /** Of the text; empty when it could not be read. */
  readonly hash: string;
  /** Absent when the file was written too shortly before it was read. */
  readonly stamp?: Stamp;
  /** Its facts, as {@link pack} writes them. */
  readonly packed?: Uint8Array;
  readonly skipped?: SkipReason;
  readonly problem?: FileProblem;
  /** Unblock itself failed on it. */
  readonly crash?: string;
}

/** A file to read, with the hash of the text whose facts are known already. */
export interface Wanted {
  readonly path: string;
  readonly knownHash?: string;
}

/** How a text is read: a thread of its own may wait for the disk. */
type ReadText = (path: string) => ReadResult | Promise<ReadResult>;

/** Reads a file and its facts. Where its text turns out to be the known one, neither facts nor a reason come back. Never rejects. */
export async function readFacts(
  { path, knownHash }: Wanted,
  factsOf: FactsOf,
  readText: ReadText = readTextFile,
): Promise<ReadFile> {
  const file = await readText(path);
  if (isProblem(file)) return problemOf(path);
  const { text, stamp } = file;
  const version = { path, hash: hashOf(text), ...(stamp && { stamp }) };
  if (version.hash === knownHash) return version;
  try {
    const { facts, skipped } = factsOf(path, text);
    return { ...version, ...(facts && { packed: pack(facts) }), ...(skipped && { skipped }) };
  } catch (error) {
    return { ...version, crash: faultOf(error).stack };
  }
}

/** A file that is too large or binary is so until it is written again. */
async function problemOf(path: string): Promise<ReadFile> {
  const status = await stat(fileOf(path)).catch(() => undefined);
  const stamp = status && stampOf(status);
  const file = await readTextFile(path);
  const problem = isProblem(file) ? file : { path, kind: 'unreadable' as const, message: 'it changed meanwhile' };
  return { path, hash: '', problem, ...(stamp && { stamp }) };
}

export function hashOf(text: string): string {
  return createHash('sha1').update(text).digest('base64url');
}
