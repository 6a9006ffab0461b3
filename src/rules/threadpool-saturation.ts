import { contextOf } from '../effects/contexts/contexts.ts';
import { fanOutsOf, fanOutWidth, isWorkers, type FanOut } from '../effects/concurrency/fan-out.ts';
import { functionOf, type FunctionRef, type Program } from '../effects/program.ts';
import { taskPoolUse } from '../effects/blocking/threadpool.ts';
import type { Finding } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callSpan, pathFrom } from './words.ts';

/** All threads of libuv's pool kept busy at once, so that files and host names wait behind them. */
export const threadpoolSaturation: Rule = {
  meta: {
    id: 'unblock/threadpool-saturation',
    summary: 'Long computations on all threads that files and host names wait for.',
    languages: ['javascript'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: inFunctions((program, ref) =>
    fanOutsOf(program, ref).flatMap((fanOut) => findingFor(program, ref, fanOut) ?? []),
  ),
};

/** Node's own number, unless UV_THREADPOOL_SIZE says otherwise. */
const THREADS = 4;

function findingFor(program: Program, ref: FunctionRef, fanOut: FanOut): Finding | undefined {
  const { file, function: owner } = ref;
  if (owner === 0 || functionOf(file, owner).kind === 'module') return undefined;
  const width = fanOutWidth(program, file, fanOut);
  if (width === 'chosen' || (width !== undefined && width < THREADS) || isWorkers(program, file, fanOut))
    return undefined;
  const use = taskPoolUse(program, file, fanOut);
  const context = contextOf(program, ref);
  if (!use || context.kind === 'off') return undefined;
  const name = use.symbol.replace(/^.*#/, '').replace(/^default\.?/, '') || use.symbol;
  const many = width === undefined ? 'As many as the list is long' : String(width);
  return {
    rule: 'unblock/threadpool-saturation',
    level: context.kind === 'proven' && context.handler ? 'information' : 'hint',
    ...callSpan(file, fanOut.combinator.value),
    message: `Each \`${name}\` keeps one of libuv's four threads busy; with all of them at once, files and host names wait.`,
    related: [
      {
        ...pathFrom(file, use.in.file),
        ...callSpan(use.in.file, use.call.value),
        message: `Each task calls \`${name}\`.`,
      },
    ],
    advice: {
      why: `${many} of them stand in line for four threads, and every \`fs\` call and \`dns.lookup\` of the process stands behind them, those of other requests, too.`,
      instead:
        'Let two or three run at a time with `p-limit`, so that a thread stays free; set `UV_THREADPOOL_SIZE` to the number of cores where the machine has more than four.',
    },
    subject: {
      kind: 'threadpool-saturation',
      function: owner,
      combinator: fanOut.combinator.value,
      shape: fanOut.shape,
      call: fanOut.call,
      task: fanOut.task,
    },
  };
}
