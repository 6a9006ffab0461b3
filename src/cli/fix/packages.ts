import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Those of `packages` that no `node_modules` above `file` holds. */
export async function notInstalled(file: string, packages: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const name of packages) if (!(await isInstalled(dirname(file), withoutVersion(name)))) missing.push(name);
  return missing;
}

async function isInstalled(folder: string, name: string): Promise<boolean> {
  const found = await stat(join(folder, 'node_modules', name)).then(
    () => true,
    () => false,
  );
  const parent = dirname(folder);
  return found || (parent !== folder && (await isInstalled(parent, name)));
}

/** `p-limit@3` lies in the folder `p-limit`. */
function withoutVersion(name: string): string {
  const at = name.lastIndexOf('@');
  return at > 0 ? name.slice(0, at) : name;
}
