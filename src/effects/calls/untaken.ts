import type { Literal } from '../../knowledge/schema.ts';
import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import type { Value } from '../../model/value.ts';
import { edgesFrom } from './callers.ts';
import type { Edge } from './graph.ts';
import { told } from '../values/options.ts';
import {
  bindingOf,
  functionOf,
  isPython,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { innerSteps } from './steps.ts';

/** A call on the way down, and the function that it enters; absent at the end. */
interface Hop {
  readonly site: { readonly value: ValueId };
  readonly into?: FunctionRef;
}

/** What the parameters of a function hold that a call gives literals for, or that have one as their default. */
type Known = ReadonlyMap<BindingId, Literal>;

/**
 * Whether what the call at the edge passes, or leaves out, keeps the functions below from coming to the end of the way:
 * `save(user, false)`, where only `if (now) writeFileSync(…)` writes, also where `save` only hands `now` on.
 */
export function isUntaken(program: Program, edge: Edge, way: readonly Hop[]): boolean {
  if (edge.how !== 'call') return false;
  let ref = edge.to;
  let known = literalsAt(program, edge, noneKnown);
  for (const { site, into } of way) {
    if (known.size === 0) return false;
    const turns = wayTo(functionOf(ref.file, ref.function).body, site.value) ?? [];
    if (turns.some(({ test, holds }) => outcome(ref.file, known, test) === !holds)) return true;
    const next =
      into && edgesFrom(program, ref).find((each) => each.site.value === site.value && isSame(each.to, into));
    if (next?.how !== 'call') return false;
    known = literalsAt(program, next, known);
    ref = next.to;
  }
  return false;
}

const noneKnown: Known = new Map();

function isSame(one: FunctionRef, other: FunctionRef): boolean {
  return one.file === other.file && one.function === other.function;
}

/** What a test must have said on the way to a value. */
export interface Turn {
  readonly test: ValueId;
  readonly holds: boolean;
}

/** The tests that decide whether the step which evaluates `value` is reached, from the outermost in. */
export function wayTo(steps: readonly Step[], value: ValueId): readonly Turn[] | undefined {
  const passed: Turn[] = [];
  for (const step of steps) {
    if (step.kind === 'evaluate' && step.value === value) return passed;
    const isTwoWay = step.kind === 'branch' && (step.form === 'if' || step.form === 'conditional');
    for (const [arm, inner] of innerSteps(step).entries()) {
      const rest = wayTo(inner, value);
      if (rest) return [...passed, ...(isTwoWay ? [{ test: step.test, holds: arm === 0 }] : []), ...rest];
    }
    // `if (!wanted) return;`: whoever comes further has been let through.
    const left = isTwoWay ? step.arms.findIndex((arm) => leaves(arm)) : -1;
    if (isTwoWay && left >= 0) passed.push({ test: step.test, holds: left !== 0 });
  }
  return undefined;
}

function leaves(arm: readonly Step[]): boolean {
  const last = arm.at(-1)?.kind;
  return last === 'return' || last === 'throw';
}

/** Whether the test holds, as far as the literals that a function was given decide it. */
function outcome(file: File, known: Known, test: ValueId): boolean | undefined {
  const value = valueOf(file, test);
  const inner = (id: ValueId): boolean | undefined => outcome(file, known, id);
  if (value.kind === 'name') {
    const given = known.get(value.binding);
    return given === undefined ? undefined : Boolean(given);
  }
  if (value.kind === 'choice' && (value.form === '&&' || value.form === '||')) {
    // One that is false decides `and`, one that is true `or`; else all must be known.
    const decides = value.form === '||';
    const parts = value.of.map(inner);
    if (parts.includes(decides)) return decides;
    return parts.includes(undefined) ? undefined : !decides;
  }
  if (value.kind !== 'operation') return undefined;
  const [left, right] = value.operands;
  if (left === undefined) return undefined;
  if (value.operator === '!' || value.operator === 'not') {
    const held = inner(left);
    return held === undefined ? undefined : !held;
  }
  const isEqual = /^(===?|is)$/.test(value.operator);
  if (right === undefined || !(isEqual || /^(!==?|is not)$/.test(value.operator))) return undefined;
  const [one, other] = [literalAt(file, known, left), literalAt(file, known, right)];
  if (one === undefined || other === undefined) return undefined;
  // `1 == '1'` is a matter of its own; nothing but `null` is `null`.
  if (typeof one !== typeof other && one !== null && other !== null) return undefined;
  return (one === other) === isEqual;
}

function literalAt(file: File, known: Known, id: ValueId): Literal | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') return known.get(value.binding);
  return value.kind === 'literal' ? value.value : undefined;
}

/** The literals that parameters of the called function surely hold, which never hold anything else. */
function literalsAt(program: Program, { from, to, site }: Edge, known: Known): Known {
  const call = valueOf(from.file, site.value);
  if (call.kind !== 'call' && call.kind !== 'new') return noneKnown;
  const { parameters, owner } = functionOf(to.file, to.function);
  const python = isPython(to.file);
  // `Cache.save(cache, True)` gives Python's `self` as well.
  const isCounted = !python || owner === undefined || isOfInstance(program, from.file, call);
  const found = new Map<BindingId, Literal>();
  for (const [index, { name, binding, isRest, default: usual }] of parameters.entries()) {
    if (isRest || name === '' || bindingOf(to.file, binding).reassigned > 0) continue;
    const option = { ...(isCounted && { argument: index }), ...(python && { keyword: name }) };
    const given = told(program, from.file, call.args, option);
    const isLeftOut =
      given === 'nothing' && (isCounted || call.args.filter(({ keyword }) => keyword === undefined).length < index);
    const literal =
      typeof given === 'string'
        ? isLeftOut && usual !== undefined
          ? literalAt(to.file, noneKnown, usual)
          : undefined
        : (literalAt(given.file, known, given.value) ??
          literalAt(given.file, noneKnown, settle(given.file, given.value)));
    if (literal !== undefined) found.set(binding, literal);
  }
  return found;
}

/** What stands before the dot is an object of the class. */
function isOfInstance(program: Program, file: File, call: Value): boolean {
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (callee?.kind !== 'member') return false;
  const object = valueOf(file, callee.object);
  if (object.kind === 'this') return !functionOf(file, object.function).isStatic;
  const symbol = resolveValue(program, file, callee.object);
  return symbol?.kind === 'object' || symbol?.kind === 'instance';
}
