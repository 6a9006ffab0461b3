import type { ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { Handler, Step } from '../../model/step.ts';
import type { Member } from '../../model/value.ts';
import { classOf, functionOf, settle, valueOf, type File, type FunctionRef } from '../program.ts';
import { usesOf } from '../values/uses.ts';

/** Whether an error may come from a value that is computed here. */
type Risky = (file: File, id: ValueId) => boolean;

/**
 * The first place from which an error leaves a function: a call, an `await` or a `throw` that no `catch` around it takes. Calls of the
 * function's own parameters do not count, as of `resolve` in an executor, nor does printing. Undefined where all is caught.
 */
export function firstUncaught({ file, function: id }: FunctionRef): Span | undefined {
  return firstIn(file, functionOf(file, id).body, mayThrow);
}

/**
 * The first `await` or `throw` whose error leaves a function: what fails now and then, where a plain call fails by a mistake. What is
 * awaited counts unless `isSafe` says that it never fails.
 */
export function firstUncaughtWait({ file, function: id }: FunctionRef, isSafe: Risky = never): Span | undefined {
  return firstIn(file, functionOf(file, id).body, (within, value) => {
    const awaited = valueOf(within, value);
    return awaited.kind === 'await' && mayReject(within, value) && !isSafe(within, awaited.of);
  });
}

const never: Risky = () => false;

function firstIn(file: File, steps: readonly Step[], risky: Risky): Span | undefined {
  return firstOf(steps, (step) => uncaughtIn(file, step, risky));
}

function uncaughtIn(file: File, step: Step, risky: Risky): Span | undefined {
  switch (step.kind) {
    case 'evaluate':
      return risky(file, step.value) ? valueOf(file, step.value) : undefined;
    case 'throw':
      return step;
    case 'branch':
      return firstOf(step.arms, (arm) => firstIn(file, arm, risky));
    case 'loop':
    case 'region':
      return firstIn(file, step.body, risky);
    case 'try': {
      const { body, handlers, otherwise = [], finalizer = [] } = step;
      const own = handlers.some((handler) => catchesAll(file, handler)) ? undefined : firstIn(file, body, risky);
      return (
        own ??
        firstOf(handlers, (handler) => firstIn(file, handler.body, risky)) ??
        firstIn(file, otherwise, risky) ??
        firstIn(file, finalizer, risky)
      );
    }
    default:
      return undefined;
  }
}

function firstOf<T>(all: readonly T[], look: (each: T) => Span | undefined): Span | undefined {
  for (const each of all) {
    const found = look(each);
    if (found) return found;
  }
  return undefined;
}

const everything = new Set(['Exception', 'BaseException']);

function catchesAll(file: File, { catches }: Handler): boolean {
  return (
    catches.length === 0 ||
    catches.some((each) => {
      const value = valueOf(file, each);
      return value.kind === 'global' && everything.has(value.name);
    })
  );
}

/** What every program calls without a thought of failure: printing and clocks. */
const harmlessObjects = new Set(['console', 'performance', 'Math', 'Date', 'logger', 'log', 'logging']);
const harmlessGlobals = new Set([
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask', 'String', 'Boolean', 'print',
]); // prettier-ignore

function mayReject(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'await' && !onlyResolves(file, value.of);
}

function mayThrow(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'await') return mayReject(file, id);
  if (value.kind !== 'call' && value.kind !== 'new') return false;
  const callee = valueOf(file, settle(file, value.callee));
  // A promise keeps what its executor throws until somebody awaits it.
  if (callee.kind === 'global')
    return !harmlessGlobals.has(callee.name) && !(value.kind === 'new' && callee.name === 'Promise');
  if (callee.kind === 'name') return file.facts.bindings[callee.binding]?.kind !== 'parameter';
  if (callee.kind !== 'member') return true;
  const object = valueOf(file, callee.object);
  const name =
    object.kind === 'global'
      ? object.name
      : object.kind === 'name'
        ? file.facts.bindings[object.binding]?.name
        : object.kind === 'member'
          ? object.name
          : undefined;
  return name === undefined || !harmlessObjects.has(name);
}

/** What is awaited can only come true: nothing that makes it fails, and nobody was given a way to reject it. */
export function onlyResolves(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'member') return keepsOnlySuch(file, value);
  if (value.kind !== 'new') return false;
  const [executor] = value.args;
  const written = executor && valueOf(file, executor.value);
  if (written?.kind !== 'function') return false;
  const ref = { file, function: written.function };
  return !asksForReject(ref) && (firstUncaught(ref) === undefined || onlyTellsResolve(ref));
}

function asksForReject({ file, function: id }: FunctionRef): boolean {
  const reject = functionOf(file, id).parameters[1];
  return reject !== undefined && usesOf(file).names(reject.binding).length > 0;
}

/** `this.ready`, which its class only ever sets to such a promise. */
function keepsOnlySuch(file: File, { object: id, name }: Member): boolean {
  const object = valueOf(file, id);
  const owner = object.kind === 'this' ? functionOf(file, object.function).owner : undefined;
  if (owner === undefined) return false;
  const uses = usesOf(file);
  const initial = classOf(file, owner)?.members.find((each) => each.name === name)?.init;
  const kept = uses.memberWrites(name).flatMap((target) => uses.writtenTo(target) ?? []);
  const all = initial === undefined ? kept : [initial, ...kept];
  return (
    all.length > 0 && all.every((each) => valueOf(file, settle(file, each)).kind === 'new' && onlyResolves(file, each))
  );
}

/** An executor without `reject` that does no more than hand `resolve` to a listener or timer, and resolves to what is there already. */
function onlyTellsResolve({ file, function: id }: FunctionRef): boolean {
  const { isAsync, parameters, body } = functionOf(file, id);
  const [resolve] = parameters;
  if (isAsync || parameters.length !== 1 || !resolve || resolve.isRest) return false;
  const uses = usesOf(file);
  const isPlain = uses.names(resolve.binding).every((name) =>
    uses.of(name).every(({ as, by }) => {
      const call = as === 'callee' && by !== undefined ? valueOf(file, by) : undefined;
      const [given] = call?.kind === 'call' ? call.args : [];
      return !given || !/^(call|new|import)$/.test(valueOf(file, settle(file, given.value)).kind);
    }),
  );
  return (
    isPlain &&
    firstIn(file, body, (within, value) => mayThrow(within, value) && !takesCallback(within, value)) === undefined
  );
}

/** `emitter.once('ready', () => …)`: to be told later is asked for by no work that fails. */
function takesCallback(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return (
    value.kind === 'call' && value.args.some((each) => valueOf(file, settle(file, each.value)).kind === 'function')
  );
}
