import { dependents } from '../effects/promises/dependents.ts';
import type { Call } from '../effects/calls/graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { stepsOfKind } from '../effects/calls/steps.ts';
import { sitesOf } from '../effects/calls/sites.ts';
import { resolveValue } from '../effects/symbols.ts';
import { promiseOfCalling, type PromiseValue } from '../effects/promises/promise-values.ts';
import { failureOf } from '../effects/promises/rejection.ts';
import { hearsRejections } from '../effects/promises/rejection-listeners.ts';
import { isOfInterface } from '../effects/contexts/pages.ts';
import { handlesRequests } from '../effects/contexts/requests.ts';
import { firstUncaught } from '../effects/promises/uncaught.ts';
import { usesOf } from '../effects/values/uses.ts';
import type { Advice, Finding, Level, Related } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, pathFrom } from './words.ts';

/** An async function where nobody looks at the promise: array methods take it for `true`, or return before it is done. */
export const asyncCallback: Rule = {
  meta: {
    id: 'unblock/async-callback',
    summary: 'An async function given to an array method that does not wait for it.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inCalls(findingFor),
};

/** What the method makes of the promise that an async callback returns. */
type Misuse = 'not-awaited' | 'always-true' | 'no-order';

const misuses: Readonly<Record<string, Misuse | undefined>> = {
  forEach: 'not-awaited',
  map: 'not-awaited',
  filter: 'always-true',
  some: 'always-true',
  every: 'always-true',
  find: 'always-true',
  findIndex: 'always-true',
  findLast: 'always-true',
  findLastIndex: 'always-true',
  sort: 'no-order',
  toSorted: 'no-order',
};

const collections = new Set(['global#Array', 'global#Set', 'global#Map']);

function findingFor(program: Program, file: File, call: Call): Finding | undefined {
  const { value: id, symbol, function: owner } = call;
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'member') return undefined;
  const misuse = misuses[callee.name];
  const [argument] = value.args;
  if (misuse === undefined || !argument || argument.spread) return undefined;
  // Only what is no collection for sure is left alone: a stream or an observable may well wait for its callback.
  if (symbol && !(symbol.kind === 'method' && collections.has(symbol.type))) return undefined;
  const isCollection = symbol !== undefined;
  const callback = resolveValue(program, file, argument.value);
  if (callback?.kind !== 'function') return undefined;
  const isAsync = isPlainAsync(callback);
  const given = isAsync ? undefined : promiseOfCalling(program, callback);
  if (!isAsync && given?.kind !== 'promise') return undefined;
  const uses = usesOf(file).of(id);
  if (callee.name === 'map' ? uses.length > 0 : !isCollection && uses.some(({ as }) => as === 'awaited'))
    return undefined;
  const awaited = uses.some(({ as }) => as === 'awaited');
  const judged =
    misuse === 'not-awaited'
      ? given && !awaited
        ? judgeHandedBack(program, file, call, given)
        : judgeUnawaited(file, call, callback, awaited)
      : { level: isCollection && given?.by !== 'type' ? ('warning' as const) : ('information' as const), related: [] };
  if (!judged) return undefined;
  return {
    rule: 'unblock/async-callback',
    level: judged.level,
    ...callSpan(file, id),
    message:
      given && misuse === 'not-awaited'
        ? `\`${callee.name}\` does not wait for the promise that its callback gives.`
        : messages[misuse](callee.name),
    related: judged.related,
    advice: advice[misuse](callee.name),
    subject: { kind: 'async-callback', function: owner, call: id, callback: argument.value, method: callee.name },
  };
}

/** A generator's values are another matter. */
function isPlainAsync({ file, function: id }: FunctionRef): boolean {
  const { isAsync, isGenerator } = functionOf(file, id);
  return isAsync && !isGenerator;
}

interface Judged {
  readonly level: Level;
  readonly related: readonly Related[];
}

/** How much it hurts that the code goes on before the callbacks are done. */
function judgeUnawaited(file: File, call: Call, callback: FunctionRef, awaited: boolean): Judged {
  const waits = (sitesOf(callback.file)[callback.function] ?? []).some(
    ({ value }) => valueOf(callback.file, value).kind === 'await',
  );
  if (awaited) return { level: 'warning', related: [] };
  const early = waits && callback.file === file ? dependents(file, callback.function, call) : undefined;
  if (early) return { level: 'warning', related: [at(early, 'This runs before the callbacks have filled it.')] };
  const lost = firstUncaught(callback);
  if (!lost || !(waits || handsOn(callback))) return { level: 'hint', related: [] };
  const path = pathFrom(file, callback.file);
  return { level: 'information', related: [{ ...path, ...at(lost, 'Nobody hears of an error from here.') }] };
}

/**
 * `list.forEach((each) => save(each))`: what `save` promises is lost as if it stood there alone, which may be meant where nobody could
 * wait for it.
 */
function judgeHandedBack(program: Program, file: File, call: Call, given: PromiseValue): Judged | undefined {
  const failure = failureOf(program, given);
  if (!failure) return undefined;
  const owner: FunctionRef = { file, function: call.function };
  const matters = functionOf(file, call.function).isAsync || handlesRequests(program, owner);
  const isMeant = isOfInterface(file) || hearsRejections(program, file);
  const level = matters && given.by !== 'type' && !isMeant ? 'information' : 'hint';
  if (failure === 'library') return { level, related: [] };
  const place = { ...pathFrom(file, failure.file), start: failure.at.start, end: failure.at.end };
  return { level, related: [{ ...place, message: 'Nobody hears of an error from here.' }] };
}

/** `async (url) => fetch(url)` waits for nothing itself, and leaves to its caller what does. */
function handsOn({ file, function: id }: FunctionRef): boolean {
  return stepsOfKind(functionOf(file, id).body, 'return').some(
    ({ value }) => value !== undefined && valueOf(file, value).kind === 'call',
  );
}

function at({ start, end }: Span, message: string): Related {
  return { start, end, message };
}

const messages: Readonly<Record<Misuse, (method: string) => string>> = {
  'not-awaited': (method) => `\`${method}\` does not wait for its async callback.`,
  'always-true': (method) => `\`${method}\` takes the promise of its async callback for \`true\`, every time.`,
  'no-order': (method) => `\`${method}\` cannot compare by promises: the order stays as it was.`,
};

const advice: Readonly<Record<Misuse, (method: string) => Advice>> = {
  'not-awaited': (method) => ({
    why: `\`${method}\` starts the callback for every element at once and returns: what follows runs before any of them is done, and an error becomes an unhandled rejection, which ends the process in Node.`,
    instead:
      'Write `for (const each of list)` with `await` to do one after the other, or await `Promise.all(list.map(…))`, with a limit where the list may be long.',
  }),
  'always-true': (method) => ({
    why: `An async function returns a promise, and a promise is true whatever it comes to. \`${method}\` decides before any answer is there.`,
    instead:
      'Await the answers first, `await Promise.all(list.map(test))`, and choose by them; or test in a `for…of` loop.',
  }),
  'no-order': () => ({
    why: 'A comparison has to be a number. A promise is none, so nothing is moved.',
    instead: 'Await what to compare by for every element first, and then sort by it.',
  }),
};
