import { childBy, childrenOf, startOf, textOf } from '../../syntax/python/tree.ts';
import type { ValueId } from '../../model/facts.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { nodeAt } from './edit/nodes.ts';
import { finishEdits, freshLocal, openSession } from './edit/session.ts';
import { lineIndent } from './edit/style.ts';
import { signStatement } from './sign-statement.ts';

const id = 'stop-signs';

/** Puts one sign to stop into a queue for each consumer. */
export const stopSigns: Remedy = {
  id,
  rules: ['unblock/queue-misuse'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'queue-misuse' || subject.how !== 'signs' || subject.consumers === undefined) return undefined;
    const span = request.facts.values[subject.call];
    const session = openSession(request);
    const call = span ? nodeAt(session, span, 'call') : -1;
    if (!span || call < 0) return undefined;
    const statement = signStatement(session, call);
    if (statement === undefined) return undefined;
    const { text, style, draft } = session;
    if (request.facts.bindings.some(({ name }) => name === 'range'))
      return { id, reason: 'Something in this file is called `range`, too.' };
    // `_("text")` is how some programs translate.
    const translates = request.facts.values.some(
      (value) => value.kind === 'call' && textAt(request, value.callee) === '_',
    );
    const name = translates ? freshLocal(session, subject.function, 'each', 'consumer') : '_';
    const at = startOf(session, statement);
    const indent = lineIndent(text, at);
    draft.insert(at, `for ${name} in range(${String(subject.consumers)}):${style.eol}${indent}${style.indent}`);
    const edits = finishEdits(session);
    const sign = textOf(session, childrenOf(session, childBy(session, call, 'arguments'))[0] ?? call);
    return (
      edits && {
        id,
        title: `Put \`${sign}\` once for each of the ${String(subject.consumers)} consumers`,
        safety: 'suggestion',
        changes:
          'Consumers that waited for ever now end, and whoever waits for them goes on. The number has to follow that of the consumers.',
        packages: [],
        edits: [{ kind: 'edit', path: request.path, edits }],
      }
    );
  },
};

function textAt({ facts, text }: FixRequest, id: ValueId): string {
  const { start = 0, end = 0 } = facts.values[id] ?? {};
  return text.slice(start, end);
}
