import { graphOf } from '../../effects/calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type FunctionRef } from '../../effects/program.ts';
import { importersOf, originOf } from '../../effects/replace-file.ts';
import { resolveValue } from '../../effects/symbols.ts';
import { typeOf, type TypeRef } from '../../effects/symbols/types.ts';
import { servesOnLoad } from '../../effects/threads/process-starts.ts';
import { nameOf } from '../../effects/threads/threads.ts';
import { unpicklableArguments } from '../../effects/threads/unpicklable.ts';
import { givenArgument } from '../../effects/values/given-argument.ts';
import type { BindingId } from '../../model/facts.ts';
import type { Fix } from '../../model/fix.ts';
import { isNotebook } from '../../model/notebook.ts';
import type { BlockingLoopSubject } from '../../model/subjects/index.ts';
import type { Value } from '../../model/value.ts';
import { childBy, childrenOf, kindOf, spanOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { heldAround, whyNoAwait } from './edit/awaiting.ts';
import { handOver, type Runner } from './edit/hand-over.ts';
import { importedName } from './edit/imports.ts';
import { loopLibraryOf } from './edit/loop-library.ts';
import { hasComment, nodeAt } from './edit/nodes.ts';
import { raceAcross } from './edit/races.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { whyNotByName, whyNotElsewhere } from './processes/elsewhere.ts';
import { modulePool, poolOf, whyNotOnLoad } from './processes/module-pool.ts';
import { givesNewThings, typeWritten } from './processes/plain-results.ts';
import { isSince, takesKeywords } from './thread/runner.ts';

const id = 'compute-in-process';

/** Awaits another process that computes what keeps the event loop's thread busy. */
export const computeInProcess: Remedy = {
  id,
  rules: ['unblock/blocking-loop'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-loop' || request.facts.language !== 'python') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

type CallValue = Extract<Value, { kind: 'call' }>;

/** A fix, or what stands in its way. */
function propose(
  request: FixRequest,
  { call: callId, function: owner }: BlockingLoopSubject,
): Fix | string | undefined {
  const { program, file, facts, path } = request;
  if (callId === undefined)
    return 'Only a function can go to another process. Put the loop into one of the module first, which gets what it needs and returns what it found.';
  if (isNotebook(path))
    return 'Another process cannot find what the cells of a notebook define. Put the function into a module first.';
  const call = graphOf(program, file).calls[owner]?.find(({ value }) => value === callId);
  const value = facts.values[callId];
  if (!call || value?.kind !== 'call') return undefined;
  const target = resolveValue(program, file, value.callee);
  if (target?.kind !== 'function') return 'What is called here is not known well enough to hand it to another process.';
  const session = openSession(request);
  const node = nodeAt(session, value, 'call');
  if (node < 0) return undefined;
  const library = loopLibraryOf(request, owner);
  const { name = 'it' } = functionOf(target.file, target.function);

  const trouble =
    whyNotByName(target) ??
    whyNoAwait(session, node, owner) ??
    heldAround(session, node) ??
    troubleWithArguments(session, node) ??
    raceAcross(request, owner, value) ??
    whyNotElsewhere(request, target);
  if (trouble !== undefined) return trouble;
  if (typeof library !== 'string') return library.unclear;
  if (library === 'trio')
    return 'trio has no pool of processes of its own. Hand it over with a library such as `trio-parallel`.';
  const [part] = unpicklableArguments(program, file, call);
  if (part) return `\`${name}\` is handed ${part.what}, which cannot be sent to another process.`;
  if (!givesNewThings(request, target, (parameter) => typeGiven(request, value, target, parameter)))
    return `\`${name}\` may give back parts of what it is given, and from another process they come back as copies. Let it make something new of them, or hand it over by hand.`;
  const serving = startOnLoad(request) ?? (poolOf(request) === undefined ? whyNotOnLoad(request) : undefined);
  if (serving !== undefined) return serving;

  const runner = library === 'anyio' ? anyioRunner(session, node) : poolRunner(session, node);
  handOver(session, node, runner);
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title: `Compute \`${name}\` in another process`,
      safety: 'suggestion',
      changes: `\`${name}\` runs in a process of its own; arguments and result are copied by pickle, so they have to be plain data, and it pays only where the work takes longer than the copying. Measure it. Other tasks run while this waits, and cancelling stops the wait, not the work. An exception arrives with its class and message, and says in its cause where it came from. Each process loads the modules of the program first, which must not start it anew: keep its start below \`if __name__ == "__main__":\`.`,
      packages: [],
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}

function poolRunner(session: Session, call: NodeId): Runner {
  const place = spanOf(session, call);
  const loop = importedName(session, 'asyncio', isSince(session, 3, 7) ? 'get_running_loop' : 'get_event_loop', place);
  const pool = modulePool(session, call);
  return { name: `${loop}().run_in_executor`, ...wrapped(session, call, `${pool}, `) };
}

/** It keeps processes by itself. */
function anyioRunner(session: Session, call: NodeId): Runner {
  return {
    name: importedName(session, 'anyio', 'to_process.run_sync', spanOf(session, call)),
    ...wrapped(session, call, ''),
  };
}

/** Both take arguments by their place only. */
function wrapped(session: Session, call: NodeId, before: string): Omit<Runner, 'name'> {
  if (!takesKeywords(session, call)) return { before, after: '' };
  return { before: `${before}${importedName(session, 'functools', 'partial', spanOf(session, call))}(`, after: ')' };
}

/** What only this process could go on with. */
function troubleWithArguments(session: Session, call: NodeId): string | undefined {
  const args = childBy(session, call, 'arguments');
  const isLazy = [args, ...childrenOf(session, args)].some((each) => kindOf(session, each) === 'generator_expression');
  if (isLazy) return 'A generator cannot be sent to another process. Make it a list first.';
  const opening = { start: spanOf(session, childBy(session, call, 'function')).end, end: spanOf(session, args).end };
  return childrenOf(session, args).length === 0 && hasComment(session, opening)
    ? 'A comment stands between the parentheses of the call. Move it first.'
    : undefined;
}

/** What somebody has written down of a parameter, or of what this call hands to it. */
function typeGiven(
  { program, file }: FixRequest,
  { args }: CallValue,
  target: FunctionRef,
  parameter: BindingId,
): TypeRef | undefined {
  const written = typeWritten(target.file, parameter);
  const place = bindingOf(target.file, parameter).parameter;
  const given = place && givenArgument(args, target, place.index);
  if (written || given === undefined) return written;
  const { kind } = valueOf(file, settle(file, given));
  if (kind === 'literal' || kind === 'template') return { file, type: { kind: 'primitive' } };
  return typeOf(program, file, given);
}

/** A file that leads here and serves as soon as it is loaded, which each process would do, too. */
function startOnLoad({ program, path }: FixRequest): string | undefined {
  const importers = importersOf(originOf(program));
  const leading = new Set([path]);
  // A set that grows while it is walked.
  for (const each of leading) for (const importer of importers.get(each) ?? []) leading.add(importer);
  for (const each of leading) {
    const file = program.file(each);
    const start = file && servesOnLoad(program, file);
    if (file && start !== undefined)
      return `\`${nameOf(file, start)}\` runs as soon as ${each === path ? 'this file' : `\`${each}\``} is loaded, which each process does, too. Put it below \`if __name__ == "__main__":\` first.`;
  }
  return undefined;
}
