import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The address of the packaged page of a rule, where there is one. */
export type PageOf = (rule: string) => string | undefined;

/** The pages under `extensionRoot`, read once. Pages are named as rules are. */
export async function findPages(extensionRoot: string | undefined): Promise<PageOf> {
  if (extensionRoot === undefined) return () => undefined;
  const folder = join(extensionRoot, 'media', 'rules');
  const names = new Set(await readdir(folder).catch(() => []));
  return (rule) => {
    const name = `${rule.replace(/^unblock\//, '')}.md`;
    return names.has(name) ? pathToFileURL(join(folder, name)).href : undefined;
  };
}
