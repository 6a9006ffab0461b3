import type { ValueId } from '../../model/facts.ts';
import { edgesInto } from '../calls/callers.ts';
import { callAt, type Call, type Edge } from '../calls/graph.ts';
import { stepsOfKind } from '../calls/steps.ts';
import { functionCache } from '../file-cache.ts';
import { functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { isUnknownCall } from './call-habits.ts';
import { fatesOf, isLost } from './promise-fates.ts';
import { promiseOfCalling, promiseValue, type PromiseValue } from './promise-values.ts';
import { failureOf, type Failure } from './rejection.ts';

/** The failure that is lost with a promise that nobody takes. */
export interface LostFailure {
  readonly failure: Failure;
  /** `likely`: it depends on code that nobody here can see. */
  readonly by: 'proof' | 'likely';
}

/** How a promise may fail of which nobody hears: by itself, by one of those that a combinator waits for, or by what nobody here can see. */
export function lostFailure(program: Program, file: File, call: Call, promise: PromiseValue): LostFailure | undefined {
  const failure = failureOf(program, promise) ?? elementFailure(program, file, call);
  if (failure) return { failure, by: 'proof' };
  const { symbol, by } = promise;
  if (symbol?.kind !== 'function') return undefined;
  const unseen = by === 'type' ? 'library' : unseenResult(program, symbol);
  return unseen && { failure: unseen, by: 'likely' };
}

/** `Promise.all([save(), send()])` fails when one of them does. */
function elementFailure(program: Program, file: File, { value: id, entry }: Call): Failure | undefined {
  if (entry?.combinator === undefined || entry.combinator === 'allSettled') return undefined;
  const value = valueOf(file, id);
  const list = value.kind === 'call' ? value.args[0] : undefined;
  if (!list || list.spread) return undefined;
  const made = valueOf(file, settle(file, list.value));
  if (made.kind === 'array') return made.elements.flatMap((each) => failureAt(program, file, each.value) ?? [])[0];
  const callee = made.kind === 'call' ? valueOf(file, made.callee) : undefined;
  const [mapper] = made.kind === 'call' ? made.args : [];
  if (callee?.kind !== 'member' || callee.name !== 'map' || !mapper) return undefined;
  const task = resolveValue(program, file, mapper.value);
  const promise = task && promiseOfCalling(program, task);
  return promise && failureOf(program, promise);
}

function failureAt(program: Program, file: File, id: ValueId): Failure | undefined {
  const promise = promiseValue(program, file, settle(file, id));
  return promise?.kind === 'promise' ? failureOf(program, promise) : undefined;
}

/** `async function remove(id) { return client.remove(id); }`: it is async for what it hands on, whatever that is. */
function unseenResult(program: Program, { file, function: id }: FunctionRef): Failure | undefined {
  const { isAsync, body } = functionOf(file, id);
  if (!isAsync) return undefined;
  const [given] = stepsOfKind(body, 'return').flatMap(({ value }) => {
    const call = value === undefined ? undefined : callAt(program, file, value);
    const made = call && valueOf(file, call.value);
    return call && made?.kind === 'call' && isUnknownCall(call) ? [made] : [];
  });
  return given && { file, at: given };
}

/** So many other calls that all wait show that a call is meant to be waited for. */
const SEVERAL = 2;
/** So many that nobody waits for are no slips, but the way in which this program does it. */
const MANY = 10;

/** What becomes of all calls of a function that is known. */
interface Treatment {
  readonly calls: readonly { readonly edge: Edge; readonly waits: boolean }[];
  readonly lost: number;
}

const treatmentOf = functionCache(
  (program, ref): Treatment => {
    const calls = edgesInto(program, ref)
      .filter(({ how }) => how === 'call')
      .map((edge) => {
        const fates = fatesOf(program, edge.from.file, edge.site.value);
        return { edge, isLost: isLost(fates), waits: !isLost(fates) && fates.every(({ as }) => as !== 'voided') };
      });
    return { calls, lost: calls.filter((each) => each.isLost).length };
  },
  { reachesFar: true },
);

/** Whether all other calls of the function wait for it, several at least. */
export function isAwaitedElsewhere(program: Program, file: File, call: Call, { symbol }: PromiseValue): boolean {
  if (symbol?.kind !== 'function') return false;
  const others = treatmentOf(program, symbol).calls.filter(
    ({ edge: { from, site } }) => !(from.file === file && site.value === call.value),
  );
  return others.length >= SEVERAL && others.every(({ waits }) => waits);
}

/** Whether the program drops what the function gives as a habit. */
export function isUsuallyDropped(program: Program, { symbol }: PromiseValue): boolean {
  return symbol?.kind === 'function' && treatmentOf(program, symbol).lost > MANY;
}
