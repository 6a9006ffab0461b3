import type { File, Program } from './program.ts';

/**
 * Whether a file is written for a build of Python without the GIL: the project names one, such as `3.14t` in `.python-version`, or the
 * file itself asks for the GIL, and so knows what it does.
 */
export function isFreeThreaded(program: Program, file: File): boolean {
  if (program.packageOf(file)?.engines['python-freethreaded'] !== undefined) return true;
  return file.facts.values.some(
    (value) =>
      (value.kind === 'member' && value.name === '_is_gil_enabled') ||
      (value.kind === 'literal' && value.value === 'Py_GIL_DISABLED'),
  );
}
