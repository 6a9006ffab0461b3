import type { Branch, Step } from '../../model/step.ts';
import type { ValueId } from '../../model/facts.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf, type Call, type Edge } from '../calls/graph.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { innerSteps } from '../calls/steps.ts';
import { symbolName } from '../symbols.ts';
import { told } from '../values/options.ts';
import { saysFork } from './unpicklable.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** A process that is started while a module of Python's is loaded. */
export interface EarlyStart {
  /** The call at the top level of the module. */
  readonly call: Call;
  /** The call that starts the process, at the end of the way. */
  readonly start: { readonly file: File; readonly value: ValueId };
  /** The calls on the way there, the one at the top level first. */
  readonly through: readonly Edge[];
}

/** The calls by which loading a file starts processes, whoever loads it. */
export function earlyStarts(program: Program, file: File): EarlyStart[] {
  if (saysFork(file)) return [];
  const graph = graphOf(program, file);
  const starts = (graph.calls[0] ?? []).flatMap((call): EarlyStart[] => {
    if (isStart(program, file, call)) return [{ call, start: { file, value: call.value }, through: [] }];
    const edge = (graph.out[0] ?? []).find(({ site, how }) => site.value === call.value && runsNow(how));
    const found = edge && startIn(program, edge.to, 0);
    return edge && found ? [{ call, start: found.start, through: [edge, ...found.through] }] : [];
  });
  // Few modules start processes, and what guards a line takes longest to see.
  if (starts.length === 0) return [];
  const free = unguarded(file, functionOf(file, 0).body);
  return starts.filter(({ call }) => free.has(call.value));
}

/** Whether a call of a file is made while the file is loaded, whoever loads it: at its top level, or in a function that is called from there. */
export function runsOnLoad(program: Program, file: File, owner: number, call: ValueId): boolean {
  const free = unguarded(file, functionOf(file, 0).body);
  if (owner === 0) return free.has(call);
  const { out } = graphOf(program, file);
  const first = (out[0] ?? []).filter(({ site, how }) => free.has(site.value) && runsNow(how));
  const reached = new Set(first.flatMap(({ to }) => (to.file === file ? [to.function] : [])));
  // A set that grows while it is walked.
  for (const id of reached) {
    if (id === owner) return true;
    for (const { to, how } of out[id] ?? []) if (to.file === file && runsNow(how)) reached.add(to.function);
  }
  return false;
}

/**
 * The call by which loading a file serves until somebody stops it, whoever loads it: not below `if __name__ == "__main__":`. Undefined
 * where there is none.
 */
export function servesOnLoad(program: Program, file: File): ValueId | undefined {
  const calls = (graphOf(program, file).calls[0] ?? []).filter(({ value: id }) => {
    const value = valueOf(file, id);
    const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
    const name = callee?.kind === 'name' ? bindingOf(file, callee.binding).name : undefined;
    return serving.test(callee?.kind === 'member' ? callee.name : (name ?? ''));
  });
  if (calls.length === 0) return undefined;
  const free = unguarded(file, functionOf(file, 0).body);
  return calls.find(({ value }) => free.has(value))?.value;
}

/** A name is enough to keep something silent. */
const serving = /^(run|run_app|run_until_complete|run_forever|run_sync|serve|serve_forever|start|main|cli|app)$/;

function runsNow(how: Edge['how']): boolean {
  return how === 'call' || how === 'inline';
}

/** The values computed at the top level whoever loads the module: not below `if __name__ == "__main__":`. */
function unguarded(file: File, steps: readonly Step[], found = new Set<ValueId>()): Set<ValueId> {
  for (const step of steps) {
    if (step.kind === 'evaluate') found.add(step.value);
    if (step.kind !== 'branch') for (const inner of innerSteps(step)) unguarded(file, inner, found);
    else if (!asksWhoRuns(file, step)) for (const arm of step.arms) unguarded(file, arm, found);
    // `if __name__ != "__main__": raise …` turns all others away.
    else if (step.arms.some((arm) => /^(throw|return)$/.test(arm.at(-1)?.kind ?? ''))) return found;
  }
  return found;
}

function asksWhoRuns(file: File, { test }: Branch): boolean {
  return [...sourcesOf(file, 0, test)].some((id) => {
    const value = valueOf(file, id);
    const name = value.kind === 'global' || value.kind === 'member' ? value.name : '';
    return /^(__name__|__main__|parent_process|current_process|TYPE_CHECKING|get_ipython)$/.test(name);
  });
}

const starting =
  /^(multiprocessing#(Process\.start|(Context\.)?(Pool|Manager))|multiprocessing\.pool#Pool|concurrent\.futures#ProcessPoolExecutor\.(submit|map))$/;

function isStart(program: Program, file: File, { symbol, value }: Call): boolean {
  const name = symbol && symbolName(symbol);
  if (name === undefined || !starting.test(name)) return false;
  const call = valueOf(file, value);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (callee?.kind !== 'member' || !name.startsWith('concurrent.')) return true;
  // How its processes begin may be said where the pool is made.
  const pool = madeBy(file, callee.object);
  return pool?.kind !== 'call' || told(program, file, pool.args, { keyword: 'mp_context' }) === 'nothing';
}

function madeBy(file: File, id: ValueId): ReturnType<typeof valueOf> | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'name') return value.kind === 'call' ? value : undefined;
  const { init } = file.facts.bindings[value.binding] ?? {};
  return init === undefined ? undefined : valueOf(file, init);
}

type Found = Pick<EarlyStart, 'start' | 'through'>;

const memo = fileCache<Map<number, Found | 'none'>>(() => new Map());

/** The first process that running a function starts, wherever that is. */
function startIn(program: Program, ref: FunctionRef, depth: number): Found | undefined {
  const known = memo.of(program, ref.file);
  const before = known.get(ref.function);
  if (before) return before === 'none' ? undefined : before;
  known.set(ref.function, 'none');
  const found = depth > DEEPEST || saysFork(ref.file) ? undefined : search(program, ref, depth);
  if (found) known.set(ref.function, found);
  return found;
}

const DEEPEST = 6;

function search(program: Program, { file, function: id }: FunctionRef, depth: number): Found | undefined {
  let free: ReadonlySet<ValueId> | undefined;
  const isFree = (value: ValueId): boolean => (free ??= unguarded(file, functionOf(file, id).body)).has(value);
  const graph = graphOf(program, file);
  for (const call of graph.calls[id] ?? []) {
    if (isStart(program, file, call) && isFree(call.value)) return { start: { file, value: call.value }, through: [] };
  }
  for (const edge of graph.out[id] ?? []) {
    // Which of several methods runs is not known.
    if (!runsNow(edge.how) || edge.receiver) continue;
    const found = startIn(program, edge.to, depth + 1);
    if (found && isFree(edge.site.value)) return { start: found.start, through: [edge, ...found.through] };
  }
  return undefined;
}
