import type { File, Program } from './program.ts';

/** Something derived from a file within a program, made on the first question. */
export interface FileCache<T> {
  of(program: Program, file: File): T;
}

type Stored = WeakMap<Program, Map<File, unknown>>;

const all: Stored[] = [];

/** A cache whose entries the next version of a program takes over where they still hold. */
export function fileCache<T>(make: (program: Program, file: File) => T): FileCache<T> {
  const stored: WeakMap<Program, Map<File, T>> = new WeakMap();
  all.push(stored);
  return {
    of(program, file) {
      const files = stored.get(program) ?? new Map<File, T>();
      stored.set(program, files);
      const known = files.get(file);
      if (known !== undefined) return known;
      const made = make(program, file);
      files.set(file, made);
      return made;
    },
  };
}

/** Gives `next` what `program` knows of all files but `changed`. */
export function carryOver(program: Program, next: Program, changed: ReadonlySet<File>): void {
  for (const stored of all) {
    const known = stored.get(program);
    if (known) stored.set(next, new Map([...known].filter(([file]) => !changed.has(file))));
  }
}
