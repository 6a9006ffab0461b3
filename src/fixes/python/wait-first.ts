import type { Fix } from '../../model/fix.ts';
import { enclosingFunction, valueOf } from '../../effects/program.ts';
import { placeOf } from '../../effects/values/places.ts';
import type { AwaitRaceSubject } from '../../model/subjects/index.ts';
import { childBy, childrenOf, kindOf, spanOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { some, statementOf } from './edit/nodes.ts';
import { placeAt } from './edit/values.ts';
import { finishEdits, freshLocal, openSession } from './edit/session.ts';
import { isAlone, lineIndent } from './edit/style.ts';

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
  const { file, facts, path } = request;
  const session = openSession(request);
  const { text, draft, style } = session;
  const target = valueOf(file, write);
  const node = placeAt(session, write);
  const statement = node < 0 ? -1 : statementOf(session, node);
  const [assignment = -1, ...others] = statement < 0 ? [] : childrenOf(session, statement);
  if (assignment < 0 || others.length > 0 || kindOf(session, assignment) !== 'augmented_assignment') return undefined;
  const right = childBy(session, assignment, 'right');
  const span = right < 0 ? undefined : spanOf(session, right);
  // Only a wait on the right side comes between; and what is computed there goes before the place is read.
  if (!span || suspension.start < span.start || suspension.end > span.end) return undefined;
  if (childBy(session, assignment, 'left') !== node || !isAlone(text, spanOf(session, statement))) return undefined;
  const isMoved = facts.values.some(
    (each) => each.kind === 'call' && each.start >= target.start && each.end <= target.end,
  );
  const place = placeOf(file, write);
  const isRead = facts.values.some(
    (each, other) => each.start >= span.start && each.end <= span.end && placeOf(file, other) === place,
  );
  if (isMoved || isRead || some(session, right, (kind) => /^(yield|named_expression)$/.test(kind))) return undefined;
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
