// Makes the package that people install, without touching dist/: from a copy of the sources, built for production.
import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { cache, root } from '../editor/paths.mjs';
import { run } from '../editor/process.mjs';

const left = new Set(['.git', '.cache', 'node_modules', 'dist', 'coverage', 'test']);

/** @returns {Promise<string>} the path of the `.vsix` */
export async function packageExtension() {
  const copy = join(cache, 'package');
  const file = join(cache, 'unblock.vsix');
  await rm(copy, { recursive: true, force: true });
  await mkdir(copy, { recursive: true });
  for (const name of await readdir(root)) {
    if (!left.has(name) && !name.endsWith('.vsix')) await cp(join(root, name), join(copy, name), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
  const quiet = { cwd: copy, quiet: true };
  await run(process.execPath, ['esbuild.mjs', '--production'], quiet);
  const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/vsce');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links', '--out', file];
  await run(process.execPath, [vsce, 'package', ...flags], quiet);
  return file;
}
