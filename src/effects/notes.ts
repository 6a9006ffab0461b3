import type { AnyFile } from './any-file.ts';
import { noteCalls } from './calls/callers.ts';
import { noteServing } from './contexts/command-line.ts';
import { drivesByHand } from './contexts/driven-by-hand.ts';
import { noteHabits } from './promises/program-habits.ts';
import { rejectionListeners } from './promises/rejection-listeners.ts';
import { replacesMethods } from './promises/replaced-methods.ts';
import { setsTimeout } from './promises/deadlines.ts';
import { allowsNesting } from './threads/loop-misuse.ts';
import { noteBases } from './calls/overrides.ts';
import type { File, Program } from './program.ts';
import { noteImports } from './replace-file.ts';

const anywhere: readonly AnyFile[] = [setsTimeout, allowsNesting, replacesMethods, rejectionListeners, drivesByHand];

/**
 * Notes what questions about other files ask of every file of a program: it outlasts the file's facts, so that such a question needs
 * none of them again.
 */
export function noteFile(program: Program, file: File): void {
  noteCalls(program, file);
  noteServing(program, file);
  noteBases(program, file);
  noteImports(program, file);
  noteHabits(program, file);
  for (const each of anywhere) each.note(program, file);
}
