import type { FunctionId, ValueId } from '../../model/facts.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsWithin } from './steps.ts';
import { resolveMember, resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** Decorators of libraries that leave a coroutine function one. */
const keeping = new Set([
  'global#staticmethod', 'global#classmethod', 'abc#abstractmethod', 'typing#override', 'typing#final', 'typing#no_type_check',
  'typing#overload', 'typing_extensions#override', 'typing_extensions#deprecated', 'warnings#deprecated', 'functools#wraps',
  'tenacity#retry', 'backoff#on_exception',
]); // prettier-ignore

/** A decorator of a library after which a call gives what the function itself returns. */
export function isTransparent(program: Program, file: File, decorator: ValueId): boolean {
  const value = valueOf(file, decorator);
  const symbol = resolveValue(program, file, value.kind === 'call' ? value.callee : decorator);
  const name = symbol && symbolName(symbol);
  return name !== undefined && (keeping.has(name) || caching.has(name));
}

const caching = new Set(['functools#cache', 'functools#lru_cache']);

/** Whether calling a function gives what its own `def` says: no decorator on it is known to make something else of it, or unknown. */
export function keepsKind(program: Program, { file, function: id }: FunctionRef, depth = 0): boolean {
  const { decorators } = functionOf(file, id);
  return decorators.every((decorator) => isKeeping(program, file, decorator, depth));
}

/** More decorators of decorators than anybody writes. */
const DEEPEST = 4;

function isKeeping(program: Program, file: File, decorator: ValueId, depth: number): boolean {
  if (depth > DEEPEST) return false;
  const value = valueOf(file, decorator);
  const isCalled = value.kind === 'call';
  const symbol = resolveValue(program, file, isCalled ? value.callee : decorator);
  if (symbol?.kind === 'library') return keeping.has(symbolName(symbol) ?? '');
  if (symbol?.kind === 'class' && isCalled) {
    // An object of a class with `__call__`: `@Retry(times=3)`.
    const made = resolveMember(program, { ...symbol, kind: 'object', exact: true }, '__call__');
    return made?.kind === 'function' && givesCoroutineFunction(program, made, depth + 1);
  }
  if (symbol?.kind !== 'function' || functionOf(symbol.file, symbol.function).isAsync) return false;
  const inner = isCalled ? innerDecorator(program, symbol) : symbol;
  return inner !== undefined && givesCoroutineFunction(program, inner, depth + 1);
}

/** `def retry(times): def decorate(function): …; return decorate`. */
function innerDecorator(program: Program, ref: FunctionRef): FunctionRef | undefined {
  const given = returnedFunctions(program, ref);
  const [only] = given;
  return given.length === 1 && only !== undefined && functionOf(ref.file, only).parent === ref.function
    ? { file: ref.file, function: only }
    : undefined;
}

/** A decorator, all of whose ends give back the function itself or an async one around it. */
function givesCoroutineFunction(program: Program, ref: FunctionRef, depth: number): boolean {
  const { file } = ref;
  const [taken] = functionOf(file, ref.function).parameters;
  const ends = returnsOf(ref);
  return (
    taken !== undefined &&
    ends.length > 0 &&
    ends.every((end) => {
      const value = valueOf(file, end);
      if (value.kind === 'name' && value.binding === taken.binding)
        return bindingOf(file, taken.binding).reassigned === 0;
      const made = resolveValue(program, file, end);
      if (made?.kind !== 'function' || made.file !== file) return false;
      const { isAsync, isGenerator } = functionOf(file, made.function);
      return isAsync && !isGenerator && keepsKind(program, made, depth);
    })
  );
}

/** Whether awaiting a call of an async function waits until its body has ended: no decorator makes a task of it, or is unknown. */
export function isWaitedFor(program: Program, { file, function: id }: FunctionRef): boolean {
  return functionOf(file, id).decorators.every((decorator) => {
    if (isTransparent(program, file, decorator)) return true;
    const value = valueOf(file, decorator);
    const isCalled = value.kind === 'call';
    const symbol = resolveValue(program, file, isCalled ? value.callee : decorator);
    const inner = symbol?.kind === 'function' ? (isCalled ? innerDecorator(program, symbol) : symbol) : undefined;
    return inner !== undefined && waitsForTaken(inner);
  });
}

/** A decorator that awaits what it is given wherever it calls it, or gives back what the call gives. */
function waitsForTaken({ file, function: id }: FunctionRef): boolean {
  const [taken] = functionOf(file, id).parameters;
  const uses = usesOf(file);
  return (
    taken !== undefined &&
    uses.names(taken.binding).every((name) =>
      uses
        .of(name)
        .filter(({ as }) => as === 'callee')
        .every(({ by }) => by !== undefined && uses.of(by).every(({ as }) => as === 'awaited' || as === 'returned')),
    )
  );
}

function returnedFunctions(program: Program, ref: FunctionRef): FunctionId[] {
  return returnsOf(ref).flatMap((end) => {
    const made = resolveValue(program, ref.file, end);
    return made?.kind === 'function' && made.file === ref.file ? [made.function] : [];
  });
}

/** What a function gives at each `return` with a value. */
function returnsOf({ file, function: id }: FunctionRef): ValueId[] {
  return stepsWithin(functionOf(file, id).body).flatMap((step) =>
    step.kind === 'return' && step.value !== undefined ? [settle(file, step.value)] : [],
  );
}
