import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where Linux systems keep the libraries that a runtime is linked with. Those that are missing are left out. */
export const libraryFolders = ['/lib', '/lib32', '/lib64', '/usr/lib', '/usr/lib32', '/usr/lib64', '/nix/store'].filter(
  (path) => existsSync(path),
);

/** The programs that start a dynamically linked program. */
export const loaders = [
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/ld-linux-aarch64.so.1',
  '/lib/ld-musl-x86_64.so.1',
  '/lib/ld-musl-aarch64.so.1',
].filter((path) => existsSync(path));

/** What a runtime reads of its own: Node is one file, Electron has its data beside it. */
export function filesOfRuntime(file: string): string {
  const folder = dirname(file);
  return existsSync(join(folder, 'icudtl.dat')) ? folder : file;
}
