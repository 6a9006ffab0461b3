import { functionOf } from '../../effects/program.ts';
import { lockKind } from '../../effects/threads/locks.ts';
import { regionsOf } from '../../effects/calls/sites.ts';
import type { Fix } from '../../model/fix.ts';
import type { LockDisciplineSubject } from '../../model/subjects/index.ts';
import { spanOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { nodeAt, statementOf } from './edit/nodes.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { comesBack, isSameInModule, moduleName, placeInModule, renameIn, takeOut } from './hoist/module-value.ts';

const id = 'hoist-lock';

/** Makes one lock for all calls, in the module, instead of one in each, which keeps nobody out. */
export const hoistLock: Remedy = {
  id,
  rules: ['unblock/lock-discipline'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'lock-discipline' || subject.how !== 'own') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(
  request: FixRequest,
  { other: made, function: owner }: LockDisciplineSubject,
): Fix | string | undefined {
  const { facts, file, program, python } = request;
  const session = openSession(request);
  const value = facts.values[made];
  const call = value ? nodeAt(session, value, 'call') : -1;
  const symbol = value?.kind === 'call' ? request.symbolOf(value.callee) : undefined;
  const [, module, kind = ''] = /^(threading|asyncio)#(Lock|RLock)$/.exec(symbol ?? '') ?? [];
  if (!value || call < 0 || owner === 0) return undefined;
  if (module === undefined)
    return 'Who shares it is yours to say: make it next to what it protects, and hand it to whoever needs it.';
  if (module === 'asyncio' && python?.version && python.version[0] === 3 && python.version[1] < 10)
    return 'Before Python 3.10 a lock of asyncio belongs to the loop that is current when it is made, and in the module none runs yet. Make it where the loop runs, and hand it on.';
  const ref = { file, function: owner };
  if (kind !== 'RLock' && comesBack(program, ref, ref))
    return 'What the function calls comes back to it. With one lock for all it would wait for itself there: use a lock that may be taken twice, or hold it around less.';
  if (functionOf(file, owner).isGenerator)
    return 'A generator holds the lock for as long as somebody takes what it gives, and with one lock for all nobody else could begin. Hold it around less first.';
  const holds = (regionsOf(file)[owner] ?? []).filter(({ value: each }) => lockKind(program, file, each) !== undefined);
  if (holds.length > 1)
    return 'The function holds other locks as well. With one for all calls, the order in which they are taken begins to matter: make it by hand.';
  const place = placeInModule(session, call);
  if (!isSameInModule(session, call, place.at)) return undefined;
  const isInline = (regionsOf(file)[owner] ?? []).some(({ value: each }) => each === made);
  const binding = facts.bindings.find(({ init }) => init === made);
  const name = moduleName(session, binding?.name ?? 'lock', 'shared_lock');
  let code: string | undefined = textOf(session, call);
  if (isInline) session.draft.replace(spanOf(session, call), name);
  else {
    code = takeOut(session, statementOf(session, call), call);
    if (code === undefined || !binding)
      return 'The lock is made in a line with other code. Give it one of its own first.';
    if (name !== binding.name) renameIn(session, owner, binding.name, name);
  }
  place.write(`${name} = ${code}`);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  const whom = module === 'asyncio' ? 'task' : 'thread';
  return {
    id,
    title: `Make one \`${name}\` for all calls, in the module`,
    safety: 'suggestion',
    changes: [
      `One ${whom} at a time runs the block, and the others wait: so far all of them ran it at once.`,
      'All objects share the lock; where each has state of its own, a lock in a field that `__init__` fills lets more run.',
      ...(module === 'asyncio' ? ['Only tasks of one event loop may use it.'] : []),
    ].join(' '),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}
