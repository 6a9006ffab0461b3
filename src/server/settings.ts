import { type Config, defaultConfig } from '../model/config.ts';
import type { Level } from '../model/finding.ts';

const levels: ReadonlySet<unknown> = new Set<Level>(['warning', 'information', 'hint']);

/** Settings as a person wrote them. What makes no sense counts as not written. */
export function readSettings(value: unknown): Config {
  if (typeof value !== 'object' || value === null) return defaultConfig;
  const { enable, level, rules } = value as Record<string, unknown>;
  return {
    enable: typeof enable === 'boolean' ? enable : defaultConfig.enable,
    level: isLevel(level) ? level : defaultConfig.level,
    libraries: defaultConfig.libraries,
    rules: readRules(rules),
  };
}

function readRules(value: unknown): Config['rules'] {
  if (typeof value !== 'object' || value === null) return defaultConfig.rules;
  const entries = Object.entries(value).filter(([, level]) => level === 'off' || isLevel(level));
  return Object.fromEntries(entries);
}

function isLevel(value: unknown): value is Level {
  return levels.has(value);
}

/** The settings that hold for each open document, asked for once and again after each change of settings. */
export class SettingsCache {
  private readonly known = new Map<string, Promise<Config>>();

  constructor(private readonly ask: (uri: string) => Promise<Config>) {}

  of(uri: string): Promise<Config> {
    let config = this.known.get(uri);
    if (config === undefined) {
      // An editor that cannot answer must not keep the file from being looked at.
      config = this.ask(uri).catch(() => defaultConfig);
      this.known.set(uri, config);
    }
    return config;
  }

  forget(uri: string): void {
    this.known.delete(uri);
  }

  clear(): void {
    this.known.clear();
  }
}
