import { dirname, join } from 'node:path';
import { readManifest, sourceFile, type Manifest } from './packages.ts';
import type { SeenPaths } from './seen-paths.ts';

/** Scripts that start what others wait for. */
const starting = /^(start|serve|server|dev|develop|watch|preview|debug|prod|production)\b/;

/** The files that the `package.json` files around some files start from a command line, with the reason, for people. */
export function programsAmong(seen: SeenPaths, paths: Iterable<string>): ReadonlyMap<string, string> {
  const programs = new Map<string, string>();
  for (const folder of foldersAround(paths)) {
    for (const [name, target] of startedBy(readManifest(seen, folder) ?? {})) {
      const written = join(folder, target);
      // Plain JavaScript that starts what is built may lie beside its source.
      for (const file of [sourceFile(seen, written), written])
        if (file !== undefined && !programs.has(file)) programs.set(file, `package.json starts it by \`${name}\``);
    }
  }
  return programs;
}

/** Every folder that a file lies in, however far below. */
function foldersAround(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let folder = dirname(path); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  return folders;
}

/** The command and the file of each program of a package. */
function startedBy({ name, bin, scripts }: Manifest): [string, string][] {
  const found: [string, string][] = [];
  if (typeof bin === 'string') found.push([typeof name === 'string' ? name : 'bin', bin]);
  for (const [command, target] of entriesOf(bin)) if (typeof target === 'string') found.push([command, target]);
  for (const [script, line] of entriesOf(scripts)) {
    if (typeof line !== 'string' || starting.test(script)) continue;
    for (const [, , target = ''] of line.matchAll(runs))
      found.push([`npm run ${script}`, target.endsWith('/') ? `${target}index.js` : target]);
  }
  return found;
}

/** `node --flag scripts/build.js`, or of a folder its `index.js`. */
const runs =
  /(?:^|[\s;&|])(?:node|tsx|ts-node|bun(?: run)?)((?:\s+-\S+)*)\s+([\w@./-]+(?:\.[cm]?[jt]sx?\b|\/(?=[\s;&|]|$)))/g;

function entriesOf(record: unknown): [string, unknown][] {
  return typeof record === 'object' && record !== null ? Object.entries(record) : [];
}
