import type { Blocks } from '../../knowledge/schema.ts';
import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop } from '../../model/step.ts';
import { edgesFrom } from '../calls/callers.ts';
import { numberOf } from '../values/constants.ts';
import { isAskedBefore, isKnownDone } from './done.ts';
import { isDrained, isWalked } from '../calls/drained.ts';
import { managerCalled } from '../calls/entering.ts';
import { fileCache } from '../file-cache.ts';
import { entersAsync } from '../concurrency/gathered.ts';
import { graphOf, type Call, type Edge } from '../calls/graph.ts';
import { isForOthers } from './for-awaiters.ts';
import { isQuick } from './quick.ts';
import { lengthOf } from '../values/list-length.ts';
import { told } from '../values/options.ts';
import { functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { regionsOf, sitesOf, waitsInRounds, type RegionSite, type Site } from '../calls/sites.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { tripsOf } from '../loops/trips.ts';
import { isUntaken } from '../calls/untaken.ts';
import { usesOf } from '../values/uses.ts';

/** One call on the way down to what blocks. */
export interface Hop {
  readonly file: File;
  readonly site: Site;
  /** It is no call but a `with` block, which waits when it is entered or left. */
  readonly entered?: boolean;
  /** The function that this call enters; absent for the library call at the end. */
  readonly into?: FunctionRef;
}

/** A way by which running a function holds up its thread: the calls in order, the last one to the library. */
export interface BlockingPath {
  readonly hops: readonly Hop[];
  readonly blocks: Blocks;
  /** `module#path` of the library function. */
  readonly symbol: string;
  /** Some call on the way stands in a loop. */
  readonly repeated: boolean;
  /** Some call on the way may reach several functions, all of which block. Absent where it is certain. */
  readonly confidence?: 'likely';
}

const weights = { metadata: 1, data: 2, heavy: 3, unbounded: 3 } as const;
const LONGEST_CHAIN = 12;

/**
 * The ways in which the function's own synchronous run blocks, one per call site, each with the shortest chain. Calls of async
 * functions are not followed: what they do is their own finding.
 */
export function blockingPaths(program: Program, ref: FunctionRef): readonly BlockingPath[] {
  const graph = graphOf(program, ref.file);
  const paths: BlockingPath[] = [];
  for (const call of graph.calls[ref.function] ?? []) {
    if (call.excuse) continue;
    const direct = directPath(program, ref.file, call);
    if (direct) paths.push(direct);
  }
  for (const region of regionsOf(ref.file)[ref.function] ?? []) {
    const path = region.excuse ? undefined : regionPath(program, ref.file, region);
    if (path) paths.push(path);
  }
  for (const edges of synchronousSites(program, ref)) {
    const best = pathAt(program, edges);
    if (best && !isForOthers(program, ref.file, best)) paths.push(best);
  }
  return paths;
}

/** For each call that something runs at, wholly, before it returns: all that may run there. */
function synchronousSites(program: Program, ref: FunctionRef): readonly (readonly Edge[])[] {
  const edges = edgesFrom(program, ref);
  const sites = new Map<ValueId, Edge[]>();
  for (const edge of edges) if (isSynchronous(program, edge)) sites.set(edge.site.value, []);
  for (const edge of edges) sites.get(edge.site.value)?.push(edge);
  return [...sites.values()];
}

/** Of what may run at one call: a method that others may take the place of blocks where each of them does. */
function pathAt(program: Program, edges: readonly Edge[]): BlockingPath | undefined {
  const found = edges.map((edge) => ({
    edge,
    path: isSynchronous(program, edge) ? pathThrough(program, edge) : undefined,
  }));
  const agree = found.every(({ edge, path }) => path ?? edge.confidence === undefined);
  return shortest(
    found.map(({ edge, path }) => {
      if (!path || edge.confidence === undefined) return path;
      return agree ? { ...path, confidence: edge.confidence } : undefined;
    }),
  );
}

/** The edge's target runs, wholly, before the call returns. */
export function isSynchronous(program: Program, { how, from, to, site, walks }: Edge): boolean {
  if (site.excuse || (how !== 'call' && how !== 'inline')) return false;
  const { isAsync, isGenerator } = functionOf(to.file, to.function);
  return (
    !isAsync && (!isGenerator || walks === true || (how === 'call' && isDrained(program, from.file, site.value, to)))
  );
}

function directPath(program: Program, file: File, call: Call): BlockingPath | undefined {
  const blocks = call.entry?.blocks ?? iterationOf(program, file, call);
  const symbol = call.symbol && symbolName(call.symbol);
  if (!blocks || symbol === undefined || isCheap(blocks) || isQuick(program, file, call, blocks)) return undefined;
  if (blocks.untilDone === true && isKnownDone(program, file, call)) return undefined;
  // What is awaited is most likely not what we took it for: `sessionmaker(class_=AsyncSession)`.
  if (isAwaited(file, call.value)) return undefined;
  const said = isMoment(program, file, call) ? { ...blocks, weight: 'metadata' as const } : blocks;
  const loops = said.weight === 'metadata' ? call.loops.filter((loop) => !asks(file, loop, call.value)) : call.loops;
  return {
    hops: [{ file, site: call }],
    blocks: said,
    symbol,
    repeated: isRepeated(program, file, { ...call, loops }),
  };
}

/** `do { name = random(); } while (existsSync(name))`: it goes on for as long as the answer is the unlikely one. */
function asks(file: File, { test }: Loop, id: ValueId): boolean {
  if (test === undefined || test === id) return test === id;
  const value = valueOf(file, test);
  const parts = value.kind === 'operation' ? value.operands : value.kind === 'choice' ? value.of : [];
  return parts.includes(id);
}

/** What a call gives may do its work when somebody goes through it, as a query does. */
function iterationOf(program: Program, file: File, { entry, value, function: owner }: Call): Blocks | undefined {
  const given = entry?.returns === undefined ? undefined : program.knowledge.member(entry.returns, '__iter__')?.blocks;
  return given && isWalked(program, file, owner, value) ? given : undefined;
}

function isAwaited(file: File, id: ValueId): boolean {
  return usesOf(file)
    .of(id)
    .some(({ as }) => as === 'awaited');
}

/** Pauses of no more than this take no longer than a system call may, in seconds. */
const MOMENT = 0.01;

/** `time.sleep(0.001)` */
function isMoment(program: Program, file: File, { value: id, entry }: Call): boolean {
  const value = valueOf(file, id);
  if (!entry?.delay || value.kind !== 'call') return false;
  const given = told(program, file, value.args, entry.delay);
  const pause = typeof given === 'string' ? undefined : numberOf(program, given.file, given.value);
  return pause !== undefined && pause * (entry.delay.unit === 'ms' ? 0.001 : 1) <= MOMENT;
}

/** `with lock:` waits for the lock, and leaving `with ThreadPoolExecutor()` for all of its work. */
function regionPath(program: Program, file: File, region: RegionSite): BlockingPath | undefined {
  if (region.step.isAsync || managerCalled(program, file, region.value)) return undefined;
  const resource = resolveValue(program, file, region.value);
  if (resource?.kind !== 'instance') return undefined;
  for (const name of ['__enter__', '__exit__']) {
    const blocks = program.knowledge.member(resource.type, name)?.blocks;
    // Whoever awaits inside has most likely awaited the work that the end of the block waits for.
    const isOver =
      name === '__exit__' && ((blocks?.untilDone === true && entersAwait(file, region)) || isAskedBefore(file, region));
    if (!blocks || isOver) continue;
    const symbol = `${resource.type}.${name}`;
    return {
      hops: [{ file, site: region, entered: true }],
      blocks,
      symbol,
      repeated: isRepeated(program, file, region),
    };
  }
  return undefined;
}

function entersAwait(file: File, region: RegionSite): boolean {
  const { start, end } = region.step;
  const awaits = (sitesOf(file)[region.function] ?? []).some(({ value: id }) => {
    const value = valueOf(file, id);
    return value.kind === 'await' && start <= value.start && value.end <= end;
  });
  return awaits || entersAsync(region.step.body);
}

/** Work that grows with its input and cannot be awaited instead (`JSON.parse`) is no call to replace, but a question of size. */
function isCheap({ what, weight, twin }: Blocks): boolean {
  return what === 'cpu' && weight === 'data' && !twin;
}

function pathThrough(program: Program, edge: Edge): BlockingPath | undefined {
  const inner = worstPath(program, edge.to);
  if (!inner || inner.hops.length >= LONGEST_CHAIN || isUntaken(program, edge, inner.hops)) return undefined;
  const entered = edge.enters ? { entered: true } : {};
  const hop: Hop = { file: edge.from.file, site: edge.site, ...entered, into: edge.to };
  const repeated =
    inner.repeated ||
    isRepeated(program, edge.from.file, edge.site) ||
    visitsMany(program, edge) ||
    walksDown(program, edge.to);
  return { ...inner, hops: [hop, ...inner.hops], repeated };
}

/** A function that calls itself in a loop, as one that goes through a folder and those inside of it. */
function walksDown(program: Program, ref: FunctionRef): boolean {
  return (graphOf(program, ref.file).out[ref.function] ?? []).some((edge) => {
    if (!isSynchronous(program, edge)) return false;
    if (edge.to.file === ref.file && edge.to.function === ref.function) return isRepeated(program, ref.file, edge.site);
    return isInlineLiteral(edge) && visitsMany(program, edge) && callsBack(program, edge.to, ref);
  });
}

/** `folder.forEach((each) => walk(each))` in `walk`. */
function callsBack(program: Program, { file, function: id }: FunctionRef, to: FunctionRef): boolean {
  return (graphOf(program, file).out[id] ?? []).some(
    (edge) => isSynchronous(program, edge) && edge.to.file === to.file && edge.to.function === to.function,
  );
}

/** A loop of fewer rounds than this does not make a short call long. */
const FEW = 16;

/** It adds up: a loop that waits in each round lets others in between two. In Python `async` says that each round matters. */
function isRepeated(program: Program, file: File, { loops, function: owner }: Site): boolean {
  return loops.some((loop) => {
    if (!isPython(file) && waitsInRounds(file, owner, loop)) return false;
    const trips = tripsOf(program, file, loop);
    return typeof trips !== 'number' || trips >= FEW;
  });
}

/** `list.forEach(callback)` and its kin over a list of more than a few. */
export function visitsMany(program: Program, { how, from, site, through }: Edge): boolean {
  const call = valueOf(from.file, site.value);
  const callee = how === 'inline' && !through && call.kind === 'call' ? valueOf(from.file, call.callee) : undefined;
  if (callee?.kind !== 'member') return false;
  const length = lengthOf(program, from.file, callee.object);
  return typeof length !== 'number' || length >= FEW;
}

type Memo = Map<FunctionId, BlockingPath | undefined>;

const memos = fileCache<Memo>(() => new Map(), { reachesFar: true });

/**
 * The one path that stands for a function which blocks: the heaviest kind of work, then the shortest chain. What it calls is answered
 * first, from a list instead of the stack, which chains of thousands of calls would overflow.
 */
export function worstPath(program: Program, ref: FunctionRef): BlockingPath | undefined {
  const open: { readonly of: FunctionRef; readonly callees: Iterator<FunctionRef> }[] = [];
  const begin = (of: FunctionRef): void => {
    const memo = memos.of(program, of.file);
    if (memo.has(of.function)) return;
    memo.set(of.function, undefined); // recursion adds nothing
    open.push({ of, callees: followed(program, of).values() });
  };
  begin(ref);
  for (let last = open.at(-1); last; last = open.at(-1)) {
    const { of, callees } = last;
    const next = callees.next();
    if (!next.done) begin(next.value);
    else {
      memos.of(program, of.file).set(of.function, shortest(blockingPaths(program, of)));
      open.pop();
    }
  }
  return memos.of(program, ref.file).get(ref.function);
}

/** The functions whose paths are asked for to know those of one, in that order. */
function followed(program: Program, ref: FunctionRef): readonly FunctionRef[] {
  const edges = synchronousSites(program, ref).flat();
  return edges.filter((edge) => isSynchronous(program, edge)).map(({ to }) => to);
}

function shortest(paths: readonly (BlockingPath | undefined)[]): BlockingPath | undefined {
  let best: BlockingPath | undefined;
  for (const path of paths) {
    if (!path) continue;
    const heavier = best ? weights[path.blocks.weight] - weights[best.blocks.weight] : 1;
    if (!best || heavier > 0 || (heavier === 0 && path.hops.length < best.hops.length)) best = path;
  }
  return best;
}

/** The function literal handed to this very call, as in `list.forEach((each) => …)`: its body is read as part of the caller. */
export function isInlineLiteral(edge: Edge): boolean {
  const call = valueOf(edge.from.file, edge.site.value);
  const args: readonly { readonly value: ValueId }[] = call.kind === 'call' || call.kind === 'new' ? call.args : [];
  if (edge.to.file !== edge.from.file) return false;
  const isTarget = (id: ValueId): boolean => {
    const value = valueOf(edge.from.file, id);
    return value.kind === 'function' && value.function === edge.to.function;
  };
  // `(() => { … })()` is read in place, too.
  if (edge.how === 'call') return call.kind === 'call' && isTarget(call.callee);
  return edge.how === 'inline' && args.some(({ value }) => isTarget(value));
}
