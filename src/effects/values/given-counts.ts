import type { ValueId } from '../../model/facts.ts';
import type { Edge } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { givenArgument } from './given-argument.ts';
import { requestPart } from './sources.ts';

const smallByName = /retr|attempt|depth|level|round|worker|concurren|thread|indent|digits|precision/i;

/**
 * Whether a number is one that callers or requests give, as `n` of `for (let i = 0; i < n; i++)`: it may be anything, where a list's
 * length is at least paid for.
 */
export function isGivenCount(program: Program, file: File, to: ValueId): boolean {
  const inner = (each: ValueId): boolean => isGivenCount(program, file, each);
  const named = valueOf(file, to);
  if (named.kind === 'name' && smallByName.test(bindingOf(file, named.binding).name)) return false;
  const settled = settle(file, to);
  const value = valueOf(file, settled);
  switch (value.kind) {
    case 'operation':
      return value.operands.some(inner);
    case 'call':
      return keepsSize(file, value.callee) && value.args.some((argument) => inner(argument.value));
    case 'name':
      return isGiven(file, value.binding);
    case 'member':
      if (isLength(value.name) || smallByName.test(value.name)) return false;
      return isOption(file, value.object) || requestPart(program, file, settled) !== undefined;
    default:
      return requestPart(program, file, settled) !== undefined;
  }
}

function isGiven(file: File, binding: number): boolean {
  const { kind, name, parameter } = bindingOf(file, binding);
  const own = parameter && functionOf(file, parameter.function).parameters[parameter.index];
  // A default is a number that somebody thought of, and most callers use it.
  return kind === 'parameter' && own !== undefined && own.default === undefined && !smallByName.test(name);
}

/** `{ count }` among the parameters. A member of a named parameter, such as `image.width`, mostly says how much data it has. */
function isOption(file: File, object: ValueId): boolean {
  const value = valueOf(file, object);
  return value.kind === 'name' && bindingOf(file, value.binding).name === '' && isGiven(file, value.binding);
}

const numeric = /^(Number|parseInt|parseFloat|BigInt|int|float)$/;

/** Calls whose result is about as large as their argument. `Math.min` is what one writes to keep a number small. */
function keepsSize(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  if (value.kind === 'global') return numeric.test(value.name);
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  return value.kind === 'member' && object?.kind === 'global' && object.name === 'Math' && value.name !== 'min';
}

/** The name of how many elements something has. */
export function isLength(name: string): boolean {
  return name === 'length' || name === 'size';
}

/**
 * Whether a given number of function `ref` still comes from outside when the calls `edges`, from the first to the one that enters `ref`,
 * lead there: `chars(16)` makes a small number of what might have been any.
 */
export function isGivenThrough(program: Program, ref: FunctionRef, count: ValueId, edges: readonly Edge[]): boolean {
  const last = edges.at(-1);
  if (!isGivenCount(program, ref.file, count) && !isRead(ref.file, count)) return false;
  if (!last) return true;
  const parts = parametersIn(ref, count);
  // Of `rows * 4` one part that is given is enough.
  return (
    parts.length === 0 ||
    parts.some(({ index, property }) => {
      const passed = argumentOf(last, index);
      const value =
        property === undefined || passed === undefined ? passed : propertyOf(last.from.file, passed, property);
      return value !== undefined && isGivenThrough(program, last.from, value, edges.slice(0, -1));
    })
  );
}

/** `Number(text)`: what has to be made a number was text before, and nobody writes a number of their own that way. */
function isRead(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'global' || !numeric.test(callee.name)) return false;
  return value.args.some((argument) => valueOf(file, settle(file, argument.value)).kind === 'call');
}

interface Part {
  readonly index: number;
  /** It is this property of the parameter: `{ count }`. */
  readonly property?: string;
}

/** Which parameters of the function itself a number is made of. */
function parametersIn(ref: FunctionRef, id: ValueId): Part[] {
  const value = valueOf(ref.file, settle(ref.file, id));
  switch (value.kind) {
    case 'operation':
      return value.operands.flatMap((operand) => parametersIn(ref, operand));
    case 'call':
      return value.args.flatMap((argument) => parametersIn(ref, argument.value));
    case 'name':
      return parameterOf(ref, value.binding);
    case 'member': {
      const object = valueOf(ref.file, value.object);
      if (object.kind !== 'name') return [];
      return parameterOf(ref, object.binding).map((part) => ({ ...part, property: value.name }));
    }
    default:
      return [];
  }
}

function parameterOf({ file, function: id }: FunctionRef, binding: number): Part[] {
  const { parameter } = bindingOf(file, binding);
  return parameter?.function === id ? [{ index: parameter.index }] : [];
}

function argumentOf({ how, from, to, site }: Edge, index: number): ValueId | undefined {
  const call = valueOf(from.file, site.value);
  if (how !== 'call' || (call.kind !== 'call' && call.kind !== 'new')) return undefined;
  return givenArgument(call.args, to, index);
}

function propertyOf(file: File, id: ValueId, name: string): ValueId | undefined {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'object' ? value.properties.find((each) => each.name === name)?.value : undefined;
}
