import type { DescribedLibrary } from './config.ts';
import type { FileFacts } from './facts.ts';

/**
 * The other files, as far as a host knows them. The engine never reads anything by itself.
 * A host that knows only one file leaves the functions out.
 */
export interface Project {
  /** The folder that paths are judged from: what lies above it says nothing about a file. */
  readonly root?: string;
  /** Libraries that the project describes itself. */
  readonly libraries?: readonly DescribedLibrary[];
  /** All files whose callers are to be seen. */
  readonly paths?: readonly string[];
  /** The file that `specifier`, written in file `from`, stands for; undefined for packages and for what cannot be found. */
  resolve?(from: string, specifier: string): string | undefined;
  factsOf?(path: string): FileFacts | undefined;
}
