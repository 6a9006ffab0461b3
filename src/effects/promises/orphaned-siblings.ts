import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Handler, Step, Try } from '../../model/step.ts';
import { catchAround } from './enclosing-try.ts';
import { gathered, taskOf } from '../concurrency/gathered.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { lengthOf } from '../values/list-length.ts';
import { isGiven } from '../values/options.ts';
import {
  bindingOf,
  functionOf,
  isPython,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { promiseValue } from './promise-values.ts';
import { failureOf, type Failure } from './rejection.ts';
import { sideEffectOf, type SideEffect } from '../concurrency/side-effects.ts';
import { regionsOf, type RegionSite } from '../calls/sites.ts';
import { stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A `gather` that raises with the first failure, while the others go on and somebody carries on without them. */
export interface OrphanedSiblings {
  readonly call: Call;
  /** The call that makes the task which may fail, and the one whose task goes on: the same where there is one per element of a list. */
  readonly failing: ValueId;
  readonly failure: Failure;
  readonly sibling: ValueId;
  /** What the one that goes on does. */
  readonly effect: SideEffect;
  /**
   * `rounds`: the next round of a loop begins; `caught`: a handler takes the exception and goes on; `left`: a `with` block ends and
   * takes away what the others work with.
   */
  readonly then: 'rounds' | 'caught' | 'left';
  /** Of `rounds` and `caught`. */
  readonly trial?: Try;
  /** Of `left`. */
  readonly region?: RegionSite;
}

/** Where in a coroutine the tasks of a `gather` go on though nobody waits for them any more, and do something that counts. */
export function orphanedSiblings(program: Program, ref: FunctionRef): OrphanedSiblings[] {
  const { file, function: id } = ref;
  if (!isPython(file) || !functionOf(file, id).isAsync) return [];
  return (graphOf(program, file).calls[id] ?? []).flatMap((call) => found(program, ref, call) ?? []);
}

function found(program: Program, ref: FunctionRef, call: Call): OrphanedSiblings | undefined {
  const { file } = ref;
  const value = valueOf(file, call.value);
  const { combinator, list, returnsErrors } = call.entry ?? {};
  if (value.kind !== 'call' || combinator !== 'all' || list !== 'arguments' || !returnsErrors) return undefined;
  // Whatever is said of it, that is not a plain `gather`.
  if (value.args.some(({ keyword }) => keyword === returnsErrors.keyword) && !isRaising(program, file, call))
    return undefined;
  const wait = usesOf(file)
    .of(call.value)
    .find(({ as }) => as === 'awaited')?.by;
  if (wait === undefined) return undefined;
  const then = carriesOn(program, ref, call, wait);
  const tasks = then && tasksOf(program, file, call);
  if (!then || !tasks) return undefined;
  return pairOf(program, file, call, then, tasks);
}

/** `return_exceptions=False` */
function isRaising(program: Program, file: File, { value: id, entry }: Call): boolean {
  const value = valueOf(file, id);
  const option = entry?.returnsErrors;
  return (
    value.kind === 'call' && option !== undefined && isGiven(program, file, value.args, { ...option, values: [false] })
  );
}

interface Task {
  readonly call: ValueId;
  /** There are several of it. */
  readonly isMany: boolean;
}

/** The calls that make the tasks; undefined where they are fewer than two. */
function tasksOf(program: Program, file: File, call: Call): Task[] | undefined {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call') return undefined;
  const single = value.args.flatMap(({ value: id, spread, keyword }): Task[] =>
    spread || keyword !== undefined ? [] : [{ call: taskOf(file, settle(file, id)), isMany: false }],
  );
  const listed = gathered(program, file, call).flatMap(({ task, source, shape }): Task[] => {
    const length = source === undefined ? undefined : lengthOf(program, file, source);
    return shape === 'mapped' || (typeof length === 'number' && length < 2) ? [] : [{ call: task, isMany: true }];
  });
  const all = [...single, ...listed].filter((each) => valueOf(file, each.call).kind === 'call');
  return all.length > 1 || all.some(({ isMany }) => isMany) ? all : undefined;
}

function pairOf(
  program: Program,
  file: File,
  call: Call,
  then: Pick<OrphanedSiblings, 'then' | 'trial' | 'region'>,
  tasks: readonly Task[],
): OrphanedSiblings | undefined {
  const failures = tasks.map((task) => failureIn(program, file, task.call));
  for (const sibling of tasks) {
    const effect = effectOf(program, file, sibling.call);
    if (!effect) continue;
    const which = tasks.findIndex((each, index) => failures[index] !== undefined && (each !== sibling || each.isMany));
    const failure = failures[which];
    const failing = tasks[which];
    if (failing && failure) return { call, failing: failing.call, failure, sibling: sibling.call, effect, ...then };
  }
  return undefined;
}

function failureIn(program: Program, file: File, task: ValueId): Failure | undefined {
  const promise = promiseValue(program, file, task);
  return promise && failureOf(program, promise);
}

function effectOf(program: Program, file: File, task: ValueId): SideEffect | undefined {
  const call = valueOf(file, task);
  const target = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  return target?.kind === 'function' ? sideEffectOf(program, target) : undefined;
}

/** Who goes on without the tasks, once the first has failed. */
function carriesOn(
  program: Program,
  ref: FunctionRef,
  call: Call,
  wait: ValueId,
): Pick<OrphanedSiblings, 'then' | 'trial' | 'region'> | undefined {
  const { file } = ref;
  const trial = catchAround(ref, wait);
  const region = trial ? undefined : takenAway(program, ref, call);
  if (region) return { then: 'left', region };
  if (!trial || trial.isGroup || looksAfter(program, ref, trial)) return undefined;
  const handler = trial.handlers.find((each) => takesFailures(program, file, each));
  if (!handler || stepsWithin(handler.body).some(({ kind }) => kind === 'throw') || endsProcess(file, handler))
    return undefined;
  const last = handler.body.at(-1)?.kind;
  const isRetried = call.loops.some(({ start, end }) => start <= trial.start && trial.end <= end);
  return { then: isRetried && last !== 'return' && last !== 'break' ? 'rounds' : 'caught', trial };
}

/** Somebody cancels the others, or waits for them, when one has failed. */
function looksAfter(program: Program, { file, function: id }: FunctionRef, { handlers, finalizer = [] }: Try): boolean {
  const steps = [...handlers.flatMap(({ body }) => body), ...finalizer].flatMap((step) => stepsWithin([step]));
  return steps.some((step) => {
    const call = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
    const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
    if (callee?.kind === 'member' && /cancel|abort|kill|terminate/.test(callee.name)) return true;
    return (graphOf(program, file).calls[id] ?? []).some(
      ({ value, entry }) => step.kind === 'evaluate' && value === step.value && entry?.combinator !== undefined,
    );
  });
}

/** A cancellation goes to all of them, and a time-out is one. */
const endings = /(^|[#.])(CancelledError|TimeoutError|KeyboardInterrupt|SystemExit|GeneratorExit)$/;

function takesFailures(program: Program, file: File, { catches }: Handler): boolean {
  return catches.length === 0 || catches.some((each) => !endings.test(className(program, file, each)));
}

function className(program: Program, file: File, id: ValueId): string {
  const symbol = resolveValue(program, file, id);
  const value = valueOf(file, id);
  return (symbol && symbolName(symbol)) ?? (value.kind === 'member' || value.kind === 'global' ? value.name : '');
}

/** `sys.exit()`, and everything that has to do with the end of the program. */
function endsProcess(file: File, { body }: Handler): boolean {
  return stepsWithin(body).some((step: Step) => {
    const call = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
    const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
    return (callee?.kind === 'member' || callee?.kind === 'global') && /^_?exit$|^quit$/.test(callee.name);
  });
}

/** A folder or file that exists only within a `with` block, and that the tasks are given. */
function takenAway(program: Program, { file, function: id }: FunctionRef, call: Call): RegionSite | undefined {
  const span = valueOf(file, call.value);
  return (regionsOf(file)[id] ?? []).find(({ value, step }) => {
    const isAround = step.start <= span.start && span.end <= step.end && (call.held ?? []).includes(value);
    if (!isAround || !isTemporary(program, file, value)) return false;
    return boundIn(file, step.body, value).some((binding) =>
      usesOf(file)
        .names(binding)
        .some((name) => {
          const { start, end } = valueOf(file, name);
          return span.start <= start && end <= span.end;
        }),
    );
  });
}

function isTemporary(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, settle(file, id));
  const symbol = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  const name = symbol && entryOf(program, symbol) ? symbolName(symbol) : undefined;
  return name !== undefined && /^(aiofiles\.)?tempfile#\w+$/.test(name);
}

/** The variables that a `with` block names its resource by. */
function boundIn(file: File, body: readonly Step[], resource: ValueId): BindingId[] {
  return body.flatMap((step): BindingId[] => {
    const target = step.kind === 'write' && step.value === resource ? valueOf(file, step.target) : undefined;
    return target?.kind === 'name' && bindingOf(file, target.binding).reassigned === 0 ? [target.binding] : [];
  });
}
