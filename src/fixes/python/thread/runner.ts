import { childBy, childrenOf, kindOf, spanOf, type NodeId } from '../../../syntax/python/tree.ts';
import type { Runner } from '../edit/hand-over.ts';
import { importedName } from '../edit/imports.ts';
import type { LoopLibrary } from '../edit/loop-library.ts';
import type { Session } from '../edit/session.ts';

/**
 * How the loop's library runs a function on a thread, and how it takes the arguments of this call. `needsContext`: what runs there may ask
 * for context variables, which `to_thread` hands on and the executor of older Pythons does not.
 */
export function runnerFor(session: Session, library: LoopLibrary, call: NodeId, needsContext: boolean): Runner {
  const place = spanOf(session, call);
  const partial = (): string => `${importedName(session, 'functools', 'partial', place)}(`;
  if (library !== 'asyncio') {
    const name = importedName(session, library, 'to_thread.run_sync', place);
    // Keyword arguments would be taken for those of `run_sync` itself.
    return takesKeywords(session, call) ? { name, before: partial(), after: ')' } : { name, before: '', after: '' };
  }
  if (isSince(session, 3, 9))
    return { name: importedName(session, 'asyncio', 'to_thread', place), before: '', after: '' };
  const loop = importedName(session, 'asyncio', isSince(session, 3, 7) ? 'get_running_loop' : 'get_event_loop', place);
  const name = `${loop}().run_in_executor`;
  // What `to_thread` does, from before it was there: the thread sees the same context variables.
  if (needsContext) {
    const context = importedName(session, 'contextvars', 'copy_context', place);
    return { name, before: `None, ${partial()}${context}().run, `, after: ')' };
  }
  return takesKeywords(session, call)
    ? { name, before: `None, ${partial()}`, after: ')' }
    : { name, before: 'None, ', after: '' };
}

export function takesKeywords(session: Session, call: NodeId): boolean {
  return childrenOf(session, childBy(session, call, 'arguments')).some((each) =>
    /^(keyword_argument|dictionary_splat)$/.test(kindOf(session, each)),
  );
}

/** Whether all Pythons of the project are at least this new; one that says nothing is taken to be. */
export function isSince({ request }: Session, major: number, minor: number): boolean {
  const version = request.python?.version;
  return version === undefined || version[0] > major || (version[0] === major && version[1] >= minor);
}
