import { functionOf, type FunctionRef } from '../effects/program.ts';
import { starvingTasks, type StarvingTask } from '../effects/threads/same-pool.ts';
import type { Finding, Level } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, calleeName, functionName } from './words.ts';

/** A task of a pool that waits for another task of the same pool: with all places taken by such tasks, none ever ends. */
export const executorStarvation: Rule = {
  meta: {
    id: 'unblock/executor-starvation',
    summary: 'A task of a pool that waits for another task of the same pool.',
    languages: ['python'],
    context: 'any',
    levels: ['warning', 'information'],
  },
  check: inFunctions((program, ref) => starvingTasks(program, ref).map((found) => findingFor(ref, found))),
};

function findingFor({ file, function: owner }: FunctionRef, found: StarvingTask): Finding {
  const { outer, inner, in: where, through, room } = found;
  const pool = outer.pool === undefined ? 'the pool' : calleeName(file, outer.pool);
  const places = room === undefined ? '' : room === 1 ? ', which has one place' : `, which has ${String(room)} places`;
  return {
    rule: 'unblock/executor-starvation',
    level: levelOf(found),
    ...callSpan(file, outer.call.value),
    message: `\`${calleeName(file, outer.argument)}\` runs in \`${pool}\`${places}, and waits there for another task of \`${pool}\`.`,
    related: [
      ...through.map(({ from, site, to }) => ({
        ...callSpan(from.file, site.value),
        message: `${functionName(from)} calls ${functionName(to)}.`,
      })),
      {
        ...callSpan(where.file, inner.call.value),
        message: `${functionName(where)} hands over another task here, and waits for it.`,
      },
    ],
    advice: {
      why: 'A task that waits keeps its place. When all places are taken by tasks that wait for tasks without a place, none of them ever ends, and neither does the program: leaving it waits for the pool.',
      instead: `Wait outside of the pool, call \`${callName(where.file, inner.call.value)}\`'s function directly, or give the inner tasks a pool of their own.`,
    },
    subject: {
      kind: 'executor-starvation',
      function: owner,
      call: outer.call.value,
      inner: inner.call.value,
    },
  };
}

/** Certain with one place, and as soon as many such tasks are started; otherwise it needs bad luck. */
function levelOf({ outer, inner, room }: StarvingTask): Level {
  const target = outer.target && functionOf(outer.target.file, outer.target.function);
  const again = inner.target && functionOf(inner.target.file, inner.target.function);
  const isRecursive = target !== undefined && target === again;
  return room === 1 || outer.each || outer.call.loops.length > 0 || isRecursive ? 'warning' : 'information';
}
