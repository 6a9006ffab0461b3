import type { Config } from '../model/config.ts';
import type { ConfigLookup } from '../workspace/config-lookup.ts';
import { isUri } from './paths.ts';

export interface ResolvedConfig {
  readonly config: Config;
  /** What is wrong in the config file, in one line. */
  readonly problem?: string;
}

/**
 * A project's own `unblock.config.json` speaks for everybody who works on it and therefore wins over a person's settings; only
 * switching Unblock off stays the person's own decision. A file that cannot be understood changes nothing.
 */
export async function resolveConfig(path: string, settings: Config, lookup?: ConfigLookup): Promise<ResolvedConfig> {
  if (lookup === undefined || isUri(path)) return { config: settings };
  const loaded = await lookup.for(path);
  const [problem] = loaded.problems;
  if (problem) {
    return { config: settings, problem: `${problem.path}:${problem.line}:${problem.column} ${problem.message}` };
  }
  if (loaded.path === undefined) return { config: settings };
  return { config: { ...loaded.config, enable: settings.enable && loaded.config.enable } };
}
