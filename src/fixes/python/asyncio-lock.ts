import { functionOf, settle, valueOf } from '../../effects/program.ts';
import { regionsOf } from '../../effects/calls/sites.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Fix } from '../../model/fix.ts';
import type { LockAcrossAwaitSubject } from '../../model/subjects/index.ts';
import { childBy, childOfKind, firstOf, kindOf, spanOf, startOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { hasSeveralLoops, loopLibraryOf } from './edit/loop-library.ts';
import { nodeAt, some } from './edit/nodes.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { placeAt } from './edit/values.ts';
import { dropUnusedImport } from './edit/unimport.ts';

const id = 'asyncio-lock';

/** Makes a lock of threads one of asyncio, where only coroutines of this file want it. */
export const asyncioLock: Remedy = {
  id,
  rules: ['unblock/lock-across-await'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'lock-across-await') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

const others =
  'Not only coroutines of this file use the lock, or they do more than enter it with `with`. A lock of asyncio is for tasks of one loop: let go of this one before the `await` instead.';

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: LockAcrossAwaitSubject): Fix | string | undefined {
  const { file, facts, python } = request;
  const held = lockOf(request, subject.lock);
  if (!held) return others;
  const made = facts.values[held.made];
  const name = made?.kind === 'call' ? request.symbolOf(made.callee) : undefined;
  const kind = /^threading#(Lock|Semaphore|BoundedSemaphore|RLock)$/.exec(name ?? '')?.[1];
  if (!made || kind === undefined) return undefined;
  if (kind === 'RLock')
    return 'Whoever holds an `RLock` may take it again, and `asyncio.Lock` would then wait for itself. Make sure that nobody does, and replace it by hand.';
  const library = loopLibraryOf(request, subject.function);
  if (library !== 'asyncio') return typeof library === 'string' ? undefined : library.unclear;
  if (python?.version && python.version[0] === 3 && python.version[1] < 10)
    return 'Before Python 3.10 a lock of asyncio belongs to the loop that is current when it is made, and here none runs yet. Make it within the coroutines’ own loop.';
  if (hasSeveralLoops(request))
    return 'A thread of this project runs an event loop of its own, and a lock of asyncio is for the tasks of one loop. Let go of this one before the `await` instead.';
  const uses = usesOf(file);
  const regions = regionsOf(file).flat();
  const entered = held.mentions.filter((mention) =>
    uses.of(mention).every(({ as }) => as !== 'target' && as !== 'exported'),
  );
  const blocks = entered.map((mention) => regions.find(({ value }) => value === mention));
  const session = openSession(request);
  for (const block of blocks) {
    if (!block || !functionOf(file, block.function).isAsync || block.step.isAsync) return others;
    const statement = nodeAt(session, block.step, 'with_statement');
    if (statement < 0) return 'The lock shares its `with` with something else. Give it a block of its own first.';
    if (some(session, childOfKind(session, statement, 'with_clause'), (kind) => kind === 'as_pattern'))
      return 'The block keeps by `as` what entering gives, and a lock of asyncio gives nothing. Do without it first.';
    session.draft.insert(startOf(session, statement), 'async ');
  }
  const call = nodeAt(session, made, 'call');
  if (call < 0) return undefined;
  const callee = childBy(session, call, 'function');
  session.draft.replace(spanOf(session, callee), importedName(session, 'asyncio', kind, made));
  dropUnusedImport(session, kindOf(session, callee) === 'attribute' ? firstOf(session, callee) : callee);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Make it an \`asyncio.${kind}\`, which waits without stopping the loop`,
    safety: 'suggestion',
    changes: `Tasks that want the lock wait for it one after the other, and others run meanwhile, also where the block is entered. Only tasks of one event loop may use it from now on: code of other threads that reaches \`${textOf(session, placeAt(session, subject.lock))}\` must not.`,
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** Where the lock is made, and all that is written of it in this file; undefined where others may have it. */
function lockOf(request: FixRequest, lock: ValueId): { made: ValueId; mentions: readonly ValueId[] } | undefined {
  const { file, facts } = request;
  const value = valueOf(file, lock);
  if (value.kind === 'name') {
    const made = settle(file, lock);
    const { name, scope } = facts.bindings[value.binding] ?? { name: '', scope: -1 };
    if (made === lock || (scope === 0 && isImportedElsewhere(request, name))) return undefined;
    return { made, mentions: usesOf(file).names(value.binding) };
  }
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  const owner = object?.kind === 'this' ? functionOf(file, object.function).owner : undefined;
  const members = owner === undefined ? undefined : facts.classes[owner];
  if (value.kind !== 'member' || !members) return undefined;
  const field = [...members.members, ...(members.assigned ?? [])].find(({ name }) => name === value.name);
  const mentions = membersNamed(facts.values, value.name);
  const isOwn = mentions.every((each) => {
    const member = valueOf(file, each);
    const of = member.kind === 'member' ? valueOf(file, member.object) : undefined;
    return of?.kind === 'this' && functionOf(file, of.function).owner === owner;
  });
  if (field?.init === undefined || !isOwn || isMentionedElsewhere(request, value.name)) return undefined;
  return { made: field.init, mentions };
}

function membersNamed(values: FixRequest['facts']['values'], name: string): ValueId[] {
  return values.flatMap((value, at) => (value.kind === 'member' && value.name === name ? [at] : []));
}

function isImportedElsewhere({ program, file }: FixRequest, name: string): boolean {
  return program.paths.some((path) => {
    const other = program.file(path);
    return other?.facts.bindings.some(
      ({ import: from }) =>
        from !== undefined &&
        (from.name === name || from.name === '*') &&
        program.resolve(other, from.specifier) === file,
    );
  });
}

function isMentionedElsewhere({ program, path: own }: FixRequest, name: string): boolean {
  return program.paths.some(
    (path) => path !== own && membersNamed(program.file(path)?.facts.values ?? [], name).length > 0,
  );
}
