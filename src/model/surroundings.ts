import type { PythonProject } from './python-project.ts';

/** How the code of a file comes to run, as far as the project says. */
export interface Build {
  /** What puts many files into one, so that no file of it lies where its source says: `webpack`, `vite`, `esbuild`. */
  readonly bundler?: string;
  /** A compiler writes a file of JavaScript for each source, and leaves them as they lie to each other. */
  readonly compiles: boolean;
  /** The sources run as they are, perhaps besides: under `tsx`, a test runner, or Node itself. */
  readonly runsSources: boolean;
  /** What the code is when it runs. */
  readonly modules?: 'esm' | 'commonjs';
}

/** What a host knows of what lies around a file. Whatever it leaves out is not known. */
export interface Surroundings {
  /** Whether a file is there already: a new one takes a name that is free. */
  exists?(path: string): boolean;
  /** Another file as the person sees it; undefined where there is none. */
  textOf?(path: string): string | undefined;
  buildOf?(path: string): Build | undefined;
  /** What the project says of the Python it is written for; what it leaves out is taken to be up to date. */
  readonly python?: PythonProject;
}
