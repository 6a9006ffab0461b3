import { enclosingFunction, valueOf } from '../../effects/program.ts';
import type { Fix } from '../../model/fix.ts';
import { contains } from '../../model/span.ts';
import type { AwaitRaceSubject } from '../../model/subjects/index.ts';
import { spanOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { some } from './edit/nodes.ts';
import { finishEdits, freshLocal, openSession } from './edit/session.ts';
import { lineIndent } from './edit/style.ts';
import { assignmentTo, callsWithin, placeAt, readsWithin } from './edit/values.ts';

const id = 'wait-first';

/** `total += await size()` reads `total` after the wait, with nothing in between. */
export const waitFirst: Remedy = {
  id,
  rules: ['unblock/await-race'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'await-race' || subject.goes !== 'lost' || request.facts.language !== 'python')
      return undefined;
    return propose(request, subject);
  },
};

function propose(request: FixRequest, { write, suspension }: AwaitRaceSubject): Fix | undefined {
  const { file, path } = request;
  const session = openSession(request);
  const { text, draft, style } = session;
  const node = placeAt(session, write);
  const found = assignmentTo(session, node);
  if (found?.isAugmented !== true || !found.isAlone) return undefined;
  const { statement, right } = found;
  const span = spanOf(session, right);
  // Only a wait on the right side comes between; and what is computed there goes before the place is read.
  if (!contains(span, suspension) || readsWithin(session, span, write)) return undefined;
  if (callsWithin(session, valueOf(file, write))) return undefined;
  if (some(session, right, (kind) => /^(yield|named_expression)$/.test(kind))) return undefined;
  const name = freshLocal(session, enclosingFunction(file, span.start), 'part', 'added');
  const { start } = spanOf(session, statement);
  draft.insert(start, `${name} = ${textOf(session, right)}${style.eol}${lineIndent(text, start)}`);
  draft.replace(span, name);
  const edits = finishEdits(session);
  const written = textOf(session, node);
  return (
    edits && {
      id,
      title: `Wait first, then read and write \`${written}\``,
      safety: 'suggestion',
      changes: `What others write to \`${written}\` meanwhile is kept. Without others the result is the same.`,
      packages: [],
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}
