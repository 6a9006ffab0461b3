import { fileCache } from '../file-cache.ts';
import { membersNamed } from '../indexes.ts';
import type { File, Program } from '../program.ts';

/**
 * Whether a file is written for a build of Python without the GIL: the project names one, such as `3.14t` in `.python-version`, or the
 * file itself asks for the GIL, and so knows what it does.
 */
export function isFreeThreaded(program: Program, file: File): boolean {
  return program.packageOf(file)?.engines['python-freethreaded'] !== undefined || asksForGil.of(program, file);
}

const asksForGil = fileCache(
  (_program, file) =>
    membersNamed(file, '_is_gil_enabled').length > 0 ||
    file.facts.values.some((value) => value.kind === 'literal' && value.value === 'Py_GIL_DISABLED'),
);
