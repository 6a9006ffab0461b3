import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { entersAsync } from '../concurrency/gathered.ts';
import { isGivenCount, isLength } from '../values/given-counts.ts';
import { graphOf } from '../calls/graph.ts';
import { placeOf } from '../values/places.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { boundOf, isPartOfElement, tripsOfRound, visitRounds, type Round } from './rounds.ts';
import { sitesOf } from '../calls/sites.ts';
import { stepsWithin } from '../calls/steps.ts';

/** A loop, or a nest of them, that never lets the event loop run in between. Lists that are visited by a callback count as loops. */
export interface Nest {
  readonly in: FunctionRef;
  /** From the outermost in. Inner ones whose data is part of the outer one's element are left out: together they are one pass. */
  readonly rounds: readonly Round[];
  /** The product of the trips that are known. */
  readonly trips: number;
  /**
   * The work grows faster than its data: three and more loops that grow with the input, two over the same list, or two that count
   * over all that the function is given. Two other lists are no proof: usually one of them is short.
   */
  readonly multiplies: boolean;
  /** How many of the loops grow with the input. */
  readonly inputs: number;
  /** The numbers that a caller passes and its counting loops go up to. */
  readonly counts: readonly ValueId[];
}

/** The loops of a function's own body. */
export interface Nests {
  /** The deepest nests, one per outermost loop. Loops that suspend are left out. */
  readonly nests: readonly Nest[];
  /** The callbacks whose own loops are among them. */
  readonly callbacks: ReadonlySet<FunctionId>;
}

export function nestsOf(program: Program, ref: FunctionRef): Nests {
  const nests: Nest[] = [];
  const callbacks = new Set<FunctionId>();
  visitRounds(program, ref.file, ref.function, functionOf(ref.file, ref.function).body, (round) => {
    const nest = heaviest(program, ref, round, [], callbacks);
    if (nest) nests.push(nest);
  });
  return { nests, callbacks };
}

function heaviest(
  program: Program,
  ref: FunctionRef,
  round: Round,
  outer: readonly Round[],
  callbacks: Set<FunctionId>,
): Nest | undefined {
  const { file } = ref;
  if (suspends(program, file, round)) return undefined;
  if (round.callback !== undefined) callbacks.add(round.callback);
  const chain = isPartOfElement(file, round, outer) ? outer : [...outer, round];
  let best = measure(program, ref, chain);
  visitRounds(program, file, round.in, round.body, (inner) => {
    const nest = heaviest(program, ref, inner, chain, callbacks);
    if (nest && weightOf(nest) > weightOf(best)) best = nest;
  });
  return best;
}

function weightOf({ trips, inputs }: Nest): number {
  return inputs * 1e12 + trips;
}

function measure(program: Program, ref: FunctionRef, rounds: readonly Round[]): Nest {
  let trips = 1;
  const counts: ValueId[] = [];
  const growing: Round[] = [];
  for (const round of rounds) {
    const own = tripsOfRound(program, ref.file, round);
    if (typeof own === 'number') trips *= own;
    else if (own === 'input') {
      growing.push(round);
      const bound = round.range && boundOf(round.range);
      if (bound !== undefined && isGivenCount(program, ref.file, bound)) counts.push(bound);
    }
  }
  return { in: ref, rounds, trips, inputs: growing.length, counts, multiplies: multiplies(ref.file, growing) };
}

function multiplies(file: File, rounds: readonly Round[]): boolean {
  if (rounds.length >= 3) return true;
  const ends = rounds.flatMap(({ range }) => (range ? [boundOf(range)] : []));
  const bounds = ends.map((end) => boundPlace(file, end));
  if (bounds.length >= 2) {
    const isOneList = new Set(bounds).size < bounds.length;
    return !isGrid(bounds) && (isOneList || ends.every((end) => isAllThatIsGiven(file, end)));
  }
  const places = rounds.map(({ source }) => (source === undefined ? undefined : placeOf(file, settle(file, source))));
  return places.some((place, index) => place !== undefined && places.indexOf(place) !== index);
}

/** The place a bound is read from: `rows.length` of `rows.length - 1`. */
function boundPlace(file: File, to: ValueId): string {
  const settled = settle(file, to);
  const value = valueOf(file, settled);
  if (value.kind === 'operation')
    return value.operands.map((operand) => boundPlace(file, operand)).find((each) => each !== '') ?? '';
  return placeOf(file, settled) ?? '';
}

/** `n` or `text.length` of a parameter. What is found in a parameter, such as `options.styles.length`, may be a few words. */
function isAllThatIsGiven(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  switch (value.kind) {
    case 'name':
      return bindingOf(file, value.binding).kind === 'parameter';
    case 'member':
      return isLength(value.name) && isAllThatIsGiven(file, value.object);
    case 'operation':
      return value.operands.some((operand) => isAllThatIsGiven(file, operand));
    case 'call':
      return value.args.some((argument) => isAllThatIsGiven(file, argument.value));
    default:
      return false;
  }
}

/** `map.height` by `map.width`, or `rows.length` by `rows[0].length`: as many rounds as there are cells, one pass over the data. */
function isGrid(bounds: readonly string[]): boolean {
  const roots = bounds.map((bound) => /^[^.[]*/.exec(bound)?.[0] ?? '');
  const [root] = roots;
  return (
    root !== '' &&
    roots.every((each) => each === root) &&
    new Set(bounds).size === bounds.length &&
    bounds.some((each) => /[.[]/.test(each))
  );
}

/** Whether an `await` or `yield` lets others run, or each round only starts what runs elsewhere. */
function suspends(program: Program, file: File, { in: owner, loop, callback, body }: Round): boolean {
  const { isAsync, isGenerator } = functionOf(file, owner);
  if (loop?.form === 'for-await' || (callback !== undefined && (isAsync || isGenerator))) return true;
  const within = ({ loops }: { readonly loops: readonly unknown[] }): boolean => !loop || loops.includes(loop);
  if (!loop && callback === undefined) return false;
  if (file.facts.language === 'python' && entersAsync(body)) return true;
  const graph = graphOf(program, file);
  return (
    (sitesOf(file)[owner] ?? []).some((site) => within(site) && valueOf(file, site.value).kind === 'await') ||
    (graph.calls[owner] ?? []).some((call) => within(call) && call.entry?.promise === true) ||
    (graph.out[owner] ?? []).some(
      ({ to, how, site }) => within(site) && how === 'call' && functionOf(to.file, to.function).isAsync,
    ) ||
    yields(file, body)
  );
}

function yields(file: File, steps: readonly Step[]): boolean {
  return stepsWithin(steps).some((step) => step.kind === 'evaluate' && valueOf(file, step.value).kind === 'yield');
}
