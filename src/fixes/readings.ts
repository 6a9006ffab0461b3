import type { Program } from '../effects/program.ts';

/** A tree takes some thirty times the memory of its text. Characters. */
const MOST_TEXT = 2_000_000;

interface Kept<T> {
  readonly text: string;
  readonly reading: T;
}

/**
 * What is read of a file's text to edit it, kept as long as the program and there is not too much of it: one fix after the other asks
 * for the same files.
 */
export function readings<T>(read: (path: string, text: string) => T): (of: Program, path: string, text: string) => T {
  const kept = new WeakMap<Program, Map<string, Kept<T>>>();
  return (program, path, text) => {
    const files = kept.get(program) ?? new Map<string, Kept<T>>();
    kept.set(program, files);
    const known = files.get(path);
    // The last one asked for is the last to go.
    files.delete(path);
    const current = known?.text === text ? known : { text, reading: read(path, text) };
    files.set(path, current);
    let size = [...files.values()].reduce((sum, each) => sum + each.text.length, 0);
    for (const [other, { text: its }] of files) {
      if (size <= MOST_TEXT || other === path) break;
      files.delete(other);
      size -= its.length;
    }
    return current.reading;
  };
}
