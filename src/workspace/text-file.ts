import { readFile, stat } from 'node:fs/promises';
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
  /** What tells this version from others, where the file was not written just now. */
  readonly stamp?: Stamp;
}

export type ReadResult = TextFile | FileProblem;

/** 2 MB: source that people write is far below, bundles and data are far above. */
export const sizeLimit = 2 * 1024 * 1024;

/** Git looks this far for a NUL, too. */
const binaryProbe = 8 * 1024;

export function isProblem(result: ReadResult): result is FileProblem {
  return 'kind' in result;
}

/** The text in `path`, or why it cannot be had. Never rejects. */
export async function readTextFile(path: string, limit: number = sizeLimit): Promise<ReadResult> {
  try {
    // Asked before opening, because opening a pipe waits for somebody to write into it.
    const status = await stat(path);
    if (!status.isFile()) return { path, kind: 'unreadable', message: 'it is not a regular file' };
    if (status.size > limit) return tooLarge(path, status.size, limit);
    const stamp = stampOf(status);
    const file = decode(path, await readFile(path));
    return stamp && !isProblem(file) ? { ...file, stamp } : file;
  } catch (error) {
    return fileProblem(path, error);
  }
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
