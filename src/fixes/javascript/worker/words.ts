import type { Session } from '../edit/session.ts';
import type { Luggage } from './movable.ts';
import type { WorkerPaths } from './paths.ts';

export interface Move {
  readonly name: string;
  readonly luggage: Luggage;
  readonly paths: WorkerPaths;
  /** How many calls go to the pool. */
  readonly calls: number;
  /** Variables whose memory goes to the worker. */
  readonly transferred: readonly string[];
}

/** What is different once the work is done by a pool, in words. */
export function changesOf(session: Session, { name, luggage, paths, calls, transferred }: Move): string {
  const file = paths.path.slice(paths.path.lastIndexOf('/') + 1);
  const isBrought = [...luggage.imports.values()].some((isType) => !isType);
  const isBuilt = paths.runs.compiled !== undefined;
  const isKnown = session.request.buildOf?.(session.request.path) !== undefined;
  const moves =
    luggage.declarations.length > 0 ? `moves to the new file \`${file}\`` : `is called by the new file \`${file}\``;
  const sentences = [
    `\`${name}\` ${moves} and runs on a thread of its own; arguments and result are copied, so this pays only where the work takes longer than the copying. Measure it.`,
    ...(calls > 1 ? [`${String(calls)} calls wait for it now.`] : []),
    ...(transferred.length > 0
      ? [
          `The memory of ${transferred.map((each) => `\`${each}\``).join(', ')} goes to the worker without a copy, since nobody uses it afterwards.`,
        ]
      : []),
    'What it returns are copies, also of parts of its arguments. An error arrives with its class, message and stack, but without other properties.',
    'Other code runs while this waits. The pool starts its threads with the first calls, ends them after a minute without work, and keeps no process alive.',
    ...(isBrought ? ['What it imports is loaded once more in each thread.'] : []),
    ...(isBuilt && !isKnown
      ? ['The pool loads the compiled file: `tsc` puts it there by itself; a bundler needs it as an entry of its own.']
      : []),
    ...(paths.place === 'url' && !isKnown
      ? [
          'The path is built on `import.meta.url`, so the code must run as an ES module, and a bundler must be able to follow it.',
        ]
      : []),
    'Needs the package `piscina`.',
  ];
  return sentences.join(' ');
}
