import { contextOf, type Context } from '../effects/contexts/contexts.ts';
import { shortPoolsIn, type ShortPool } from '../effects/threads/pools.ts';
import { isPython, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import {
  hasManyTasks,
  isShortLived,
  startedPerElement,
  workersMadeIn,
  type StartedWorker,
} from '../effects/workers/workers.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import type { Rule } from './rule.ts';
import { callSpan, calleeName, pathFrom, loopProof } from './words.ts';

/** A worker or a pool that is started anew for each request, call or element. */
export const workerPerCall: Rule = {
  meta: {
    id: 'unblock/worker-per-call',
    summary: 'A worker or a pool of workers that is started anew for each request, call or element.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: (program, file) => {
    const { kind } = file.role;
    if (kind !== 'source' && kind !== 'worker') return [];
    return file.facts.functions.flatMap((_, id) => {
      const ref: FunctionRef = { file, function: id };
      if (isPython(file)) return shortPoolsIn(program, ref).flatMap((pool) => poolFinding(program, ref, pool) ?? []);
      return workersMadeIn(program, ref).flatMap((started) => findingFor(program, ref, started) ?? []);
    });
  },
};

/** Why it is started more than once, and how sure that is. */
interface Cause {
  readonly level: Level;
  readonly each: string;
  readonly proof: Related;
}

function findingFor(program: Program, ref: FunctionRef, started: StartedWorker): Finding | undefined {
  if (!isShortLived(program, ref, started)) return undefined;
  const cause = perElement(program, ref, started) ?? perCall(program, ref, started);
  if (!cause) return undefined;
  const { file, function: owner } = ref;
  const { made, isPool } = started;
  const name = nameOf(file, started);
  const what = isPool ? 'pool of workers' : made.what === 'processes' ? 'process' : 'worker';
  const leaks = isPool && made.closings.length === 0 ? ', and none is ever closed' : '';
  return {
    rule: 'unblock/worker-per-call',
    level: cause.level,
    ...callSpan(file, made.call.value),
    message: `\`${name}\` starts a new ${what} for each ${cause.each}${leaks}.`,
    related: [cause.proof],
    advice: {
      why: `A thread has to be started and its code loaded before any work begins, and nothing limits how many there are: when many calls come at once, each brings ${isPool ? 'a pool' : 'a thread'} of its own.`,
      instead: isPool
        ? 'Make one pool when the module is loaded, and close it when the program ends.'
        : 'Keep a pool such as Piscina for all calls: it is warm, and lets what is too much wait.',
      cost: 'A worker takes 23–68 ms to start, a task for one that runs 0.15 ms.',
    },
    subject: { kind: 'worker-per-call', function: owner, call: made.call.value, isPool },
  };
}

/** In Python a pool that works through a list and is gone is how pools are meant to be used; one for a single task is not. */
function poolFinding(program: Program, ref: FunctionRef, pool: ShortPool): Finding | undefined {
  const { file, function: owner } = ref;
  const { made, of } = pool;
  const cause = poolCause(program, ref, pool);
  if (!cause) return undefined;
  const isProcess = of === 'processes';
  return {
    rule: 'unblock/worker-per-call',
    level: cause.level,
    ...callSpan(file, made.call.value),
    message: `\`${nameOf(file, { made })}\` starts a new pool of ${of} for each ${cause.each}${pool.hasMany ? '' : ', and hands it one task'}.`,
    related: [cause.proof],
    advice: {
      why: isProcess
        ? 'Each process starts an interpreter and imports the module before any work begins, and leaving the pool waits until all have ended. Nothing limits how many there are: when many calls come at once, each brings processes of its own.'
        : 'Threads are started and ended around each piece of work, and nothing limits how many there are in all: each call brings its own.',
      instead: 'Make one pool when the program starts, hand all work to it, and shut it down when the program ends.',
      ...(isProcess && {
        cost: 'Measured with Python 3.11: 29 ms (forked) to 315 ms (spawned) for a pool and one task; 0.4 ms for a task of a pool that runs.',
      }),
    },
    subject: { kind: 'worker-per-call', function: owner, call: made.call.value, isPool: true },
  };
}

function poolCause(program: Program, ref: FunctionRef, { of, hasMany, loop }: ShortPool): Cause | undefined {
  const isProcess = of === 'processes';
  if (loop) {
    const level = isProcess ? (hasMany ? 'information' : 'warning') : hasMany ? undefined : 'information';
    return (
      level && { level, each: 'round of the loop', proof: { ...loop.head, message: 'It is made anew in each round.' } }
    );
  }
  const context = contextOf(program, ref);
  const level = poolLevel(context, isProcess, hasMany);
  return level && { level, each: context.handler ? 'request' : 'call', proof: loopProof(ref, context) };
}

function poolLevel({ kind, handler }: Context, isProcess: boolean, hasMany: boolean): Level | undefined {
  if (kind === 'proven' && handler) {
    if (isProcess) return hasMany ? 'information' : 'warning';
    return hasMany ? undefined : 'information';
  }
  if (kind !== 'proven' && kind !== 'likely') return undefined;
  return isProcess && !hasMany ? 'information' : undefined;
}

function perElement(program: Program, ref: FunctionRef, { made, isPool }: StartedWorker): Cause | undefined {
  const found = startedPerElement(program, ref, made);
  if (!found) return undefined;
  const message = 'Nothing here limits how often this comes.';
  const level = isPool ? 'warning' : 'information';
  if (!('site' in found)) return { level, each: 'round of the loop', proof: { ...found.head, message } };
  const { file } = found.from;
  const path = pathFrom(ref.file, file);
  return { level, each: 'element', proof: { ...path, ...callSpan(file, found.site.value), message } };
}

function perCall(program: Program, ref: FunctionRef, started: StartedWorker): Cause | undefined {
  // Of a loop that does not go through data somebody has said how many there shall be.
  if (started.made.made === 'round') return undefined;
  const context = contextOf(program, ref);
  const level = levelIn(context, started, hasManyTasks(program, ref, started));
  if (!level) return undefined;
  return { level, each: context.handler ? 'request' : 'call', proof: loopProof(ref, context) };
}

/** A pool that gets a batch of tasks is worth its start, unless that happens for each request. A person clicks more rarely than that. */
function levelIn(
  { kind, handler }: Context,
  { isPool, inBrowser, made }: StartedWorker,
  manyTasks: boolean,
): Level | undefined {
  if (kind === 'proven' && handler) return inBrowser || (isPool && manyTasks) ? 'information' : 'warning';
  if (kind === 'proven') return isPool && manyTasks ? undefined : 'information';
  if (kind !== 'likely' || (isPool && manyTasks)) return undefined;
  if (isPool) return 'information';
  // A process of its own is mostly there to be apart: its memory, its crash, its end.
  return made.what === 'processes' ? undefined : 'hint';
}

function nameOf(file: File, { made }: Pick<StartedWorker, 'made'>): string {
  const value = valueOf(file, made.call.value);
  if (value.kind === 'new') return `new ${calleeName(file, value.callee)}`;
  return value.kind === 'call' ? calleeName(file, value.callee) : 'it';
}
