import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { encodeText } from '../../workspace/text-file.ts';
import { UsageError } from '../exit-code.ts';
import { shown, type Host } from '../host.ts';
import type { Change } from './changes.ts';

/** A finished file, waiting under another name. */
interface Prepared {
  readonly temporary: string;
  readonly target: string;
}

/**
 * Writes all of `changes` or, when a file is no longer what it was, none. Each file is replaced as a whole and keeps its mode; a
 * link keeps pointing where it did. Synchronous, so that Ctrl+C cannot come between two files that belong together.
 */
export function writeChanges(host: Pick<Host, 'cwd'>, changes: readonly Change[]): void {
  for (const change of changes) refuseUnlessSame(host, change);
  const prepared: Prepared[] = [];
  try {
    for (const change of changes) prepared.push(prepare(change));
    for (const { temporary, target } of prepared) renameSync(temporary, target);
  } catch (error) {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
    throw new UsageError(`Writing failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuseUnlessSame(host: Pick<Host, 'cwd'>, { path, before }: Change): void {
  const name = shown(host, path);
  if (before === undefined) {
    if (existsSync(path)) throw new UsageError(`${name} exists already and is left as it is. Nothing was written.`);
    return;
  }
  if (!isSame(path, before.bytes)) {
    throw new UsageError(`${name} has changed meanwhile. Nothing was written; run the command again.`);
  }
  if (!Buffer.from(encodeText(before.text, before.encoding)).equals(before.bytes)) {
    throw new UsageError(`${name} is not valid ${before.encoding}, and writing would lose bytes. Nothing was written.`);
  }
}

function isSame(path: string, bytes: Uint8Array): boolean {
  try {
    return readFileSync(path).equals(bytes);
  } catch {
    return false;
  }
}

function prepare({ path, before, after }: Change): Prepared {
  if (before === undefined) mkdirSync(dirname(path), { recursive: true });
  const target = before === undefined ? path : realpathSync(path);
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  writeFileSync(temporary, encodeText(after, before?.encoding ?? 'utf-8'), { flag: 'wx', flush: true });
  // Given when a file is made, a mode would be cut by the umask.
  if (before !== undefined) chmodSync(temporary, statSync(target).mode & 0o7777);
  return { temporary, target };
}
