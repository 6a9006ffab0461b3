import { catchAround } from '../effects/promises/enclosing-try.ts';
import { neverEnds } from '../effects/promises/endless.ts';
import { edgesInto } from '../effects/calls/callers.ts';
import type { Call } from '../effects/calls/graph.ts';
import { leadsTo } from '../effects/calls/leads-to.ts';
import { filledLate } from '../effects/promises/late-fields.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { fatesOf, isLost, isTaken, type Fate } from '../effects/promises/promise-fates.ts';
import { promiseValue, type PromiseValue } from '../effects/promises/promise-values.ts';
import { isAwaitedElsewhere, isUsuallyDropped, lostFailure } from '../effects/promises/lost-failure.ts';
import { failureOf, type Failure } from '../effects/promises/rejection.ts';
import { repeatsBefore } from '../effects/promises/repeating-catch.ts';
import { isAtDesk } from '../effects/contexts/desk.ts';
import { hearsRejections } from '../effects/promises/rejection-listeners.ts';
import { usualAwaits } from '../effects/promises/usual-awaits.ts';
import { isOfFrontEnd, isOfInterface } from '../effects/contexts/pages.ts';
import { handlesRequests } from '../effects/contexts/requests.ts';
import { namesALogCall, namesAReport } from '../effects/silence.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import type { Handler } from '../model/step.ts';
import type { Value } from '../model/value.ts';
import { inCalls, type Rule } from './rule.ts';
import { callName, callSpan, otherPlaces, pathFrom } from './words.ts';

/** A promise that nobody awaits, keeps or catches: the code goes on too early, and an error ends the process. */
export const floatingPromise: Rule = {
  meta: {
    id: 'unblock/floating-promise',
    summary: 'A promise that nobody awaits and whose failure nobody hears of.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inCalls(
    (program, file, call) =>
      floating(program, file, call) ?? pastCatch(program, file, call) ?? unusual(program, file, call),
  ),
};

function floating(program: Program, file: File, call: Call): Finding | undefined {
  // What becomes of it takes less time to see than what it is.
  if (isExcused(call) || isTaken(file, call.value)) return undefined;
  const promise = promiseValue(program, file, call.value);
  if (promise?.kind !== 'promise') return undefined;
  const fates = fatesOf(program, file, call.value);
  const value = valueOf(file, call.value);
  if (!isLost(fates) || isMessage(file, value)) return undefined;
  const lost = lostFailure(program, file, call, promise);
  if (!lost || isStart(program, file, call, promise) || filledLate(program, file, call)) return undefined;
  const owner: FunctionRef = { file, function: call.function };
  const around = catchAround(owner, call.value);
  const name = callName(file, call.value);
  const { isAsync } = functionOf(file, call.function);
  const matters = isAsync || handlesRequests(program, owner);
  const isInPage = isOfInterface(file) || isOfFrontEnd(program, file);
  const isUsual = (): boolean => isAwaitedElsewhere(program, file, call, promise);
  // A written type alone makes a promise of every message that somebody shows.
  if (lost.by === 'likely' && (!matters || (promise.by === 'type' && !isUsual()))) return undefined;
  return {
    rule: 'unblock/floating-promise',
    level: levelOf({
      isCaught: around !== undefined,
      matters,
      isSure: lost.by === 'proof' && promise.by !== 'type',
      isAtDesk: isAtDesk(program, file),
      isInPage,
      isUsual,
      isHabit: () => isUsuallyDropped(program, promise),
      isMeant: () => isInPage || isAtDesk(program, file) || hearsRejections(program, file) || isEndless(promise),
    }),
    ...callSpan(file, call.value),
    message: messageOf(name, fates, file, around !== undefined),
    related: placeOf(file, lost.failure),
    advice: {
      why: `The code goes on before \`${name}\` is done, and nobody hears of its failure: in Node an unhandled rejection ends the process.`,
      instead: isAsync
        ? `Await it. Where it is meant to run on by itself, say so and take its error: \`void ${name}(…).catch(report)\`.`
        : `Return its promise, or take its error: \`${name}(…).catch(report)\`.`,
    },
    subject: { kind: 'floating-promise', how: 'lost', function: call.function, call: call.value },
  };
}

/** `return load()` in a `try`: by the time it fails, the `catch` is gone. */
function pastCatch(program: Program, file: File, call: Call): Finding | undefined {
  const owner: FunctionRef = { file, function: call.function };
  const { isAsync } = functionOf(file, call.function);
  const around = isAsync ? catchAround(owner, call.value) : undefined;
  // What is thrown on as it is reaches whoever called, with or without the `catch`.
  if (!around || around.handlers.every((handler) => throwsOn(file, handler))) return undefined;
  // The same once more, or what has been done already: whoever called is told all the same.
  if (around.handlers.every((handler) => repeatsBefore(file, around, handler, call.value))) return undefined;
  const promise = promiseValue(program, file, call.value);
  if (promise?.kind !== 'promise' || isAgain(program, promise, owner)) return undefined;
  const [fate, ...others] = fatesOf(program, file, call.value);
  const failure = failureOf(program, promise);
  if (fate?.as !== 'returned' || fate.handled || others.length > 0 || !failure) return undefined;
  const name = callName(file, call.value);
  return {
    rule: 'unblock/floating-promise',
    level: 'information',
    ...callSpan(file, call.value),
    message: `The \`catch\` around it never sees \`${name}\` fail: its promise is returned without \`await\`.`,
    related: placeOf(file, failure),
    advice: {
      why: 'The function returns at once, and leaves the `try` with that. The promise fails later, in the hands of the caller.',
      instead: `Write \`return await ${name}(…)\`, which keeps the function inside of the \`try\` until it is done.`,
    },
    subject: { kind: 'floating-promise', how: 'past-catch', function: call.function, call: call.value },
  };
}

/** The process ends right after it, or nobody but a developer gets there. */
function isExcused({ excuse }: Call): boolean {
  return excuse === 'exiting' || excuse === 'developing';
}

/** `catch (error) { throw error; }` */
function throwsOn(file: File, { binding, body }: Handler): boolean {
  const [step] = body;
  const thrown = step?.kind === 'throw' && step.value !== undefined ? valueOf(file, step.value) : undefined;
  return thrown?.kind === 'name' && thrown.binding === binding;
}

/** A call of which nothing is known, except that others of its name are awaited. */
function unusual(program: Program, file: File, call: Call): Finding | undefined {
  if (isExcused(call)) return undefined;
  const usual = usualAwaits(program, file, call);
  const value = valueOf(file, call.value);
  if (!usual || isMessage(file, value)) return undefined;
  const name = callName(file, call.value);
  return {
    rule: 'unblock/floating-promise',
    level: 'information',
    ...callSpan(file, call.value),
    message: `Nobody awaits \`${name}\` here, as ${otherPlaces(usual)}.`,
    related: [],
    advice: {
      why: `What \`${name}\` does is not known; that nearly all others await it says that it takes its time and may fail. Here the code goes on before it is done, and nobody hears of a failure.`,
      instead: `Await it. Where it is meant to run on by itself, say so: \`void ${name}(…)\`.`,
    },
    subject: { kind: 'floating-promise', how: 'usual', function: call.function, call: call.value },
  };
}

/** A line for a log or a report of use. */
function isMessage(file: File, value: Value): boolean {
  return value.kind === 'call' && (namesALogCall(file, value.callee) || namesAReport(file, value.callee));
}

/** `pollQueue()` that goes round for ever: nothing would come after an `await`. */
function isEndless({ symbol }: PromiseValue): boolean {
  return symbol?.kind === 'function' && neverEnds(symbol);
}

/** `return load(attempt + 1)` in `load`, or in what `load` is made of: the next attempt has a `catch` of its own, the same one. */
function isAgain(program: Program, { symbol }: PromiseValue, owner: FunctionRef): boolean {
  return symbol?.kind === 'function' && leadsTo(program, symbol, owner);
}

interface Evidence {
  /** A `catch` around the call waits for the error. */
  readonly isCaught: boolean;
  /** The function could await it, or handles requests. */
  readonly matters: boolean;
  /** It is a promise, and fails now and then. */
  readonly isSure: boolean;
  /** An editor or a desktop writes down what fails, and goes on: many a refresh is started in a `try` and left to itself. */
  readonly isAtDesk: boolean;
  /** What a person looks at is told to draw itself anew, and goes on. */
  readonly isInPage: boolean;
  /** Everybody else waits for it. */
  readonly isUsual: () => boolean;
  /** Hardly anybody does. */
  readonly isHabit: () => boolean;
  /** Somebody hears of all failures in the end, a page goes on without it, or nobody could wait for it. */
  readonly isMeant: () => boolean;
}

/**
 * An `await` is missing for sure where a `catch` waits for the error. Where nobody can await, it may be meant so, but a request that
 * can end the whole server is not.
 */
function levelOf({ isCaught, matters, isSure, isAtDesk, isInPage, isUsual, isHabit, isMeant }: Evidence): Level {
  if (!matters || isHabit()) return 'hint';
  if (isCaught && isSure) return isAtDesk ? 'information' : 'warning';
  if (isUsual()) return isInPage ? 'hint' : 'information';
  return isSure && !isMeant() ? 'information' : 'hint';
}

/** `main()` at the end of a module starts the program, or goes on with it: its failure ends it, as it should. */
function isStart(program: Program, file: File, call: Call, { symbol }: PromiseValue): boolean {
  return symbol?.kind === 'function' && (call.function === 0 || isLastOfProgram(program, file, call));
}

/** `(async () => { …; run(options); })();` of a program: nothing comes after it that could wait. */
function isLastOfProgram(program: Program, file: File, { function: owner, value }: Call): boolean {
  if (file.role.kind !== 'program') return false;
  const last = functionOf(file, owner).body.at(-1);
  if (last?.kind !== 'evaluate' || last.value !== value) return false;
  const edges = edgesInto(program, { file, function: owner });
  return edges.length === 1 && edges[0]?.how === 'call' && edges[0].from.file === file && edges[0].from.function === 0;
}

function messageOf(name: string, fates: readonly Fate[], file: File, caught: boolean): string {
  const variable = fates.find((fate) => fate.variable !== undefined)?.variable;
  if (variable !== undefined)
    return `Nobody awaits what \`${name}\` gives: \`${bindingOf(file, variable).name}\` is never read.`;
  return caught
    ? `Nobody awaits \`${name}\`, so that the \`catch\` around it never sees it fail.`
    : `Nobody awaits \`${name}\` or hears of its failure.`;
}

function placeOf(home: File, failure: Failure): Related[] {
  if (failure === 'library') return [];
  const { file, at } = failure;
  const path = pathFrom(home, file);
  return [{ ...path, start: at.start, end: at.end, message: 'An error from here gets lost.' }];
}
