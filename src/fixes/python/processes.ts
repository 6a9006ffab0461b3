import { handedOffBy } from '../../effects/calls/handed-off.ts';
import { graphOf, type Call } from '../../effects/calls/graph.ts';
import { functionOf, settle, valueOf } from '../../effects/program.ts';
import { threadReport } from '../../effects/threads/threads.ts';
import { unpicklableArguments, unpicklableResult } from '../../effects/threads/unpicklable.ts';
import { runsOnLoad } from '../../effects/threads/process-starts.ts';
import type { Fix } from '../../model/fix.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { ThreadForCpuSubject } from '../../model/subjects/index.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { nodeAt } from './edit/nodes.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { whyLost, whyNotByName } from './processes/elsewhere.ts';
import { stateOf } from './processes/state.ts';
import { childBy, spanOf } from '../../syntax/python/tree.ts';

const id = 'processes';

/** Computes in a pool of processes instead of one of threads, which have to take turns. */
export const processes: Remedy = {
  id,
  rules: ['unblock/thread-for-cpu'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'thread-for-cpu' || !subject.spreads) return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

function propose(request: FixRequest, { call: id_, function: owner }: ThreadForCpuSubject): Fix | string | undefined {
  const { program, file, facts } = request;
  const calls = graphOf(program, file).calls.flat();
  const call = calls.find(({ value }) => value === id_);
  const handed = call && handedOffBy(program, file, call);
  const made = handed?.pool === undefined ? undefined : settle(file, handed.pool);
  const maker = made === undefined ? undefined : facts.values[made];
  if (!call || !handed || made === undefined || maker?.kind !== 'call') return undefined;
  if (request.symbolOf(maker.callee) !== 'concurrent.futures#ThreadPoolExecutor') return undefined;
  if (maker.args.some(({ keyword, spread }) => spread || (keyword !== undefined && keyword !== 'max_workers')))
    return 'The pool is told more than how many threads it has, which processes do not take in the same way.';
  if (maker.args.length > 1) return 'The pool is told more than how many threads it has.';

  for (const each of tasksOf(request, made)) {
    const trouble = each === undefined ? 'The pool goes somewhere else, too.' : whyNot(request, each);
    if (trouble !== undefined) return trouble;
  }
  const part = calls.flatMap((each) => unsendable(request, each, made)).at(0);
  if (part !== undefined) return `The pool is handed ${part}, which cannot be sent to another process.`;
  if (runsOnLoad(program, file, owner, call.value))
    return 'It runs while the module is loaded, which each process does, too. Put it below `if __name__ == "__main__":` first.';

  const session = openSession(request);
  const node = nodeAt(session, maker, 'call');
  if (node < 0) return undefined;
  const callee = childBy(session, node, 'function');
  const only = onlyImport(request, maker.callee);
  const name = only
    ? 'ProcessPoolExecutor'
    : importedName(session, 'concurrent.futures', 'ProcessPoolExecutor', spanOf(session, callee));
  if (only) session.draft.replace(only, name);
  session.draft.replace(spanOf(session, callee), name);
  const edits = finishEdits(session);
  return (
    edits && {
      id,
      title: `Compute in processes: \`${name}\``,
      safety: 'suggestion',
      changes:
        'Arguments and results are copied by pickle, so that they have to be plain data, and what the function changes in them stays over there. Each process starts by loading this module. A program that leads here needs `if __name__ == "__main__":` around its start.',
      packages: [],
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}

/** The name in `from concurrent.futures import ThreadPoolExecutor`, where this use of it is the only one. */
function onlyImport({ facts, file, text }: FixRequest, callee: ValueId): Span | undefined {
  const value = facts.values[callee];
  const binding = value?.kind === 'name' ? facts.bindings[value.binding] : undefined;
  if (value?.kind !== 'name' || !binding?.import || usesOf(file).names(value.binding).length > 1) return undefined;
  const isKnown = facts.bindings.some(({ name }) => name === 'ProcessPoolExecutor');
  const isPlain = text.slice(binding.start, binding.end) === 'ThreadPoolExecutor';
  return isPlain && !isKnown ? { start: binding.start, end: binding.end } : undefined;
}

/** The functions that the pool is handed; undefined for a use of it that is something else. */
function tasksOf({ program, file }: FixRequest, made: ValueId): (ValueId | undefined)[] {
  const uses = usesOf(file);
  const [use] = uses.of(made).filter(({ as }) => as !== 'resource');
  const target = use?.by === undefined ? undefined : valueOf(file, use.by);
  const mentions = target?.kind === 'name' ? uses.names(target.binding) : [made];
  const calls = graphOf(program, file).calls.flat();
  return mentions.flatMap((mention) =>
    uses.of(mention).flatMap(({ as, by }): (ValueId | undefined)[] => {
      if (as === 'target' || as === 'resource') return [];
      const member = by === undefined ? undefined : valueOf(file, by);
      if (as !== 'object' || member?.kind !== 'member' || by === undefined) return [undefined];
      if (member.name === 'shutdown') return [];
      const callId = uses.of(by).find((each) => each.as === 'callee')?.by;
      const call = calls.find(({ value }) => value === callId);
      return [call && handedOffBy(program, file, call)?.argument];
    }),
  );
}

/** What a call hands to the pool that pickle refuses. */
function unsendable({ program, file }: FixRequest, call: Call, pool: ValueId): string[] {
  const handed = handedOffBy(program, file, call);
  if (handed?.pool === undefined || settle(file, handed.pool) !== pool) return [];
  return unpicklableArguments(program, file, call).map(({ what }) => what);
}

/** Why a function cannot go to another process, or would do something else there. */
function whyNot(request: FixRequest, argument: ValueId): string | undefined {
  const { program, file } = request;
  const call = graphOf(program, file)
    .calls.flat()
    .find((each) => handedOffBy(program, file, each)?.argument === argument);
  const target = call && handedOffBy(program, file, call)?.target;
  if (!target) return 'The pool is handed a function that is not known.';
  const trouble = whyNotByName(target);
  if (trouble !== undefined) return trouble;
  const { name = 'it' } = functionOf(target.file, target.function);
  const { hazard } = threadReport(program, target);
  if (hazard?.kind === 'writes' || hazard?.kind === 'shares')
    return `\`${name}\` changes \`${hazard.name}\`, which in another process nobody would see.`;
  const result = unpicklableResult(program, target);
  if (result !== undefined) return `\`${name}\` gives ${result}, which cannot be sent back from another process.`;
  const lost = whyLost(request, target);
  if (lost !== undefined) return lost;
  const state = stateOf(request, target);
  return state === undefined
    ? undefined
    : `\`${name}\` reads \`${state}\`, which changes while the program runs: another process has it as it is when the module is loaded.`;
}
