import { readFileSync, statSync, type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { fileOf, isNotebook } from '../model/notebook.ts';
import { readNotebook, type NotebookText } from './notebook-file.ts';
import { fileProblem, type FileProblem } from './file-problem.ts';
import { stampOf, type Stamp } from './stamp.ts';

export type Encoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be';

/** A file's text, without byte order mark, so that offsets are those that editors count. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly encoding: Encoding;
  /** What was read, to notice later whether the file is still the same. */
  readonly bytes: Uint8Array;
  /** Of the cells of a notebook, whose Python `text` is: what they are made from. */
  readonly notebook?: NotebookFile;
  /** What tells this version from others, where the file was not written just now. */
  readonly stamp?: Stamp;
}

export interface NotebookFile extends NotebookText {
  /** The text of the file itself. */
  readonly json: string;
}

export type ReadResult = TextFile | FileProblem;

/** 2 MB: source that people write is far below, bundles and data are far above. */
export const sizeLimit = 2 * 1024 * 1024;

/** Notebooks hold the pictures that they have drawn; only their code counts as text. */
const notebookLimit = 50 * 1024 * 1024;

/** Git looks this far for a NUL, too. */
const binaryProbe = 8 * 1024;

export function isProblem(result: ReadResult): result is FileProblem {
  return 'kind' in result;
}

/** The text in `path`, or why it cannot be had; of a path that stands for the cells of a notebook, their Python. Never rejects. */
export async function readTextFile(path: string, limit: number = sizeLimit): Promise<ReadResult> {
  try {
    const place = fileOf(path);
    // Asked before opening, because opening a pipe waits for somebody to write into it.
    const status = await stat(place);
    return closedTo(path, status, limit) ?? textIn(path, status, await readFile(place), limit);
  } catch (error) {
    return fileProblem(path, error);
  }
}

/** {@link readTextFile} for a thread with nothing else to do: it waits for the disk itself instead of being told. */
export function readTextFileSync(path: string, limit: number = sizeLimit): ReadResult {
  try {
    const place = fileOf(path);
    const status = statSync(place);
    return closedTo(path, status, limit) ?? textIn(path, status, readFileSync(place), limit);
  } catch (error) {
    return fileProblem(path, error);
  }
}

/** Why a file is not even opened. */
function closedTo(path: string, status: Stats, limit: number): FileProblem | undefined {
  const most = isNotebook(path) ? notebookLimit : limit;
  if (!status.isFile()) return { path, kind: 'unreadable', message: 'it is not a regular file' };
  return status.size > most ? tooLarge(path, status.size, most) : undefined;
}

function textIn(path: string, status: Stats, bytes: Uint8Array, limit: number): ReadResult {
  const stamp = stampOf(status);
  const written = decode(path, bytes);
  const file = isNotebook(path) && !isProblem(written) ? cellsIn(written, limit) : written;
  return stamp && !isProblem(file) ? { ...file, stamp } : file;
}

function cellsIn(file: TextFile, limit: number): ReadResult {
  const { path, text: json } = file;
  const notebook = readNotebook(json);
  if (typeof notebook === 'string') return { path, kind: 'other-content', message: notebook };
  if (notebook.text.length > limit) return tooLarge(path, notebook.text.length, limit);
  return { ...file, text: notebook.text, notebook: { ...notebook, json } };
}

function tooLarge(path: string, size: number, limit: number): FileProblem {
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  return {
    path,
    kind: 'too-large',
    message: `it has ${megabytes(size)}, more than the ${megabytes(limit)} that are looked into`,
  };
}

function decode(path: string, bytes: Uint8Array): ReadResult {
  const encoding = encodingOf(bytes);
  // Every other byte of UTF-16 may be NUL.
  const isUtf8 = encoding === 'utf-8' || encoding === 'utf-8-bom';
  if (isUtf8 && bytes.subarray(0, binaryProbe).includes(0)) {
    return { path, kind: 'binary', message: 'it is a binary file' };
  }
  // Drops the byte order mark by itself.
  const text = new TextDecoder(isUtf8 ? 'utf-8' : encoding).decode(bytes);
  return { path, text, encoding, bytes };
}

function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** The bytes to write for `text`, byte order mark included. */
export function encodeText(text: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`, 'utf8');
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}
