import type { BlockingCallSubject } from '../../model/subjects/index.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { homeForWait, whoCanWait } from './edit/awaiting.ts';
import { isAsync, isCallable } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { raceAcross } from './edit/races.ts';
import { openSession } from './edit/session.ts';
import { leafAt, type Leaf } from './twin/leaf.ts';

const id = 'await-async-twin';

/** Awaits the call that does the same without holding up the thread, in a function that is async already. */
export const awaitAsyncTwin: Remedy = {
  id,
  rules: ['unblock/blocking-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-call' || request.facts.language !== 'javascript' || !subject.direct)
      return undefined;
    return propose(request, subject);
  },
};

function propose(request: FixRequest, { call: value, symbol }: BlockingCallSubject): Fix | Obstacle | undefined {
  const session = openSession(request);
  const span = request.facts.values[value];
  const leaf = span && leafAt(session, span, symbol);
  if (leaf === undefined) return undefined;
  if (typeof leaf === 'string') return { id, reason: leaf };
  const { call } = leaf;
  // Whether the function can become async is up to `async-callers`.
  const home = homeForWait(session, call);
  if (typeof home !== 'string' && isCallable(home) && !isAsync(home)) return undefined;
  const owner = whoCanWait(session, call);
  if (typeof owner === 'string') return { id, reason: owner };
  const trouble = raceAcross(session, call, owner);
  if (trouble !== undefined) return { id, reason: trouble };

  const twin = leaf.write();
  const edits = twin === undefined ? undefined : finishEdits(session);
  if (twin === undefined || !edits) return undefined;
  return {
    id,
    title: `Await \`${twin}\` instead of blocking with \`${leaf.name}\``,
    safety: 'suggestion',
    changes: changes(leaf),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

function changes({ note }: Leaf): string {
  const sentences = [
    'Other code runs while this waits, so state that was read before may have changed after it.',
    'Results and errors stay the same; error stacks look different.',
  ];
  return [...sentences, ...(note === undefined ? [] : [note])].join(' ');
}
