import { graphOf } from '../../../effects/calls/graph.ts';
import { stepsWithin } from '../../../effects/calls/steps.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef } from '../../../effects/program.ts';
import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import type { TypeRef } from '../../../effects/symbols/types.ts';
import { givenTo } from '../../../effects/values/value-flow.ts';
import { usesOf } from '../../../effects/values/uses.ts';
import type { BindingId, ValueId } from '../../../model/facts.ts';
import type { FixRequest } from '../../remedy.ts';
import { holdsOnlyScalars, isScalar } from './plain-types.ts';

/** What somebody has written down as the type of a parameter; undefined where nobody has. */
export type TypeOf = (parameter: BindingId) => TypeRef | undefined;

/**
 * Whether nobody could tell what a function gives from a copy of it: it is made of numbers, texts and other values that nothing can
 * change, in containers that the function made itself.
 */
export function givesNewThings(request: FixRequest, ref: FunctionRef, typeOf: TypeOf): boolean {
  const { returns, body } = functionOf(ref.file, ref.function);
  const type = returns && { file: ref.file, type: returns.type };
  if (type && isScalar(request.program, type)) return true;
  const holdsScalars = type !== undefined && holdsOnlyScalars(request.program, type);
  const question: Question = { request, ref, typeOf, holdsScalars, seen: new Set() };
  return stepsWithin(body).every(
    (step) => step.kind !== 'return' || step.value === undefined || isNew(question, step.value, 'itself'),
  );
}

/** Whether all that a variable of the function is ever given is made there, or a scalar: to change it in place changes nothing of others. */
export function isOwnVariable(request: FixRequest, ref: FunctionRef, binding: BindingId): boolean {
  const typeOf: TypeOf = (parameter) => typeWritten(ref.file, parameter);
  const question: Question = { request, ref, typeOf, holdsScalars: true, seen: new Set() };
  const { init } = bindingOf(ref.file, binding);
  // What is added to it is no other value for it.
  const given = stepsWithin(functionOf(ref.file, ref.function).body).flatMap((step) => {
    const place = step.kind === 'write' && step.operator === undefined ? valueOf(ref.file, step.target) : undefined;
    return step.kind === 'write' && place?.kind === 'name' && place.binding === binding ? [step.value] : [];
  });
  return (init === undefined ? given : [init]).every((each) => isNew(question, each, 'itself'));
}

/** The type that stands beside a variable. */
export function typeWritten(file: File, binding: BindingId): TypeRef | undefined {
  const { annotation } = bindingOf(file, binding);
  return annotation && { file, type: annotation.type };
}

interface Question {
  readonly request: FixRequest;
  readonly ref: FunctionRef;
  readonly typeOf: TypeOf;
  /** By its written type, what it gives holds nothing but scalars: only the container itself may be somebody else's. */
  readonly holdsScalars: boolean;
  /** What is being looked at already: a variable that is made of itself is made of the rest. */
  readonly seen: Set<string>;
}

/** `content`: what is in it is new; it itself may be what somebody has handed in. */
type What = 'itself' | 'content';

function isNew(question: Question, id: ValueId, what: What): boolean {
  const value = valueOf(question.ref.file, id);
  const all = (parts: readonly ValueId[]): boolean => parts.every((each) => isNew(question, each, what));
  switch (value.kind) {
    case 'literal':
    case 'template':
      return true;
    case 'operation':
      // Of two lists, `+` makes a new one, with what is in both.
      return question.holdsScalars || /^(!|<|>|==|is|in|not|%|-|\/|\*\*)/.test(value.operator) || all(value.operands);
    case 'choice':
      return all(value.of);
    case 'array':
      return (
        question.holdsScalars ||
        value.elements.every((each) => isNew(question, each.value, each.spread ? 'content' : 'itself'))
      );
    case 'object':
      return (
        question.holdsScalars ||
        value.properties.every(
          ({ name, key, value: each }) =>
            isNew(question, each, name === undefined && key === undefined ? 'content' : 'itself') &&
            (key === undefined || isNew(question, key, 'itself')),
        )
      );
    case 'element':
    case 'item':
      return isNew(question, value.of, 'content');
    case 'index':
      return isNew(question, value.object, 'content');
    case 'call':
      return givesNew(question, id);
    case 'name':
      return isNewName(question, value.binding, what);
    default:
      return false;
  }
}

function isNewName(question: Question, binding: BindingId, what: What): boolean {
  const { request, ref, seen, typeOf } = question;
  const { scope, parameter, reassigned } = bindingOf(ref.file, binding);
  const key = `${what} ${String(binding)}`;
  if (seen.has(key)) return true;
  seen.add(key);
  if (parameter) {
    const type = reassigned === 0 ? typeOf(binding) : undefined;
    return type !== undefined && (what === 'itself' ? isScalar : holdsOnlyScalars)(request.program, type);
  }
  if (scope !== ref.function) return false;
  const given = givenTo(ref.file, ref.function, binding);
  return (
    given.length > 0 &&
    given.every((each) => isNew(question, each, what)) &&
    (question.holdsScalars || putInto(question, binding).every((each) => isNew(question, each, 'itself')))
  );
}

/** What is put into a container: `rows.append(row)`, `rows[key] = row`. */
function putInto({ request: { program }, ref }: Question, binding: BindingId): ValueId[] {
  const { file, function: owner } = ref;
  const mentions = new Set(usesOf(file).names(binding));
  const called = (graphOf(program, file).calls[owner] ?? []).flatMap(({ value: id }) => {
    const call = valueOf(file, id);
    const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
    const isOnIt = callee?.kind === 'member' && mentions.has(callee.object);
    return call.kind === 'call' && isOnIt ? call.args.map(({ value }) => value) : [];
  });
  const stored = stepsWithin(functionOf(file, owner).body).flatMap((step) => {
    const place = step.kind === 'write' ? valueOf(file, step.target) : undefined;
    const isInIt = place?.kind === 'index' && mentions.has(place.object);
    return step.kind === 'write' && isInIt ? [step.value, place.key] : [];
  });
  return [...called, ...stored];
}

/** Functions that give a number or a text, whatever they are given. */
const scalars =
  /^(global#(len|int|float|str|bool|round|ord|chr|range|isinstance|any|all|repr|format|complex|bytes)|(math|statistics|hashlib|zlib)#\w+|random#(random|randint|randrange|uniform|gauss))$/;
/** Those that give what is in their arguments, alone or in a container of their own. */
const passing =
  /^(global#(abs|pow|divmod|sorted|list|tuple|set|dict|frozenset|enumerate|zip|reversed|sum|min|max)|collections#(Counter|deque|OrderedDict)|itertools#(chain|combinations|permutations|product|islice|accumulate))$/;
const textMethods =
  /^(join|strip|lstrip|rstrip|lower|upper|title|replace|format|split|splitlines|encode|decode|hexdigest|digest|bit_count|bit_length|isoformat)$/;

function givesNew(question: Question, id: ValueId): boolean {
  const { request, seen } = question;
  const { file } = question.ref;
  const value = valueOf(file, settle(file, id));
  if (value.kind !== 'call') return false;
  const symbol = resolveValue(request.program, file, value.callee);
  if (symbol?.kind === 'function') {
    const key = `call ${String(symbol.function)} ${symbol.file.path}`;
    if (seen.has(key)) return true;
    seen.add(key);
    return givesNewThings(request, symbol, (binding) => typeWritten(symbol.file, binding));
  }
  const name = symbol && symbolName(symbol);
  if (name !== undefined && scalars.test(name)) return true;
  if (name !== undefined && passing.test(name)) {
    if (question.holdsScalars && !/#(abs|pow|divmod|sum|min|max)$/.test(name)) return true;
    // `min(one, other)` gives one of them, `min(all)` one that is in it.
    const what = /#(min|max)$/.test(name) && value.args.length > 1 ? 'itself' : 'content';
    return value.args.every(({ value: each, keyword }) => keyword !== undefined || isNew(question, each, what));
  }
  const callee = valueOf(file, value.callee);
  return callee.kind === 'member' && textMethods.test(callee.name);
}
