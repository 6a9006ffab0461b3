import type { SequentialAwaitSubject } from '../../model/subjects/index.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { finishEdits } from './edit/places.ts';
import { openSession, type Session } from './edit/session.ts';
import { awaitsTogether } from './together/awaits.ts';
import { roundsTogether } from './together/rounds.ts';

const id = 'run-together';

/** What a fix of this file has written; or, as text, why it cannot. */
export interface Together {
  readonly title: string;
  readonly notes: readonly string[];
  readonly packages: readonly string[];
}

/** Starts what does not need each other at once, and waits for all of it. */
export const runTogether: Remedy = {
  id,
  rules: ['unblock/sequential-await'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'sequential-await' || request.facts.language !== 'javascript') return undefined;
    return propose(request, subject);
  },
};

function propose(request: FixRequest, subject: SequentialAwaitSubject): Fix | Obstacle | undefined {
  const session = openSession(request);
  const written = write(session, subject);
  if (typeof written === 'string') return { id, reason: written };
  const edits = written && finishEdits(session);
  if (!written || !edits) return undefined;
  return {
    id,
    title: written.title,
    safety: 'suggestion',
    changes: [...changes, ...written.notes].join(' '),
    packages: written.packages,
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

function write(session: Session, subject: SequentialAwaitSubject): Together | string | undefined {
  if (subject.shape === 'awaits') return awaitsTogether(session, subject);
  if (subject.shape === 'rounds') return roundsTogether(session, subject);
  return undefined;
}

const changes = [
  'They start together, so each of them runs even if another one fails, and in no certain order.',
  'The failure that comes first in time is the one you hear of; those after it are not heard of. Results stay the same.',
  'What stands between them is done once all of them have succeeded.',
];
