import type { Session } from '../edit/session.ts';
import type { Limiter } from './limiter.ts';

export function limitTitle(limiter: Limiter): string {
  return limiter.count === undefined ? `Run them ${limitWords(limiter)}` : `Run ${limitWords(limiter)}`;
}

/** `at most 10 at a time with p-limit`. */
export function limitWords({ name, count, isNew }: Limiter): string {
  if (count === undefined) return `through the limiter \`${name}\``;
  return isNew ? `at most ${count} at a time with p-limit` : `at most ${count} at a time with \`${name}\``;
}

/** What the new code imports. */
export function limitPackages(session: Session, { isNew }: Limiter): readonly string[] {
  return [isNew ? packageFor(session, 'p-limit') : 'p-limit'];
}

/** The last versions that `require` can load everywhere. */
const lastCommonJs = { 'p-limit': 3, 'p-map': 4 } as const;

/** The package to install, with its version where the newest cannot be loaded. */
export function packageFor(session: Session, name: keyof typeof lastCommonJs): string {
  return runsAsCommonJs(session) ? `${name}@${String(lastCommonJs[name])}` : name;
}

/** Its `import` becomes a `require`, if it is none already. */
function runsAsCommonJs({ commonjs, request }: Session): boolean {
  return commonjs || /\.cts$/i.test(request.path) || request.buildOf?.(request.path)?.modules === 'commonjs';
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
export function limitNotes(session: Session, { isNew, isShared, why = '' }: Limiter): readonly string[] {
  if (!isNew) return ['The limiter is there already, and what it runs elsewhere counts along.'];
  return [why, isShared === true ? shared : perCall, installation(session, 'p-limit')];
}

const perCall =
  'The limiter is made once per call of this function, outside of the tasks: calls that overlap have one each. Move it to the top of the file if they are to share it, unless a task leads back to this function.';

const shared =
  'This function calls itself, so there is one limiter for all levels, and it holds only what leaves the process: a task that waited for its own kind would wait for ever.';

/** What it takes to have the package. */
export function installation(session: Session, name: keyof typeof lastCommonJs): string {
  const last = lastCommonJs[name];
  const old = `\`${name}@${String(last)}\``;
  if (runsAsCommonJs(session))
    return `Install ${old}: from version ${String(last + 1)} on, the package cannot be loaded with \`require\` everywhere.`;
  if (session.typescript)
    return `Needs the package \`${name}\`; a build that makes CommonJS out of \`import\` needs ${old} or Node 22.12.`;
  return `Needs the package \`${name}\`.`;
}
