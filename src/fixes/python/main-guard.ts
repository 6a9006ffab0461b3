import { enclosingFunction } from '../../effects/program.ts';
import type { Fix } from '../../model/fix.ts';
import type { Span } from '../../model/span.ts';
import type { MissingMainGuardSubject } from '../../model/subjects/index.ts';
import { childrenOf, endOf, kindOf, startOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { indentLines } from './edit/indent.ts';
import { some, type Rooted } from './edit/nodes.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { startMethodCalls } from './processes/start-method.ts';
import { lineEnd, lineStart, startWithComments } from './edit/style.ts';

const id = 'main-guard';

/** Puts what a program does below `if __name__ == "__main__":`, where the processes that it starts do not come. */
export const mainGuard: Remedy = {
  id,
  rules: ['unblock/missing-main-guard'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'missing-main-guard') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** What other processes, and other modules, look for by name. */
const definitions =
  /^(function_definition|class_definition|decorated_definition|import_statement|import_from_statement)$/;

function propose(request: FixRequest, { call }: MissingMainGuardSubject): Fix | string | undefined {
  const session = openSession(request);
  const value = request.facts.values[call];
  const statements = childrenOf(session, 0).filter((node) => kindOf(session, node) !== 'comment');
  const holds = (place: Span | undefined) => (node: NodeId) =>
    place !== undefined && startOf(session, node) <= place.start && place.end <= endOf(session, node);
  // How processes start is said once; each of them loads this module and would say it again, which fails.
  const saysHow = startMethodCalls(request.file, 'once').filter(
    ({ start }) => enclosingFunction(request.file, start) === 0,
  );
  const begins = [value, ...saysHow].map((place) => statements.findIndex(holds(place)));
  const first = Math.min(...begins.filter((index) => index >= 0));
  const moved = statements.slice(first);
  const [begin] = moved;
  const last = moved.at(-1);
  if (begin === undefined || last === undefined) return undefined;
  const isAbove = moved.some((node) => definitions.test(kindOf(session, node)));
  if (isAbove && begins[0] !== first)
    return '`set_start_method` stands above functions, classes or imports, and each process would call it again, which fails. Move it below them first.';
  if (isAbove)
    return 'Functions, classes or imports stand below the first process that is started. Move them above it first.';
  if (moved.some((node) => leaves(session, node))) return undefined;
  if (readsBelow(request, startOf(session, begin)))
    return 'A function reads a name that is given below the first process that is started: in the other processes it would be missing.';

  const { text, style, draft } = session;
  const { eol, quote } = style;
  const at = startWithComments(text, lineStart(text, startOf(session, begin)));
  draft.insert(at, `if __name__ == ${quote}__main__${quote}:${eol}`);
  indentLines(session, { start: at, end: lineEnd(text, endOf(session, last)) });
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title: `Put it below \`if __name__ == ${quote}__main__${quote}:\``,
      safety: 'suggestion',
      changes:
        'Run as a program it does the same. Imported by another module, none of what stands there runs any more, and its names are not there.',
      packages: [],
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

/** `from m import *` and the like are bound to the top level. */
function leaves(session: Rooted, node: NodeId): boolean {
  return some(session, node, (kind) => kind === 'wildcard_import' || kind === 'future_import_statement');
}

/** A function above may use a variable of the module that is only given there: another process would not have it. */
function readsBelow({ facts }: FixRequest, from: number): boolean {
  return facts.bindings.some(({ scope, start }, binding) => {
    if (scope !== 0 || start < from) return false;
    return facts.values.some(
      (value) =>
        value.kind === 'name' &&
        value.binding === binding &&
        facts.functions.some(
          (each, index) => index > 0 && each.start < from && each.start <= value.start && value.end <= each.end,
        ),
    );
  });
}
