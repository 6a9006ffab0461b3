import type { FunctionId, ValueId } from '../../model/facts.ts';
import { handedTo, type Handed } from './callbacks.ts';
import { fileCache } from '../file-cache.ts';
import {
  bindingOf,
  enclosingFunction,
  functionOf,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { sitesOf, type Excuse } from './sites.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf, type Use } from '../values/uses.ts';

/** How a function of the program runs a function that it is handed. */
export interface CallsBack {
  readonly runs: readonly Runs[];
  /** Nothing else happens to it: it is not kept, given back or handed to what is not known. */
  readonly onlyThat: boolean;
}

export interface Runs {
  /** `result`: whenever somebody calls the function that is given back. */
  readonly runs: Handed['runs'] | 'result';
  readonly excuse?: Excuse;
  readonly label?: string;
}

/** Further than this nobody hands a callback on. */
const DEEPEST = 4;

type Memo = Map<FunctionId, CallsBack[]>;

/** By function, then by argument: each call of a function asks. */
const memos = fileCache<Memo>(() => new Map());

/** What becomes of the argument at `index` of a call of `ref`. */
export function callsBack(program: Program, ref: FunctionRef, index: number): CallsBack {
  if (index < 0) return unknown;
  const memo = memos.of(program, ref.file);
  const ofFunction = memo.get(ref.function) ?? [];
  memo.set(ref.function, ofFunction);
  return (ofFunction[index] ??= callsBackAt(program, ref, index, 0));
}

function callsBackAt(program: Program, ref: FunctionRef, index: number, depth: number): CallsBack {
  const { file, function: id } = ref;
  const { parameters, isGenerator } = functionOf(file, id);
  const parameter = parameters[index];
  if (!parameter || parameter.isRest || isGenerator || depth > DEEPEST) return unknown;
  if (bindingOf(file, parameter.binding).reassigned > 0) return unknown;
  const runs: Runs[] = [];
  let onlyThat = true;
  const uses = usesOf(file);
  for (const name of uses.names(parameter.binding)) {
    for (const { as, by } of uses.of(name)) {
      if (as === 'tested' || as === 'operand') continue;
      const called = as === 'callee' ? by : as === 'object' ? calledBy(file, by) : undefined;
      const found =
        called !== undefined
          ? atCall(program, ref, called)
          : as === 'argument'
            ? passedOn(program, ref, name, by, depth)
            : undefined;
      if (found) runs.push(...found.runs);
      if (!found?.onlyThat) onlyThat = false;
    }
  }
  return { runs: withoutTwins(runs), onlyThat };
}

/** Each way once, and without excuse where it has none at one place. */
function withoutTwins(all: readonly Runs[]): Runs[] {
  const found = new Map<Runs['runs'], Runs>();
  for (const each of all) {
    const known = found.get(each.runs);
    if (!known || (known.excuse !== undefined && each.excuse === undefined)) found.set(each.runs, each);
  }
  return [...found.values()];
}

const unknown: CallsBack = { runs: [], onlyThat: false };

/** The call in `callback.call(…)`. */
function calledBy(file: File, member: ValueId | undefined): ValueId | undefined {
  const value = member === undefined ? undefined : valueOf(file, member);
  if (member === undefined || value?.kind !== 'member' || (value.name !== 'call' && value.name !== 'apply'))
    return undefined;
  return usesOf(file)
    .of(member)
    .find(({ as }) => as === 'callee')?.by;
}

/** The callback is called here: by the function itself, or by one within it that runs on its time. */
function atCall(program: Program, { file, function: id }: FunctionRef, call: ValueId): CallsBack {
  const owner = enclosingFunction(file, valueOf(file, call).start);
  const excuse = (sitesOf(file)[owner] ?? []).find(({ value }) => value === call)?.excuse;
  const how = runsWithin(program, file, id, owner);
  return {
    runs: how.map((runs) => ({ runs, ...(excuse === undefined ? {} : { excuse }) })),
    onlyThat: how.length > 0 && !how.includes('result'),
  };
}

/** How a function that stands inside of another runs when that is called; empty where it is not known. */
function runsWithin(program: Program, file: File, outer: FunctionId, inner: FunctionId, depth = 0): Runs['runs'][] {
  if (inner === outer) return [functionOf(file, outer).isAsync ? 'once' : 'inline'];
  const { parent } = functionOf(file, inner);
  if (parent === undefined || depth > DEEPEST) return [];
  const uses = usesOf(file);
  const around = runsWithin(program, file, outer, parent, depth + 1);
  return uses.functions(inner).flatMap((value) =>
    uses.of(value).flatMap(({ as, by }): Runs['runs'][] => {
      if (parent === outer && (as === 'returned' || isGivenBack(file, as, by))) return ['result'];
      if (by === undefined) return [];
      if (as === 'callee') return enclosingFunction(file, valueOf(file, by).start) === parent ? around : [];
      if (as !== 'argument') return [];
      const handed = handedTo(program, file, by).filter(({ argument }) => argument === value);
      return handed.flatMap(({ runs }) => within(around, runs));
    }),
  );
}

/** `const safe = …; return safe;` */
function isGivenBack(file: File, as: Use['as'], by: ValueId | undefined): boolean {
  const target = as === 'written' && by !== undefined ? valueOf(file, by) : undefined;
  if (target?.kind !== 'name' || bindingOf(file, target.binding).init === undefined) return false;
  const uses = usesOf(file);
  return uses.names(target.binding).some((name) => uses.of(name).some((use) => use.as === 'returned'));
}

/** What runs in this way on the time of what runs in those ways. */
function within(around: readonly Runs['runs'][], runs: Runs['runs']): readonly Runs['runs'][] {
  if (runs === 'inline') return around;
  return runs === 'once' && around.includes('result') ? ['result'] : [runs];
}

/** The callback is handed on: to a library that is known, or to another function of the program. */
function passedOn(
  program: Program,
  { file, function: id }: FunctionRef,
  name: ValueId,
  by: ValueId | undefined,
  depth: number,
): CallsBack | undefined {
  const call = by === undefined ? undefined : valueOf(file, by);
  if (by === undefined || (call?.kind !== 'call' && call?.kind !== 'new')) return undefined;
  const owner = enclosingFunction(file, call.start);
  const around = runsWithin(program, file, id, owner);
  const excuse = (sitesOf(file)[owner] ?? []).find(({ value }) => value === by)?.excuse;
  const isReturned =
    owner === id &&
    usesOf(file)
      .of(by)
      .some(({ as }) => as === 'returned');
  const onItsTime = (each: Runs): Runs[] =>
    (each.runs === 'result' && !isReturned ? [] : around.length > 0 ? within(around, each.runs) : [])
      .map((runs) => ({ excuse, ...each, runs }))
      .map(withoutGaps);
  const handed = handedTo(program, file, by).filter(({ argument }) => argument === name);
  if (handed.length > 0) return { runs: handed.flatMap(onItsTime), onlyThat: true };
  const callee = resolveValue(program, file, call.callee);
  const index = call.args.findIndex(({ value }) => value === name);
  if (callee?.kind !== 'function' || callee.receiver || call.args.slice(0, index).some(({ spread }) => spread))
    return undefined;
  const inner = callsBackAt(program, callee, index, depth + 1);
  return { ...inner, runs: inner.runs.flatMap(onItsTime) };
}

function withoutGaps({
  runs,
  excuse,
  label,
}: { [Key in keyof Runs]: Runs[Key] | undefined } & Pick<Runs, 'runs'>): Runs {
  return { runs, ...(excuse === undefined ? {} : { excuse }), ...(label === undefined ? {} : { label }) };
}
