import type { Level } from './finding.ts';

/** What a person may set, in VS Code's settings (`unblock.*`) and in `unblock.config.json`. */
export interface Config {
  readonly enable: boolean;
  /** The least certain findings to show. */
  readonly level: Level;
  /** Rule ids turned off, or with the highest level they may report at. */
  readonly rules: Readonly<Record<string, Level | 'off'>>;
}

export const defaultConfig: Config = { enable: true, level: 'hint', rules: {} };
