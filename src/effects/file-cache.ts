import type { FunctionId } from '../model/facts.ts';
import type { File, FunctionRef, Program } from './program.ts';

/** Something derived from a file within a program, made on the first question. */
export interface FileCache<T> {
  of(program: Program, file: File): T;
}

/** All that is derived from the files of one program: by cache, then by file. */
export type Derived = (Map<File, unknown> | undefined)[];

interface Kind {
  /** It is small, dear to make anew, and kept when the file's facts are let go of. */
  readonly lasts?: boolean;
  /**
   * It follows from what other files do, through any number of calls, and not only from what their names stand for: the next version
   * of a program makes it anew.
   */
  readonly reachesFar?: boolean;
}

const kinds: Kind[] = [];

/** A cache whose entries the next version of a program takes over where they still hold. */
export function fileCache<T>(make: (program: Program, file: File) => T, kind: Kind = {}): FileCache<T> {
  const index = kinds.push(kind) - 1;
  return {
    of(program, file) {
      const files = (program.derived[index] ??= new Map<File, unknown>()) as Map<File, T>;
      const known = files.get(file);
      if (known !== undefined) return known;
      const made = make(program, file);
      files.set(file, made);
      return made;
    },
  };
}

/** The same for something derived from one function. */
export function functionCache<T extends object>(
  make: (program: Program, ref: FunctionRef) => T,
  kind: Kind = {},
): (program: Program, ref: FunctionRef) => T {
  const byFile = fileCache(() => new Map<FunctionId, T>(), kind);
  return (program, ref) => {
    const known = byFile.of(program, ref.file);
    const before = known.get(ref.function);
    if (before) return before;
    const made = make(program, ref);
    known.set(ref.function, made);
    return made;
  };
}

/** What the next version of a program takes over: all that is known of other files than `changed`. */
export function carriedOver({ derived }: Program, changed: ReadonlySet<File>): Derived {
  return kinds.map(({ reachesFar }, index) => {
    const known = reachesFar ? undefined : derived[index];
    return known && new Map([...known].filter(([file]) => !changed.has(file)));
  });
}

/** Lets go of a file's facts and of what is derived from them within the program; all of it is made anew when somebody asks. */
export function forget({ derived }: Program, file: File): void {
  file.letGo();
  kinds.forEach(({ lasts }, index) => {
    if (!lasts) derived[index]?.delete(file);
  });
}
