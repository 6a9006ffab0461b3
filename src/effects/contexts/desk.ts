import type { File, Program } from '../program.ts';

/**
 * An app on a desktop or an extension of an editor: its timers and events serve the one person who sits there, and a rejection that
 * nobody hears is written down, and ends nothing.
 */
export function isAtDesk(program: Program, file: File): boolean {
  const owner = program.packageOf(file);
  return (
    owner !== undefined && (Object.hasOwn(owner.dependencies, 'electron') || Object.hasOwn(owner.engines, 'vscode'))
  );
}
