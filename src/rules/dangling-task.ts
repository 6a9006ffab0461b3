import {
  danglingTasks,
  droppedGatherings,
  type DanglingTask,
  type DroppedGathering,
} from '../effects/promises/dangling.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { offThreadCalls } from '../effects/threads/off-thread.ts';
import { resolveValue } from '../effects/symbols.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import type { Rule } from './rule.ts';
import { callName, callSpan, pathFrom, functionName } from './words.ts';

/** A task that is started and let go of: it may be collected before it is done, and nobody sees its exception. */
export const danglingTask: Rule = {
  meta: {
    id: 'unblock/dangling-task',
    summary: 'A task that is started and that nobody keeps.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'information'],
  },
  check: (program, file) => {
    const { kind } = file.role;
    if (kind === 'test' || kind === 'build' || kind === 'declaration') return [];
    return file.facts.functions.flatMap((_, id) => {
      const ref: FunctionRef = { file, function: id };
      const tasks = danglingTasks(program, ref);
      // On a thread without the loop it never starts, which `off-thread-loop-call` says.
      const lost = tasks.length > 0 ? offThreadCalls(program, ref).map(({ call }) => call.value) : [];
      return [
        ...tasks.filter(({ call }) => !lost.includes(call.value)).map((task) => findingFor(program, ref, task)),
        ...droppedGatherings(program, ref).map((each) => gatheringFor(program, ref, each)),
      ];
    });
  },
};

/** A program that runs for a moment and ends loses less; and a variable keeps its task as long as the function lasts. */
function levelOf({ file, function: id }: FunctionRef, { lingers }: DanglingTask): Level {
  const isLong = file.role.kind === 'source' || file.role.kind === 'worker';
  return isLong && id !== 0 && !lingers ? 'warning' : 'information';
}

function findingFor(program: Program, ref: FunctionRef, task: DanglingTask): Finding {
  const { file } = ref;
  const { call, coroutine, variable } = task;
  const name = callName(file, call.value);
  const work = coroutine === undefined ? 'a coroutine' : `\`${callName(file, coroutine)}\``;
  const fate =
    variable === undefined
      ? 'nobody keeps the task'
      : `nobody reads \`${file.facts.bindings[variable]?.name ?? '_'}\`, which holds the task`;
  return {
    rule: 'unblock/dangling-task',
    level: levelOf(ref, task),
    ...callSpan(file, call.value),
    message: `\`${name}\` starts ${work}, and ${fate}.`,
    related: runsHere(program, file, task),
    advice: {
      why: 'The event loop refers to its tasks only weakly: one that nobody else refers to may be collected before it is done. And nobody asks for its result, so that an exception comes up late, as “Task exception was never retrieved”, or not at all.',
      instead:
        'Keep it in a set that outlives this call, with `task.add_done_callback(tasks.discard)`; or start it in an `asyncio.TaskGroup`, which awaits it.',
    },
    subject: {
      kind: 'dangling-task',
      how: 'started',
      function: ref.function,
      call: call.value,
      ...(variable === undefined ? {} : { variable }),
    },
  };
}

/** `asyncio.gather(save(), send())` without an `await`. */
function gatheringFor(program: Program, ref: FunctionRef, gathering: DroppedGathering): Finding {
  const { file } = ref;
  const { call, coroutine } = gathering;
  const name = callName(file, call.value);
  return {
    rule: 'unblock/dangling-task',
    level: 'information',
    ...callSpan(file, call.value),
    message: `\`${name}\` starts \`${callName(file, coroutine)}\`, and nobody awaits it.`,
    related: runsHere(program, file, gathering),
    advice: {
      why: 'The function goes on before they are done, and nobody hears of their exceptions. The event loop refers to its tasks only weakly: what nobody keeps may be collected before it is done.',
      instead: `Write \`await ${name}(…)\`. Where nobody should wait, start each with \`asyncio.create_task\`, and keep the tasks.`,
    },
    subject: { kind: 'dangling-task', how: 'gathered', function: ref.function, call: call.value },
  };
}

function runsHere(program: Program, file: File, { coroutine }: Pick<DanglingTask, 'coroutine'>): Related[] {
  const call = coroutine === undefined ? undefined : valueOf(file, coroutine);
  const target = call?.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  if (target?.kind !== 'function') return [];
  const path = pathFrom(file, target.file);
  const { head } = functionOf(target.file, target.function);
  return [{ ...path, start: head.start, end: head.end, message: `${functionName(target)} runs in the task.` }];
}
