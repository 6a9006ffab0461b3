import { readTextFile, type ReadResult } from '../workspace/text-file.ts';

/** The disk reads this many files ahead while one is analysed; more would only hold memory. */
const window = 8;

/** Reads `files` in order, and yields each with what was read. */
export async function* readAhead<T extends { readonly path: string }>(
  files: readonly T[],
): AsyncGenerator<readonly [T, ReadResult]> {
  const pending: Promise<ReadResult>[] = [];
  for (const [index, file] of files.entries()) {
    for (let next = index + pending.length; next < Math.min(files.length, index + window); next++) {
      const ahead = files[next];
      if (ahead !== undefined) pending.push(readTextFile(ahead.path));
    }
    const result = await pending.shift();
    if (result !== undefined) yield [file, result];
  }
}
