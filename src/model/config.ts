import type { Language } from './facts.ts';
import type { Level } from './finding.ts';

/** What a person may set, in VS Code's settings (`unblock.*`) and in `unblock.config.json`. */
export interface Config {
  readonly enable: boolean;
  /** The least certain findings to show. */
  readonly level: Level;
  /** Rule ids turned off, or with the highest level they may report at. */
  readonly rules: Readonly<Record<string, Level | 'off'>>;
  /** What libraries of one's own do, as an `unblock.config.json` describes them; of two with the same name the later one counts. */
  readonly libraries: readonly DescribedLibrary[];
}

/** What one library does, checked: its shape is that of `knowledge/schema.ts`. */
export interface DescribedLibrary {
  readonly language: Language;
  readonly modules: readonly string[];
}

export const defaultConfig: Config = { enable: true, level: 'hint', rules: {}, libraries: [] };
