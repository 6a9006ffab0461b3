import { dirname, join } from 'node:path';
import { defaultConfig, type Config } from '../model/config.ts';
import { configFileName, parseConfig, type ConfigProblem } from './config-file.ts';
import { isProblem, readTextFile } from './text-file.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** The file it comes from; absent for the defaults. */
  readonly path?: string;
  /** What is wrong in that file. A host decides whether to go on with `config`, which then is the defaults. */
  readonly problems: readonly ConfigProblem[];
}

export interface ConfigLookup {
  /** The config for `file`, an absolute path: that of the nearest `unblock.config.json` above it. */
  for(file: string): Promise<LoadedConfig>;
  /** Forgets everything, because a config file has changed. */
  clear(): void;
}

const noConfig: LoadedConfig = { config: defaultConfig, problems: [] };

/** Reads every config file once, however many files it counts for. */
export function createConfigLookup(knownRules: readonly string[]): ConfigLookup {
  const folders = new Map<string, Promise<LoadedConfig>>();

  function forFolder(folder: string): Promise<LoadedConfig> {
    let loaded = folders.get(folder);
    if (loaded === undefined) {
      loaded = load(folder);
      folders.set(folder, loaded);
    }
    return loaded;
  }

  async function load(folder: string): Promise<LoadedConfig> {
    const own = await loadConfigFile(join(folder, configFileName), knownRules);
    if (own !== undefined) return own;
    const parent = dirname(folder);
    return parent === folder ? noConfig : forFolder(parent);
  }

  return {
    for: (file) => forFolder(dirname(file)),
    clear: () => folders.clear(),
  };
}

/** The libraries that the nearest config file at or above `folder` describes. What is wrong in it is told by whoever loads it whole. */
export async function librariesFor(folder: string): Promise<Config['libraries']> {
  const file = await readTextFile(join(folder, configFileName));
  if (!isProblem(file)) return parseConfig(folder, file.text, []).config.libraries;
  const parent = dirname(folder);
  return parent === folder ? [] : librariesFor(parent);
}

/** The config in the file `path`; undefined when there is no such file. With problems, the config is the defaults. */
export async function loadConfigFile(path: string, knownRules: readonly string[]): Promise<LoadedConfig | undefined> {
  const file = await readTextFile(path);
  if (isProblem(file)) {
    if (file.kind === 'missing') return undefined;
    const message = `The file cannot be used: ${file.message}.`;
    return { config: defaultConfig, path, problems: [{ path, line: 1, column: 1, message }] };
  }
  const { config, problems } = parseConfig(path, file.text, knownRules);
  return { config: problems.length > 0 ? defaultConfig : config, path, problems };
}
