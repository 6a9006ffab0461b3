import type { File, Program } from './program.ts';

/** Something derived from a file within a program, made on the first question. */
export interface FileCache<T> {
  of(program: Program, file: File): T;
}

type Stored = WeakMap<Program, Map<File, unknown>>;

const all: Stored[] = [];
/** Those that outlast {@link forget}. */
const lasting = new Set<Stored>();

/**
 * A cache whose entries the next version of a program takes over where they still hold. One that `lasts` is small, dear to make anew,
 * and kept when the file's facts are let go of.
 */
export function fileCache<T>(
  make: (program: Program, file: File) => T,
  { lasts = false }: { readonly lasts?: boolean } = {},
): FileCache<T> {
  const stored: WeakMap<Program, Map<File, T>> = new WeakMap();
  all.push(stored);
  if (lasts) lasting.add(stored);
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

/** Lets go of a file's facts and of what is derived from them within the program; all of it is made anew when somebody asks. */
export function forget(program: Program, file: File): void {
  file.letGo();
  for (const stored of all) if (!lasting.has(stored)) stored.get(program)?.delete(file);
}
