import type { ValueId } from '../../model/facts.ts';
import { edgesInto } from '../calls/callers.ts';
import { valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import type { Escape } from './resource-lifecycle.ts';
import { usesOf } from '../values/uses.ts';
import { workersMadeIn, type StartedWorker } from './workers.ts';

/** A worker whose end nobody hears of. */
export interface Unsupervised {
  readonly started: StartedWorker;
  /** The events that nobody listens to. */
  readonly missing: readonly string[];
  /**
   * What happens then. `thrown`: an error of the worker is thrown in this thread, past every `try`; `unheard`: nobody learns of it;
   * `waits`: only an end without an error goes unheard, and a promise waits for ever.
   */
  readonly harm: 'thrown' | 'unheard' | 'waits';
  /** It is a field or in a list: somebody else may listen. */
  readonly isShared: boolean;
}

/** The workers that a function starts without a listener for their end, as far as that can be seen. */
export function unsupervisedIn(program: Program, ref: FunctionRef): Unsupervised[] {
  return workersMadeIn(program, ref).flatMap((started): Unsupervised[] => {
    const { made, isPool, inBrowser } = started;
    const { listened, kept, escapes, methods } = made;
    if (isPool || kept === 'elsewhere') return [];
    // Whoever is given it may listen; a list of workers is looked through for listeners of any worker.
    if (escapes.some((escape) => !isStored(ref.file, escape))) return [];
    const isShared = kept === 'field' || kept === 'captured' || escapes.length > 0;
    if (isShared && (!listened.has('message') || hearsErrors(ref.file))) return [];
    // `for (const event of events) worker.on(event, …)`
    if (listened.size === 0 && [...methods].some((name) => /^(on|once|add.*Listener)$/.test(name))) return [];
    const harm = harmOf(program, ref, started);
    if (!harm) return [];
    const events = inBrowser || harm === 'thrown' ? ['error'] : ['exit'];
    return [{ started, missing: events.filter((event) => !listened.has(event)), harm, isShared }];
  });
}

/** `workers.push(worker)`, `{ worker }`. */
function isStored(file: File, { as, value }: Escape): boolean {
  if (as !== 'passed') return as === 'stored';
  const call = valueOf(file, value);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'member' && /^(push|unshift|add|set)$/.test(callee.name);
}

function harmOf(
  program: Program,
  ref: FunctionRef,
  { made: { listened, type, what }, inBrowser }: StartedWorker,
): Unsupervised['harm'] | undefined {
  const hearsEnd = ['exit', 'close', 'disconnect'].some((event) => listened.has(event));
  // A process that dies tells so by `exit` alone; its `error` is about starting it.
  if (what === 'processes') return listened.has('message') && !hearsEnd ? 'unheard' : undefined;
  if (!listened.has('error')) {
    if (inBrowser) return listened.has('message') ? 'unheard' : undefined;
    return type.startsWith('node:worker_threads#') ? 'thrown' : undefined;
  }
  return !inBrowser && listened.has('message') && !hearsEnd && isExecutor(program, ref) ? 'waits' : undefined;
}

/** `new Promise((resolve, reject) => { … })`: somebody waits for what the worker answers. */
function isExecutor(program: Program, ref: FunctionRef): boolean {
  return edgesInto(program, ref).some(({ how, from, site }) => {
    return how === 'inline' && valueOf(from.file, site.value).kind === 'new';
  });
}

/** Whether anything in the file listens to errors. */
function hearsErrors(file: File): boolean {
  const { values } = file.facts;
  return (
    usesOf(file).memberWrites('onerror').length > 0 ||
    values.some((value) => value.kind === 'call' && isError(file, value.args[0]?.value))
  );
}

function isError(file: File, id: ValueId | undefined): boolean {
  const value = id === undefined ? undefined : valueOf(file, id);
  return value?.kind === 'literal' && value.value === 'error';
}
