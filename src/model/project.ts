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
  /** Files that somebody starts from a command line, with the reason, for people. */
  readonly programs?: ReadonlyMap<string, string>;
  /** All files whose callers are to be seen. */
  readonly paths?: readonly string[];
  /** The file that `specifier`, written in file `from`, stands for; undefined for packages and for what cannot be found. */
  resolve?(from: string, specifier: string): string | undefined;
  factsOf?(path: string): FileFacts | undefined;
  /** What the package that a file belongs to says of itself; undefined where nobody says anything. */
  packageOf?(path: string): PackageInfo | undefined;
}

/** What a package says of the versions it runs with. */
export interface PackageInfo {
  /**
   * By name, the versions asked for as written: `^5.1.0`, `>=0.110`, the empty string where any will do. For development and as peers,
   * too. Names of Python's packages are in lower case, with `-`.
   */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The same of what runs it: `node`, `vscode`, `python`, and `python-freethreaded` where that is the build without the GIL. */
  readonly engines: Readonly<Record<string, string>>;
  /** It is installed for the commands that it gives a person at a terminal. */
  readonly hasCommands?: true;
  /** By its lock file, the packages installed with it that change what others do merely by being loaded: another one may bring them along. */
  readonly patchedBy?: readonly string[];
  /** What its `.js` files are, where it says so. */
  readonly type?: 'module' | 'commonjs';
}
