// Where things lie, whatever folder the script was called from.
import { randomUUID } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The repository. */
export const root = resolve(import.meta.dirname, '../..');

/** Downloads and other things that can be made again; ignored by git. */
export const cache = join(root, '.cache');

/** The workspace that shows every feature. */
export const sample = join(root, 'test/sample');

/**
 * A new folder that the caller removes (or hands to `startServer`, which does). Its real path, because on macOS the
 * temporary folder is a link and editors compare paths as text.
 * @param {string} purpose
 */
export function temporaryFolder(purpose) {
  const folder = join(realpathSync(tmpdir()), `unblock-${purpose}-${randomUUID().slice(0, 8)}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}
