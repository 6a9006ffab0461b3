import type { FileFacts } from '../../model/facts.ts';
import { valueOf, type File } from '../program.ts';

const known = new WeakMap<FileFacts, boolean>();

/** The code takes something of a page: `document.body`, `window.scrollTo(…)`; or says that it is for the client. */
export function runsInPage(file: File): boolean {
  const { facts } = file;
  const answer = known.get(facts) ?? (facts.directives?.includes('use client') === true || takesOfPage(file));
  known.set(facts, answer);
  return answer;
}

function takesOfPage(file: File): boolean {
  return file.facts.values.some((value) => {
    const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
    return object?.kind === 'global' && (object.name === 'document' || object.name === 'window');
  });
}
