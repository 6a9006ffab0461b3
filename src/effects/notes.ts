import { noteCalls } from './calls/callers.ts';
import { noteServing } from './contexts/command-line.ts';
import { noteDriving } from './contexts/driven-by-hand.ts';
import { noteReplacing } from './promises/replaced-methods.ts';
import { noteTimeouts } from './promises/deadlines.ts';
import { noteNesting } from './threads/loop-misuse.ts';
import { noteBases } from './calls/overrides.ts';
import type { File, Program } from './program.ts';
import { noteImports } from './replace-file.ts';

/**
 * Notes what questions about other files ask of every file of a program: it outlasts the file's facts, so that such a question needs
 * none of them again.
 */
export function noteFile(program: Program, file: File): void {
  noteCalls(program, file);
  noteServing(program, file);
  noteBases(program, file);
  noteImports(program, file);
  noteTimeouts(program, file);
  noteNesting(program, file);
  noteReplacing(program, file);
  noteDriving(program, file);
}
