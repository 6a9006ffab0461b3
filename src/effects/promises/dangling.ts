import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { edgesInto } from '../calls/callers.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { isEndless } from './endless.ts';
import { promiseValue } from './promise-values.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { usesOf, type Use } from '../values/uses.ts';

/** A task that the event loop alone knows of: it refers to its tasks only weakly. */
export interface DanglingTask {
  /** `asyncio.create_task(…)`. */
  readonly call: Call;
  /** The call that makes the coroutine, where it stands in the first one. */
  readonly coroutine?: ValueId;
  /** The local variable that it is stored in and never read from. */
  readonly variable?: BindingId;
  /** That variable lives on for a while: the function waits for something else before it ends. */
  readonly lingers: boolean;
}

/** The tasks started in this function that nobody keeps, awaits, hands on or asks for their result. */
export function danglingTasks(program: Program, ref: FunctionRef): DanglingTask[] {
  const { file } = ref;
  return (graphOf(program, file).calls[ref.function] ?? []).flatMap((call): DanglingTask[] => {
    const { spawns, promise } = call.entry ?? {};
    if (!spawns || spawns.owned === true || promise !== true) return [];
    const value = valueOf(file, call.value);
    const argument = value.kind === 'call' ? value.args[spawns.argument] : undefined;
    if (!argument || argument.spread) return [];
    const made = settle(file, argument.value);
    if (call.symbol && symbolName(call.symbol) === 'asyncio#ensure_future' && !isCoroutine(program, file, made))
      return [];
    const fate = fateOf(program, ref, call.value);
    // When the main coroutine ends, so does the loop with all of its tasks.
    if (!fate || (fate.lingers && isMain(program, ref))) return [];
    const coroutine = valueOf(file, made).kind === 'call' ? { coroutine: made } : {};
    return [{ call, ...coroutine, ...fate }];
  });
}

/** A combinator whose tasks run on by themselves: nobody awaits what it gives, though the function could. */
export interface DroppedGathering {
  /** `asyncio.gather(…)` or `asyncio.shield(…)`, as a statement of its own. */
  readonly call: Call;
  /** The first of the coroutines that it starts. */
  readonly coroutine: ValueId;
}

/** The coroutines that are started together, or shielded, in an async function that goes on without them. */
export function droppedGatherings(program: Program, { file, function: id }: FunctionRef): DroppedGathering[] {
  if (!functionOf(file, id).isAsync) return [];
  return (graphOf(program, file).calls[id] ?? []).flatMap((call): DroppedGathering[] => {
    const value = valueOf(file, call.value);
    // It gives a future of what it has started.
    if (call.entry?.handle !== 'asyncio#Future' || value.kind !== 'call') return [];
    if (usesOf(file).of(call.value).length > 0) return [];
    const started = value.args.find(
      (each) => !each.spread && promiseValue(program, file, each.value)?.kind === 'coroutine',
    );
    return started ? [{ call, coroutine: settle(file, started.value) }] : [];
  });
}

/** `asyncio.run(main())` */
function isMain(program: Program, { file, function: id }: FunctionRef): boolean {
  const uses = usesOf(file);
  return uses.functions(id).some((name) =>
    uses.of(name).some(({ as, by }) => {
      const [use] = as === 'callee' && by !== undefined ? uses.of(by) : [];
      const call = use?.as === 'argument' && use.by !== undefined ? valueOf(file, use.by) : undefined;
      const runner = call?.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
      const entry = runner && entryOf(program, runner);
      return entry?.spawns?.owned === true && entry.promise !== true;
    }),
  );
}

/** Whether a call surely makes a coroutine: `ensure_future` gives back what is a task or future already; that one may be kept elsewhere. */
export function isCoroutine(program: Program, file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? resolveValue(program, file, value.callee) : undefined;
  if (!callee) return false;
  if (callee.kind === 'function') {
    const { isAsync, isGenerator } = functionOf(callee.file, callee.function);
    return isAsync && !isGenerator;
  }
  const entry = entryOf(program, callee);
  const givesFuture = /^asyncio#(shield|wrap_future)$|\.run_in_executor$/.test(symbolName(callee) ?? '');
  return entry?.promise === true && entry.handle === undefined && entry.combinator === undefined && !givesFuture;
}

type Fate = Pick<DanglingTask, 'variable' | 'lingers'>;

/** What becomes of a task when nobody keeps it; undefined where somebody may. */
function fateOf(program: Program, ref: FunctionRef, task: ValueId): Fate | undefined {
  const { file } = ref;
  const uses = usesOf(file).of(task);
  const [use] = uses;
  if (!use) return { lingers: false };
  if (uses.length > 1) return undefined;
  switch (use.as) {
    // `[create_task(f(x)) for x in xs]` and `ready and create_task(f())` as statements.
    case 'element':
    case 'part': {
      const fate = use.by === undefined ? undefined : fateOf(program, ref, use.by);
      return fate && fate.variable === undefined ? fate : undefined;
    }
    case 'object':
      return onlyNames(file, use) ? { lingers: false } : undefined;
    case 'returned':
      return isResultDropped(program, ref) ? { lingers: false } : undefined;
    case 'argument':
      return inForgottenList(ref, use);
    case 'written':
      return use.by === undefined ? undefined : inForgottenVariable(ref, use.by, task);
    default:
      return undefined;
  }
}

/** `create_task(…).set_name("…")` gives nothing, and the task is gone. */
function onlyNames(file: File, { by }: Use): boolean {
  const member = by === undefined ? undefined : valueOf(file, by);
  if (by === undefined || member?.kind !== 'member' || member.name !== 'set_name') return false;
  const [call] = usesOf(file).of(by);
  return call?.as === 'callee' && call.by !== undefined && usesOf(file).of(call.by).length === 0;
}

/** `loop.call_later(1, lambda: create_task(f()))`: whoever calls it asks for no result. */
function isResultDropped(program: Program, ref: FunctionRef): boolean {
  if (functionOf(ref.file, ref.function).kind !== 'arrow') return false;
  const edges = edgesInto(program, ref);
  return (
    edges.length > 0 && edges.every(({ how, label }) => (how === 'once' || how === 'timer') && label === undefined)
  );
}

/** A list of this call alone that is filled and never looked at. */
function inForgottenList(ref: FunctionRef, { by }: Use): Fate | undefined {
  const { file } = ref;
  const call = by === undefined ? undefined : valueOf(file, by);
  const callee = call?.kind === 'call' && call.args.length === 1 ? valueOf(file, call.callee) : undefined;
  if (callee?.kind !== 'member' || !fills(callee.name)) return undefined;
  const list = valueOf(file, callee.object);
  if (list.kind !== 'name' || !isLocal(ref, list.binding)) return undefined;
  const { init } = bindingOf(file, list.binding);
  const isNew = init !== undefined && /^(array|call)$/.test(valueOf(file, init).kind);
  const uses = usesOf(file);
  const isOnlyFilled = uses.names(list.binding).every((name) =>
    uses.of(name).every(({ as, by: user }) => {
      const member = user === undefined ? undefined : valueOf(file, user);
      return as === 'target' || (as === 'object' && member?.kind === 'member' && fills(member.name));
    }),
  );
  return isNew && isOnlyFilled ? outlived(ref, call?.end ?? 0) : undefined;
}

function fills(method: string): boolean {
  return method === 'append' || method === 'add';
}

function inForgottenVariable(ref: FunctionRef, target: ValueId, task: ValueId): Fate | undefined {
  const { file } = ref;
  const place = valueOf(file, target);
  if (place.kind !== 'name' || !isLocal(ref, place.binding)) return undefined;
  const uses = usesOf(file);
  const isRead = uses
    .names(place.binding)
    .some((name) => uses.of(name).some(({ as }) => as !== 'target') || uses.of(name).length === 0);
  if (isRead) return undefined;
  const fate = outlived(ref, valueOf(file, task).end);
  return fate && { ...fate, variable: place.binding };
}

/** A variable of the function itself, which is gone when the function ends. */
function isLocal({ file, function: id }: FunctionRef, binding: BindingId): boolean {
  const { scope, kind } = bindingOf(file, binding);
  return id !== 0 && scope === id && (kind === 'const' || kind === 'let');
}

/** Calls that last as long as the program does. */
const lasting = /^(run_forever|run_until_complete|serve_forever|run_app|serve|run_until_disconnected|idle)$/;

/** What happens between the start of the task and the end of the function; undefined when the function stays for good. */
function outlived(ref: FunctionRef, from: number): Fate | undefined {
  const { file } = ref;
  const { body, isGenerator } = functionOf(file, ref.function);
  const last = lasts.get(body) ?? lastOf(file, body);
  lasts.set(body, last);
  const isLater = (step: Step | undefined): boolean => step !== undefined && endOf(file, step) > from;
  if (isLater(last.stay) || (isGenerator && isLater(last.yield))) return undefined;
  return { lingers: isLater(last.wait) };
}

/** Where a function waits, yields and stays for good for the last time. Steps and not their places, which move as the text is edited. */
interface Last {
  wait?: Step;
  yield?: Step;
  stay?: Step;
}

/** By body: a function may start thousands of tasks. */
const lasts = new WeakMap<readonly Step[], Last>();

function lastOf(file: File, body: readonly Step[]): Last {
  const last: Last = {};
  const later = (before: Step | undefined, step: Step): Step =>
    before && endOf(file, before) > endOf(file, step) ? before : step;
  for (const step of stepsWithin(body)) {
    if (suspends(file, step)) last.wait = later(last.wait, step);
    if (isYield(file, step)) last.yield = later(last.yield, step);
    if (isEndless(file, step) || isLasting(file, step)) last.stay = later(last.stay, step);
  }
  return last;
}

function endOf(file: File, step: Step): number {
  return step.kind === 'evaluate' ? valueOf(file, step.value).end : step.end;
}

function suspends(file: File, step: Step): boolean {
  if (step.kind === 'region') return step.isAsync;
  if (step.kind === 'loop') return step.form === 'for-await';
  return step.kind === 'evaluate' && /^(await|yield)$/.test(valueOf(file, step.value).kind);
}

function isYield(file: File, step: Step): boolean {
  return step.kind === 'evaluate' && valueOf(file, step.value).kind === 'yield';
}

function isLasting(file: File, step: Step): boolean {
  const call = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
  const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'member' && lasting.test(callee.name);
}
