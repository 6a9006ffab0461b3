import { edgesInto } from '../effects/calls/callers.ts';
import { visitsMany } from '../effects/blocking/blocking.ts';
import { callAt, graphOf, type Call, type Edge } from '../effects/calls/graph.ts';
import {
  limitedTask,
  limitersMadeIn,
  madeForTask,
  nestedIn,
  roomOfLimiter,
  type LimitedTask,
  type MadeLimiter,
} from '../effects/concurrency/limiters.ts';
import {
  functionOf,
  isPython,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../effects/program.ts';
import {
  nestedSemaphores,
  ownSemaphores,
  type NestedSemaphore,
  type OwnSemaphore,
} from '../effects/concurrency/semaphores.ts';
import { usesOf } from '../effects/values/uses.ts';
import type { ValueId } from '../model/facts.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, calleeName, pathFrom } from './words.ts';

/** A limiter that does not limit, or that waits for itself. */
export const limiterMisuse: Rule = {
  meta: {
    id: 'unblock/limiter-misuse',
    summary: 'A limiter that limits nothing, or whose tasks wait for each other for ever.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information'],
  },
  check: inFunctions((program, ref) => {
    const { file, function: id } = ref;
    if (isPython(file))
      return [
        ...ownSemaphores(program, ref).map((own) => ownSemaphore(ref, own)),
        ...nestedSemaphores(program, ref).map((nested) => nestedSemaphore(ref, nested)),
      ];
    const calls = graphOf(program, file).calls[id] ?? [];
    const tasks = calls.flatMap((call) => limitedTask(file, call) ?? []);
    return [
      ...tasks.flatMap(
        (task) => startedTask(program, task) ?? nestedTask(program, task) ?? ownLimiter(program, task) ?? [],
      ),
      ...limitersMadeIn(program, ref).flatMap((made) => singleTask(program, ref, made) ?? []),
    ];
  }),
};

/** `limit(fetch(url))`: the request is on its way before the limiter sees it. */
function startedTask(program: Program, { file, call, task }: LimitedTask): Finding | undefined {
  const id = settle(file, task);
  const made = valueOf(file, id);
  if (made.kind !== 'call' || !givesPromise(program, file, id)) return undefined;
  const limiter = callName(file, call.value);
  const work = callName(file, id);
  return {
    rule: 'unblock/limiter-misuse',
    level: 'warning',
    ...callSpan(file, id),
    message: `\`${work}\` runs before \`${limiter}\` can hold it back: it is called here, and only its promise is handed over.`,
    related: [],
    advice: {
      why: 'A limiter decides when to call a function. A promise is work that has begun already, so all of it runs at once; most limiters then fail because a promise is no function.',
      instead: `Hand over a function: \`${limiter}(() => ${work}(…))\`.`,
    },
    subject: { kind: 'limiter-misuse', how: 'started', function: call.function, call: call.value, task },
  };
}

/** Whether a call gives a promise for sure: of an async function of ours, or by a library's word. */
function givesPromise(program: Program, file: File, id: ValueId): boolean {
  const call = callAt(program, file, id);
  if (call?.symbol?.kind !== 'function') return call?.entry?.promise === true;
  const { isAsync, isGenerator } = functionOf(call.symbol.file, call.symbol.function);
  return isAsync && !isGenerator;
}

/** A task that needs another task of the same limiter: with all places taken by such tasks, none ever ends. */
function nestedTask(program: Program, outer: LimitedTask): Finding | undefined {
  const nested = nestedIn(program, outer);
  if (!nested) return undefined;
  const { file, call, limiter } = outer;
  const { hops, inner } = nested;
  const name = calleeName(file, limiter);
  const room = roomOfLimiter(program, file, limiter);
  return {
    rule: 'unblock/limiter-misuse',
    level: nestedLevel(program, outer, inner, room),
    ...callSpan(file, call.value),
    message: `Tasks of \`${name}\` wait for other tasks of \`${name}\`: once all places are taken by such tasks, none ever ends.`,
    related: [
      ...hops.slice(1).map((hop) => hopOf(file, hop)),
      {
        ...pathFrom(file, inner.file),
        ...callSpan(inner.file, inner.call.value),
        message: `Here the task asks \`${name}\` for one more place.`,
      },
    ],
    advice: {
      why: 'A task keeps its place until it is done. It needs one that has not begun, which waits for a free place. Nothing fails and nothing is logged: the program just stands still, or ends with exit code 13.',
      instead: 'Limit only the innermost work, such as the request itself; or give each level a limiter of its own.',
    },
    subject: { kind: 'limiter-misuse', how: 'nested', function: call.function, call: call.value, task: outer.task },
  };
}

/** Certain with one place, and as soon as many such tasks are started; otherwise it needs bad luck. */
function nestedLevel(program: Program, outer: LimitedTask, inner: LimitedTask, room: number | undefined): Level {
  const { file, call } = outer;
  const repeated =
    call.loops.length > 0 ||
    edgesInto(program, { file, function: call.function }).some((edge) => visitsMany(program, edge));
  return room === 1 || repeated || inner.call.value === call.value ? 'warning' : 'information';
}

function hopOf(home: File, { from, site }: Edge): Related {
  const path = pathFrom(home, from.file);
  return { ...path, ...callSpan(from.file, site.value), message: `Calls \`${callName(from.file, site.value)}\`.` };
}

/** A limiter of one's own for each task. */
function singleTask(program: Program, { file, function: id }: FunctionRef, made: MadeLimiter): Finding | undefined {
  const tasks = tasksOf(program, file, made);
  if (!tasks || tasks.length === 0 || tasks.some((task) => runsOften(task, made))) return undefined;
  if (tasks.some(({ function: owner }) => owner !== id)) return undefined;
  if (tasks.length > 1 && (made.room === undefined || tasks.length > made.room)) return undefined;
  const name = file.facts.bindings[made.binding]?.name ?? 'it';
  const visits = edgesInto(program, { file, function: id }).find((edge) => visitsMany(program, edge));
  const repeated = visits ?? made.call.loops.at(-1);
  if (!repeated && id === 0) return undefined;
  return {
    rule: 'unblock/limiter-misuse',
    level: repeated ? 'warning' : 'information',
    ...callSpan(file, made.call.value),
    message: `\`${name}\` limits nothing: each call of the function makes a new one, with room for all it gets.`,
    related: tasks.map(({ value }) => ({
      ...callSpan(file, value),
      message: tasks.length === 1 ? 'This is the only task it ever gets.' : 'It has room for all of these.',
    })),
    advice: {
      why: 'A limiter counts the tasks that it was given itself. When everybody brings his own, each counts to one, and all tasks run at the same time.',
      instead: 'Make one limiter outside, next to what it protects, and hand all tasks to that.',
    },
    subject: { kind: 'limiter-misuse', how: 'single', function: id, call: made.call.value },
  };
}

/** `pLimit(4)(() => load(url))`: nobody else can ever hand it a task. */
function ownLimiter(program: Program, task: LimitedTask): Finding | undefined {
  const { file, call } = task;
  const made = madeForTask(program, task);
  const visits = edgesInto(program, { file, function: call.function }).find((edge) => visitsMany(program, edge));
  if (!made || (!visits && call.loops.length === 0)) return undefined;
  return {
    rule: 'unblock/limiter-misuse',
    level: 'warning',
    ...callSpan(file, made.value),
    message: `This \`${callName(file, made.value)}\` limits nothing: each task makes one of its own, in which it is alone.`,
    related: [],
    advice: {
      why: 'A limiter counts the tasks that it was given itself. When everybody brings his own, each counts to one, and all tasks run at the same time.',
      instead: 'Make one limiter outside, next to what it protects, and hand all tasks to that.',
    },
    subject: { kind: 'limiter-misuse', how: 'single', function: call.function, call: made.value },
  };
}

/** The calls that hand it a task; undefined when it also goes somewhere else. */
function tasksOf(program: Program, file: File, { binding }: MadeLimiter): Call[] | undefined {
  const uses = usesOf(file);
  const calls = graphOf(program, file).calls.flat();
  const tasks: Call[] = [];
  for (const name of uses.names(binding)) {
    if (uses.writtenTo(name) !== undefined) continue;
    const call = calls.find((each) => limitedTask(file, each)?.limiter === name);
    // `limit.map(list, …)` has a task for each element.
    if (call?.entry?.returns === 'global#Array') return undefined;
    if (call) tasks.push(call);
    // Reading its numbers or emptying it gives it to nobody.
    else if (!uses.of(name).every(({ as }) => as === 'object')) return undefined;
  }
  return tasks;
}

/** The task stands in a loop that the limiter does not stand in. */
function runsOften({ loops }: Call, { call }: MadeLimiter): boolean {
  return loops.some((loop) => !call.loops.includes(loop));
}

/** `async with asyncio.Semaphore(3):`, and one in a variable of the coroutine itself. */
function ownSemaphore({ file, function: id }: FunctionRef, { call, binding, entered }: OwnSemaphore): Finding {
  const name = binding === undefined ? undefined : file.facts.bindings[binding]?.name;
  const what = name === undefined ? `This \`${callName(file, call.value)}\`` : `\`${name}\``;
  const { start, end } = valueOf(file, entered);
  return {
    rule: 'unblock/limiter-misuse',
    level: 'warning',
    ...callSpan(file, call.value),
    message: `${what} limits nothing: each run of the coroutine makes one of its own, in which it is alone.`,
    related: name === undefined ? [] : [{ start, end, message: 'Nobody else can be waiting here.' }],
    advice: {
      why: 'A semaphore counts those who enter it. When each task brings its own, each counts to one, and all of them run at the same time.',
      instead:
        'Make one semaphore outside, next to what it protects, and enter that in every task: in a variable of the module or of the object, or in the function that starts the tasks.',
    },
    subject: { kind: 'limiter-misuse', how: 'single', function: id, call: call.value },
  };
}

/** With all places taken by tasks that want one more, none ever ends. */
function nestedSemaphore({ file, function: id }: FunctionRef, nested: NestedSemaphore): Finding {
  const { entered, hops, inner, room, isMany } = nested;
  const name = calleeName(file, entered.value);
  const { start, end } = valueOf(file, entered.value);
  const again = valueOf(inner.file, inner.entered.value);
  return {
    rule: 'unblock/limiter-misuse',
    level: room === 1 || isMany ? 'warning' : 'information',
    start,
    end,
    message: `Tasks that hold a place of \`${name}\` wait for another one: once all places are taken by such tasks, none ever ends.`,
    related: [
      ...hops.map((hop) => hopOf(file, hop)),
      {
        ...pathFrom(file, inner.file),
        start: again.start,
        end: again.end,
        message: `Here the same task asks \`${name}\` for one more place.`,
      },
    ],
    advice: {
      why: 'A task keeps its place until its block ends. It waits for a second place, which somebody in the same position would have to give back first. Nothing fails and nothing is logged: the program just stands still.',
      instead: 'Limit only the innermost work, such as the request itself; or give each level a semaphore of its own.',
    },
    subject: { kind: 'limiter-misuse', how: 'nested', function: id, call: entered.value },
  };
}
