import type { Session } from '../edit/session.ts';
import { DEFAULT_LIMIT, type Limiter } from './limiter.ts';

export function limitTitle(limiter: Limiter): string {
  return limiter.count === undefined ? `Run them ${limitWords(limiter)}` : `Run ${limitWords(limiter)}`;
}

/** `at most 10 at a time with p-limit`. */
export function limitWords({ name, count, isNew }: Limiter): string {
  if (isNew) return `at most ${String(DEFAULT_LIMIT)} at a time with p-limit`;
  return count === undefined ? `through the limiter \`${name}\`` : `at most ${count} at a time with \`${name}\``;
}

/** What the new code imports. */
export function limitPackages({ commonjs }: Session, { isNew }: Limiter): readonly string[] {
  return [commonjs && isNew ? 'p-limit@3' : 'p-limit'];
}

/** What a person should know before taking the limit. */
export function limitChanges(session: Session, limiter: Limiter): string {
  const sentences = [
    `At most ${limiter.count ?? 'as many as the limiter allows'} run at once, instead of all of them.`,
    ...limitNotes(session, limiter),
    'Results, their order and the first rejection stay as they are, and after a rejection the tasks still waiting run all the same, as they do now.',
    'Tasks that wait see the state of the program at the time they start, and an error thrown before a task’s first `await` becomes a rejection.',
  ];
  return sentences.join(' ');
}

/** Why so many, for how long, and what it takes to have the limiter. */
export function limitNotes(session: Session, { isNew }: Limiter): readonly string[] {
  if (!isNew) return [];
  return [
    'Ten is a cautious start: raise it as far as what is called bears it. The limit holds per call of this function.',
    installation(session),
  ];
}

function installation({ commonjs, typescript }: Session): string {
  if (commonjs)
    return 'Install `p-limit@3`: from version 4 on, the package cannot be loaded with `require` everywhere.';
  if (typescript)
    return 'Needs the package `p-limit`; a build that makes CommonJS out of `import` needs `p-limit@3` or Node 22.12.';
  return 'Needs the package `p-limit`.';
}
