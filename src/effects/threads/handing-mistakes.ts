import type { BindingId, ValueId } from '../../model/facts.ts';
import type { WrittenType } from '../../model/written-type.ts';
import { handedOffIn, isPlain, type HandedOff } from '../calls/handed-off.ts';
import {
  bindingOf,
  functionOf,
  settleAwaited,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/** A function that is handed to a thread or process in a way that makes nothing of it run there. */
export interface HandingMistake {
  readonly handed: HandedOff;
  /**
   * `called`: it is called here, and its result is handed over. `async`: calling it makes a coroutine, `generator`: a generator, and
   * does nothing else. `keyword`: the call takes no arguments by name.
   */
  readonly how: 'called' | 'async' | 'generator' | 'keyword';
  /** The argument in question. */
  readonly at: ValueId;
}

/** What a function hands over wrongly, as far as that is proven. */
export function handingMistakes(program: Program, ref: FunctionRef): HandingMistake[] {
  return handedOffIn(program, ref).flatMap((handed) => {
    const how = howOf(program, ref.file, handed);
    const named = namedFor(ref.file, handed);
    return [
      ...(how ? [{ handed, how, at: handed.argument }] : []),
      ...(named === undefined ? [] : [{ handed, how: 'keyword' as const, at: named }]),
    ];
  });
}

function howOf(program: Program, file: File, handed: HandedOff): HandingMistake['how'] | undefined {
  const { target, argument } = handed;
  const value = valueOf(file, argument);
  if (value.kind === 'call') return givesNoFunction(program, file, value.callee) ? 'called' : undefined;
  if (!target || !isPlain(target)) return undefined;
  const { isAsync, isGenerator } = functionOf(target.file, target.function);
  if (!isAsync && !isGenerator) return undefined;
  // What comes back may be awaited, or walked through, on purpose; a thread of its own gives nothing back.
  if (!/^(Thread|Timer|Process)$/.test(handed.by) && isTakenUp(file, handed.call.value)) return undefined;
  return isGenerator ? 'generator' : 'async';
}

/** Whether what a call of `callee` gives cannot be called itself. */
function givesNoFunction(program: Program, file: File, callee: ValueId): boolean {
  const symbol = resolveValue(program, file, callee);
  if (!symbol) return false;
  if (symbol.kind === 'function') {
    if (!isPlain(symbol) || symbol.receiver) return false;
    const { isAsync, isGenerator, returns, body } = functionOf(symbol.file, symbol.function);
    if (isAsync || isGenerator || (returns && isData(returns.type))) return true;
    return stepsWithin(body).every(
      (step) => step.kind !== 'return' || step.value === undefined || isDatum(program, symbol.file, step.value),
    );
  }
  const entry = entryOf(program, symbol);
  return entry?.blocks !== undefined || /^(asyncio#sleep|global#(print|list|dict|set))$/.test(symbolName(symbol) ?? '');
}

function isData({ kind }: WrittenType): boolean {
  return kind === 'nothing' || kind === 'primitive' || kind === 'array' || kind === 'tuple';
}

/** Variables are followed no further. */
const DEEPEST = 4;

function isDatum(program: Program, file: File, id: ValueId, depth = 0): boolean {
  const value = valueOf(file, settleAwaited(file, id));
  if (value.kind === 'call') {
    const symbol = resolveValue(program, file, value.callee);
    return symbol !== undefined && symbol.kind !== 'function' && entryOf(program, symbol)?.blocks !== undefined;
  }
  if (value.kind === 'name') return isDataOnly(program, file, value.binding, depth);
  return /^(literal|template|operation|array|object)$/.test(value.kind);
}

/** A variable that is given nothing but data: `total = 0`, then `total += each`. */
function isDataOnly(program: Program, file: File, binding: BindingId, depth: number): boolean {
  const { parameter, scope, init } = bindingOf(file, binding);
  if (parameter || scope === 0 || depth > DEEPEST) return false;
  const uses = usesOf(file);
  const written = uses.names(binding).flatMap((name) => uses.writtenTo(name) ?? []);
  const given = init === undefined ? written : [init, ...written];
  return given.length > 0 && given.every((each) => isDatum(program, file, each, depth + 1));
}

/** Whether somebody goes on with what comes back in a way that makes sense of it: awaits a coroutine, walks through a generator. */
function isTakenUp(file: File, id: ValueId, depth = 0): boolean {
  const uses = usesOf(file);
  return uses.of(id).some(({ as, by }) => {
    switch (as) {
      case 'target':
        return false;
      case 'awaited':
        // The first `await` waits for the thread; the second one would be for what the thread gave.
        return depth > 0 || (by !== undefined && isTakenUp(file, by, depth + 1));
      case 'object':
        return by !== undefined && isResult(file, by);
      case 'written': {
        const place = by === undefined ? undefined : valueOf(file, by);
        if (place?.kind !== 'name' || depth > 4) return true;
        return uses.names(place.binding).some((name) => isTakenUp(file, name, depth + 1));
      }
      default:
        return true;
    }
  });
}

/** `future.result()` gives what the function gave; `cancel()` and `done()` do not. */
function isResult(file: File, member: ValueId): boolean {
  const value = valueOf(file, member);
  return value.kind === 'member' && !/^(cancel|cancelled|done|running|exception|shutdown)$/.test(value.name);
}

/** `loop.run_in_executor(None, f, key=value)` */
function namedFor(file: File, { call, by }: HandedOff): ValueId | undefined {
  const value = valueOf(file, call.value);
  if (by !== 'run_in_executor' || value.kind !== 'call') return undefined;
  return value.args.find(({ keyword }) => keyword !== undefined && keyword !== 'func' && keyword !== 'executor')?.value;
}
