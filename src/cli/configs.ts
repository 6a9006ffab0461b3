import { resolve } from 'node:path';
import type { Config } from '../model/config.ts';
import type { ConfigProblem } from '../workspace/config-file.ts';
import { createConfigLookup, loadConfigFile } from '../workspace/config-lookup.ts';
import type { Engine } from './engine.ts';
import { UsageError } from './exit-code.ts';
import { shown, type Host } from './host.ts';

/** Which config counts for which file. */
export type ConfigFor = (path: string) => Promise<Config>;

/** The configs for `paths`: the one in `file`, as `--config` names it, or the nearest of each. Throws when one is broken. */
export async function loadConfigs(
  host: Host,
  engine: Engine,
  paths: readonly string[],
  file?: string,
): Promise<ConfigFor> {
  const rules = engine.ruleMetas.map(({ id }) => id);
  if (file !== undefined) {
    const path = resolve(host.cwd, file);
    const loaded = await loadConfigFile(path, rules);
    if (loaded === undefined) throw new UsageError(`The config \`${shown(host, path)}\` does not exist.`);
    refuseBroken(host, loaded.problems);
    return () => Promise.resolve(loaded.config);
  }
  const lookup = createConfigLookup(rules);
  // All of them first: better no answer than one that changes with the next correction. A broken one is said once.
  const problems = new Set<ConfigProblem>();
  for (const path of paths) for (const problem of (await lookup.for(path)).problems) problems.add(problem);
  refuseBroken(host, [...problems]);
  return async (path) => (await lookup.for(path)).config;
}

function refuseBroken(host: Host, problems: readonly ConfigProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ path, line, column, message }) => `${shown(host, path)}:${line}:${column} ${message}`);
  throw new UsageError(lines.join('\n'));
}
