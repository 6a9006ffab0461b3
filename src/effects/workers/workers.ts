import type { Loop } from '../../model/step.ts';
import { visitsMany } from '../blocking/blocking.ts';
import { edgesInto } from '../calls/callers.ts';
import { graphOf, type Edge } from '../calls/graph.ts';
import { told } from '../values/options.ts';
import { functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resourcesMadeIn, type MadeResource } from './resource-lifecycle.ts';
import type { Site } from '../calls/sites.ts';
import { resolveValue } from '../symbols.ts';
import { tripsOf } from '../loops/trips.ts';

/** A worker, or a pool of them, that a function starts and keeps to itself. */
export interface StartedWorker {
  readonly made: MadeResource;
  /** A pool starts several, replaces those that die, and hands them their tasks. */
  readonly isPool: boolean;
  readonly inBrowser: boolean;
}

/** The threads and processes that a function starts in order to hand work to them. */
export function workersMadeIn(program: Program, ref: FunctionRef): StartedWorker[] {
  return resourcesMadeIn(program, ref).flatMap((made): StartedWorker[] => {
    const isWorker = made.what === 'threads' || made.what === 'processes';
    if (!isWorker || made.call.entry?.offloads === undefined) return [];
    // Who must listen to a single worker's end need not listen to a pool's, which sees to that itself.
    return [{ made, isPool: made.needsListener.length === 0, inBrowser: made.type.startsWith('global#') }];
  });
}

/**
 * Whether it is gone when the function is done with it: nobody outside has it, and it is not ended by a clock or bounded, which is how
 * one runs code that one does not trust: there a worker of its own is the point.
 */
export function isShortLived(program: Program, ref: FunctionRef, { made }: StartedWorker): boolean {
  const { call, kept } = made;
  if (made.made !== 'call' && made.made !== 'round') return false;
  if (call.excuse || kept !== 'local' || made.methods.has('unref')) return false;
  if (!staysInside(program, ref.file, made)) return false;
  return !isConfined(program, ref, made) && !isEndedByClock(program, ref, made) && !restartsItself(program, ref);
}

/** Only functions of libraries that we know are given it, as `once(worker, 'message')`. */
export function staysInside(program: Program, file: File, { escapes }: MadeResource): boolean {
  return escapes.every(({ as, value }) => {
    if (as !== 'passed') return false;
    const call = valueOf(file, value);
    const callee = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
    return callee?.kind === 'library' && program.knowledge.entry(callee.module, callee.path)?.promise === true;
  });
}

function isConfined(program: Program, { file }: FunctionRef, { call }: MadeResource): boolean {
  const value = valueOf(file, call.value);
  if (value.kind !== 'new' && value.kind !== 'call') return true;
  return ['resourceLimits', 'eval', 'detached'].some(
    (property) => told(program, file, value.args, { argument: 1, property }) !== 'nothing',
  );
}

/** `setTimeout(() => worker.terminate(), 5_000)` */
function isEndedByClock(program: Program, { file }: FunctionRef, { closings }: MadeResource): boolean {
  const { calls } = graphOf(program, file);
  return closings.some(({ value }) => {
    const owner = calls.findIndex((list) => list.some((call) => call.value === value));
    return owner > 0 && edgesInto(program, { file, function: owner }).some(({ how }) => how === 'timer');
  });
}

/** `worker.on('exit', () => start())`: it is started again when it dies, and lives as long as the program. */
function restartsItself(program: Program, ref: FunctionRef): boolean {
  return edgesInto(program, ref).some(({ from }) => from.file === ref.file && isWithin(from, ref.function));
}

function isWithin({ file, function: id }: FunctionRef, outer: number): boolean {
  for (let each: number | undefined = id; each !== undefined; each = functionOf(file, each).parent)
    if (each === outer) return true;
  return false;
}

/** The loop over data, or the call that visits a list, for each element of which it is started anew; undefined where there is none. */
export function startedPerElement(program: Program, ref: FunctionRef, { call }: MadeResource): Loop | Edge | undefined {
  let site: Site = call;
  for (let at = ref, hops = 0; hops < 4; hops++) {
    const { file } = at;
    const loop = site.loops.findLast((each) => overData(program, file, each));
    const edges = edgesInto(program, at);
    const found = loop ?? edges.find((edge) => isVisit(program, edge));
    if (found) return found;
    // `new Promise((resolve) => { … })` runs its function once, there and then.
    const [edge] = edges;
    if (edges.length !== 1 || !edge || edge.how !== 'inline') return undefined;
    if (valueOf(edge.from.file, edge.site.value).kind !== 'new') return undefined;
    at = edge.from;
    site = edge.site;
  }
  return undefined;
}

/** A counting loop starts as many as somebody has chosen. */
function overData(program: Program, file: File, loop: Loop): boolean {
  if (loop.form !== 'for-of' && loop.form !== 'for-await') return false;
  if (loop.source === undefined || namesWorkers(file, loop.source)) return false;
  const trips = tripsOf(program, file, loop);
  return trips === 'input' || (typeof trips === 'number' && trips >= MANY);
}

function isVisit(program: Program, edge: Edge): boolean {
  const { file } = edge.from;
  const call = valueOf(file, edge.site.value);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'member' && visitsMany(program, edge) && !namesWorkers(file, callee.object);
}

/** More than the processors of most machines. */
const MANY = 16;

/** `cpus()`, `new Array(threads)`: one for each place there is, not for each piece of work. */
function namesWorkers(file: File, id: number, depth = 0): boolean {
  if (depth > 4) return false;
  const value = valueOf(file, settle(file, id));
  const written = valueOf(file, id);
  const names = [written, value].map((each) => {
    if (each.kind === 'name') return file.facts.bindings[each.binding]?.name ?? '';
    return each.kind === 'member' || each.kind === 'global' ? each.name : '';
  });
  if (names.some((name) => /cpu|core|thread|worker|pool|shard|parallel|concurren|instances/i.test(name))) return true;
  if (value.kind !== 'call' && value.kind !== 'new') return value.kind === 'object' || value.kind === 'array';
  return [value.callee, ...value.args.map((each) => each.value)].some((each) => namesWorkers(file, each, depth + 1));
}

/** Whether a pool gets more than one task: it is worth its start then, at least where that happens once in a while. */
export function hasManyTasks(program: Program, ref: FunctionRef, { made }: StartedWorker): boolean {
  const { file } = ref;
  const graph = graphOf(program, file);
  const tasks = graph.calls.flatMap((calls) =>
    calls.filter(({ symbol, entry }) => {
      return symbol?.kind === 'method' && symbol.type === made.type && entry?.offloads !== undefined;
    }),
  );
  const own = tasks.filter((task) => isWithin({ file, function: task.function }, ref.function));
  if (own.length !== 1) return true;
  return own.some(({ loops, function: id }) => {
    if (loops.some((loop) => !made.call.loops.includes(loop))) return true;
    return id !== ref.function && edgesInto(program, { file, function: id }).some((edge) => isRepeated(edge));
  });
}

/** `list.map(callback)`: any list, whatever its length. */
function isRepeated({ how, from, site }: Edge): boolean {
  const call = valueOf(from.file, site.value);
  return how === 'inline' && call.kind === 'call' && valueOf(from.file, call.callee).kind === 'member';
}
