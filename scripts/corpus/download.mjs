// Packages as their authors published them, in a cache outside of the repository. Nothing of them is ever run.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '../editor/paths.mjs';
import { npm, run } from '../editor/process.mjs';

/**
 * @typedef {object} Pin
 * @property {string} name
 * @property {string} version
 * @property {string} integrity  `sha512-…` of the tarball
 * @property {string} kind       what it is, in a few words: the list shall stay a mixed one
 */

const packages = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'unblock', 'corpus');

/** `@scope/name` as part of a file's name. @param {string} name */
export const fileName = (name) => name.replace(/^@/, '').replace('/', '-');

/** The registry did not answer, or does not have the package. */
export class NotDownloaded extends Error {}

/**
 * The folder that has the package's files; downloads them when it is missing.
 * @param {Pin} pin
 * @param {{ onlyFromCache?: boolean }} [options]
 * @returns {Promise<string>}
 */
export async function download(pin, { onlyFromCache = false } = {}) {
  const folder = join(packages, `${fileName(pin.name)}-${pin.version}`);
  if (existsSync(folder)) return folder;
  if (onlyFromCache) throw new NotDownloaded('it was not asked for');
  await withTarball(`${pin.name}@${pin.version}`, async (tarball, integrity) => {
    if (integrity !== pin.integrity) {
      throw new Error(`${pin.name} ${pin.version} is not what was pinned: it has ${integrity}, not ${pin.integrity}.`);
    }
    await mkdir(packages, { recursive: true });
    // Into a folder that counts only once it is complete.
    const unpacked = `${folder}.${process.pid}`;
    await mkdir(unpacked);
    await run('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], { quiet: true });
    await rename(unpacked, folder);
  });
  return folder;
}

/**
 * What pins the package as it is today. @param {string} wanted name@version
 * @returns {Promise<Pick<Pin, 'name' | 'version' | 'integrity'>>}
 */
export async function pinOf(wanted) {
  const [, name, version] = /^(@?[^@]+)@(\d[^@]*)$/.exec(wanted) ?? [];
  if (!name || !version) throw new Error(`"${wanted}" is not a package with its version, such as fastify@5.12.8.`);
  return await withTarball(wanted, (_, integrity) => Promise.resolve({ name, version, integrity }));
}

/**
 * @template Result
 * @param {string} wanted name@version
 * @param {(tarball: string, integrity: string) => Promise<Result>} use
 */
async function withTarball(wanted, use) {
  const folder = temporaryFolder('corpus');
  try {
    await npm(
      ['pack', wanted, '--loglevel=error', '--ignore-scripts', '--fetch-retries=1', '--pack-destination', folder],
      {
        cwd: folder,
        quiet: true,
      },
    ).catch((error) => {
      throw new NotDownloaded(/^npm error (?!code|errno|syscall)(.+?)\.?$/m.exec(String(error))?.[1] ?? String(error));
    });
    const [name] = (await readdir(folder)).filter((each) => each.endsWith('.tgz'));
    if (name === undefined) throw new NotDownloaded(`npm left no tarball of ${wanted}`);
    const tarball = join(folder, name);
    const digest = createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64');
    return await use(tarball, `sha512-${digest}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
