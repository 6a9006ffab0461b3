import { fileCache } from './file-cache.ts';
import type { File, Program } from './program.ts';
import { newerFiles, originOf } from './replace-file.ts';

/** Whether something is so in any file of a program. */
export interface AnyFile {
  /** Notes what a file says while its facts are at hand; see `notes.ts`. */
  note(program: Program, file: File): void;
  in(program: Program): boolean;
  /** The files in which it is so. */
  paths(program: Program): readonly string[];
}

/** Each file is asked once. An edit costs a look at what was edited, and not at all files of the project. */
export function anyFile(holds: (program: Program, file: File) => boolean): AnyFile {
  const answers = fileCache(holds, { lasts: true });
  const pathsIn = new WeakMap<Program, readonly string[]>();
  const pathsOf = (origin: Program): readonly string[] => {
    const known = pathsIn.get(origin);
    if (known) return known;
    const paths = origin.paths.filter((path) => {
      const file = origin.file(path);
      return file !== undefined && answers.of(origin, file);
    });
    pathsIn.set(origin, paths);
    return paths;
  };
  const pathsNow = (program: Program): readonly string[] => {
    const newer = newerFiles(program);
    return [
      ...newer.filter((file) => answers.of(program, file)).map(({ path }) => path),
      ...pathsOf(originOf(program)).filter((path) => !newer.some((file) => file.path === path)),
    ];
  };
  return {
    note(program, file) {
      answers.of(program, file);
    },
    in(program) {
      return pathsNow(program).length > 0;
    },
    paths: pathsNow,
  };
}
