import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import type { FileEdit } from '../../../model/fix.ts';
import type { FixRequest } from '../../remedy.ts';
import { finishEdits } from '../edit/places.ts';
import { openSession, type Session } from '../edit/session.ts';

/** The files that one fix may change. */
export interface Files {
  /** The file of the finding. */
  readonly own: Session;
  /** Another file; undefined where nobody knows its text, or where it is not a source that a person writes. */
  at(path: string): Session | undefined;
  /** The edits of all files, the own one first; undefined when two contradict each other. */
  finish(): readonly FileEdit[] | undefined;
}

export function openFiles(request: FixRequest): Files {
  const own = openSession(request);
  const sessions = new Map<string, Session | undefined>([[request.path, own]]);
  return {
    own,
    at: (path) => {
      if (!sessions.has(path)) sessions.set(path, openOther(request, path));
      return sessions.get(path);
    },
    finish: () => {
      const edits: FileEdit[] = [];
      for (const [path, session] of sessions) {
        if (!session) continue;
        const changed = finishEdits(session);
        if (!changed) return undefined;
        if (changed.length > 0) edits.push({ kind: 'edit', path, edits: changed });
      }
      return edits;
    },
  };
}

function openOther(request: FixRequest, path: string): Session | undefined {
  const { program } = request;
  const file = program.file(path);
  const text = request.textOf?.(path);
  if (!file || text === undefined || file.role.kind === 'declaration' || /[\\/]node_modules[\\/]/.test(path))
    return undefined;
  return openSession({
    ...request,
    ...{ path, text, file, facts: file.facts },
    symbolOf: (value) => {
      const symbol = resolveValue(program, file, value);
      return symbol && symbolName(symbol);
    },
  });
}
