import { isInlineLiteral } from '../effects/blocking/blocking.ts';
import { loopEntries, type Context } from '../effects/contexts/contexts.ts';
import type { Nest } from '../effects/loops/cost.ts';
import { heavySteps, type HeavySteps } from '../effects/loops/heavy-steps.ts';
import { isGivenThrough } from '../effects/values/given-counts.ts';
import type { Edge } from '../effects/calls/graph.ts';
import {
  functionOf,
  isPython,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../effects/program.ts';
import { boundOf, type Round } from '../effects/loops/rounds.ts';
import { comparesWords } from '../effects/silence.ts';
import { FROM_REQUEST, outsideSource } from '../effects/values/sources.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import type { Rule } from './rule.ts';
import { callSpan, pathFrom, functionName, loopProof } from './words.ts';

/** Fewer trips than this take no time that anybody notices. */
const NOTICEABLE = 1e6;
/** So many trips take a tenth of a second and more on any machine. */
const CERTAIN = 1e8;

/** A loop or recursion on the event loop whose work grows faster than its data, or is huge by itself. */
export const blockingLoop: Rule = {
  meta: {
    id: 'unblock/blocking-loop',
    summary: 'A long computation on the event loop that never lets anything else run.',
    languages: ['javascript', 'python'],
    context: 'loop',
    levels: ['warning', 'information', 'hint'],
  },
  check: (program, file) =>
    loopEntries(program, file).flatMap(({ ref, context }) =>
      heavyWork(program, ref, [], new Set()).flatMap((work) => findingFor(ref, work, context) ?? []),
    ),
};

/** Something that takes long, and the calls that lead to it. */
interface Work {
  readonly edges: readonly Edge[];
  readonly in: FunctionRef;
  readonly place: Span;
  readonly trips: number;
  readonly size: 'constant' | 'counted' | 'nested' | 'recursive';
  /** A request decides how much of its data there is. */
  readonly isSent?: true;
  /** Its data is handed in, and nobody knows how much that is. */
  readonly isGuess?: true;
}

const DEEPEST = 6;

/** `covered`: the loops of this function have been counted with those of the function that calls it for each element of a list. */
function heavyWork(
  program: Program,
  ref: FunctionRef,
  edges: readonly Edge[],
  seen: Set<HeavySteps>,
  covered = false,
): Work[] {
  if (edges.length > DEEPEST) return [];
  const steps = heavySteps(program, ref);
  if (seen.has(steps)) return [];
  seen.add(steps);
  const { nests, callbacks, recursion, runs } = steps;
  const found: Work[] = covered ? [] : nests.flatMap((nest) => workOf(program, nest, edges) ?? []);
  if (recursion)
    found.push({ edges, in: ref, place: functionOf(ref.file, ref.function).head, trips: 1, size: 'recursive' });
  for (const edge of runs) {
    const inline = isInlineLiteral(edge);
    const isCovered = inline && (covered || callbacks.has(edge.to.function));
    found.push(...heavyWork(program, edge.to, inline ? edges : [...edges, edge], seen, isCovered));
  }
  return found;
}

function workOf(program: Program, nest: Nest, edges: readonly Edge[]): Work | undefined {
  const place = nest.rounds[0]?.head;
  if (!place) return undefined;
  const base = { edges, in: nest.in, place, trips: nest.trips };
  if (nest.inputs === 0) return nest.trips >= NOTICEABLE ? { ...base, size: 'constant' } : undefined;
  const counts = nest.counts.some((count) => isGivenThrough(program, nest.in, count, edges));
  if (counts) return { ...base, size: 'counted' };
  if (!nest.multiplies) return undefined;
  const isGuess =
    edges.length > 0 &&
    (comparesWords(nest.in) || !nest.rounds.some((round) => outsideOf(program, nest.in.file, round) !== undefined));
  const isSent = nest.rounds.some((round) => outsideOf(program, nest.in.file, round) === FROM_REQUEST);
  return { ...base, size: 'nested', ...(isGuess && { isGuess }), ...(isSent && { isSent }) };
}

/** What a request, a database, a file or a server decides the size of; words and settings that functions hand around are short. */
function outsideOf(program: Program, file: File, { source, range }: Round): string | undefined {
  const bound = range && boundOf(range);
  const length = bound === undefined ? undefined : valueOf(file, settle(file, bound));
  const list = source ?? (length?.kind === 'member' ? length.object : bound);
  return list === undefined ? undefined : outsideSource(program, file, list);
}

function levelOf({ trips, size, isGuess, isSent, in: ref }: Work, { kind }: Context): Level {
  // In JavaScript data times data mostly are the lines of a page, or the teams of one person, unless a stranger sends it.
  if (isGuess || (size === 'nested' && !isSent && !isPython(ref.file))) return 'hint';
  if (size === 'constant' && trips >= CERTAIN) return kind === 'proven' ? 'warning' : 'information';
  return kind === 'proven' ? 'information' : 'hint';
}

function findingFor(owner: FunctionRef, work: Work, context: Context): Finding | undefined {
  const { file } = owner;
  const [first] = work.edges;
  const place = first ? callSpan(file, first.site.value) : work.place;
  if (!first && work.in.file !== file) return undefined;
  const name = functionName(first ? work.in : owner);
  return {
    rule: 'unblock/blocking-loop',
    level: levelOf(work, context),
    start: place.start,
    end: place.end,
    message: first
      ? `${name} ${grows(work)}, and the event loop waits for it.`
      : `This ${work.size === 'recursive' ? 'recursion' : 'loop'} ${grows(work)}, and the event loop waits for it.`,
    related: relatedTo(owner, work, context),
    advice: {
      why: `Nothing else runs until it is done: no request, no timer, no event. At 50 ms people notice, ${sizeWords(work)}`,
      instead: file.facts.language === 'python' ? elsewhereInPython : elsewhere,
    },
    subject: {
      kind: 'blocking-loop',
      function: owner.function,
      ...(first ? { call: first.site.value } : {}),
      loopFunction: work.in.function,
      loop: work.place,
    },
    ...(work.in.file === file ? { measure: { kind: 'function', function: work.in.function } } : {}),
  };
}

const elsewhere =
  'Measure it. If it takes long for your data, move it to a worker pool, or let the loop breathe every few milliseconds.';

/** A thread does not help: pure Python holds the interpreter on any thread. */
const elsewhereInPython =
  'Measure it. If it takes long for your data, hand it to a `ProcessPoolExecutor` with `loop.run_in_executor`, or `await asyncio.sleep(0)` now and then.';

function grows({ size, trips }: Work): string {
  switch (size) {
    case 'constant':
      return `goes round ${trips.toLocaleString('en-US')} times`;
    case 'counted':
      return 'counts up to a number it is given';
    case 'nested':
      return 'goes over its data once for every element of other data';
    case 'recursive':
      return 'calls itself twice per step';
  }
}

function sizeWords({ size }: Work): string {
  if (size === 'constant') return 'and these rounds alone may take that long.';
  return size === 'recursive' ? 'and each step doubles the work.' : 'and nothing here limits the size.';
}

function relatedTo(owner: FunctionRef, work: Work, context: Context): Related[] {
  const related: Related[] = [loopProof(owner, context)];
  for (const edge of work.edges.slice(1)) {
    const path = pathFrom(owner.file, edge.from.file);
    related.push({
      ...path,
      ...callSpan(edge.from.file, edge.site.value),
      message: `${functionName(edge.from)} calls ${functionName(edge.to)}`,
    });
  }
  if (work.edges.length > 0) {
    const path = pathFrom(owner.file, work.in.file);
    related.push({
      ...path,
      start: work.place.start,
      end: work.place.end,
      message: `The ${work.size === 'recursive' ? 'recursion' : 'loop'} is here.`,
    });
  }
  return related;
}
