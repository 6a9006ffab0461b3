import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Loop, Step } from '../../model/step.ts';
import { bindingOf, functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { graphOf } from '../calls/graph.ts';
import { stepsOfKind, stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** A loop that does nothing but ask whether it is over. */
export interface Spin {
  readonly loop: Loop;
  /** `clock`: until a time has come; `file`: until a file is there; `memory`: until another thread writes; `flag`: for ever, since nothing else runs meanwhile. */
  readonly until: 'clock' | 'file' | 'memory' | 'flag';
}

/** The loops of a function that spin, without anything that lets others run. */
export function spinsIn(program: Program, ref: FunctionRef): readonly Spin[] {
  return stepsOfKind(functionOf(ref.file, ref.function).body, 'loop').flatMap((loop): Spin[] => {
    const until = loop.source === undefined ? spinsUntil(program, ref, loop) : undefined;
    return until ? [{ loop, until }] : [];
  });
}

function spinsUntil(program: Program, { file, function: id }: FunctionRef, loop: Loop): Spin['until'] | undefined {
  const inside = stepsWithin(loop.body);
  const asked = inside.flatMap((step) => (step.kind === 'evaluate' ? [step.value] : []));
  const asks = asked.map((value) => questionOf(program, file, value));
  if (asks.includes('work') || !inside.every((step) => isIdle(file, id, step))) return undefined;
  const conditions = conditionsOf(loop, inside).map((test) => sourcesOf(file, id, test));
  const isAsked = (what: Question): boolean =>
    asked.some((value, index) => asks[index] === what && conditions.some((sources) => sources.has(value)));
  const found = (['memory', 'file', 'clock'] as const).find(isAsked);
  if (found === 'file' && asked.some((value, at) => asks[at] === 'file' && isOfAnother(file, id, value, inside)))
    return undefined;
  if (found) return found;
  // Threads of Python do change what others wait for; a loop of tasks that spins holds up all of them meanwhile.
  if ((isPython(file) && !functionOf(file, id).isAsync) || asks.some((ask) => ask !== 'nothing') || loop.form === 'for')
    return undefined;
  const isUntouched = inside.every(({ kind }) => kind === 'evaluate' || kind === 'branch');
  if (!isUntouched || loop.test === undefined || !isFlag(file, loop.test)) return undefined;
  return isSetMeanwhile(program, { file, function: id }, loop) ? undefined : 'flag';
}

/** A call before the loop was given what sets the flag, and nothing says that it calls that later: it may have done so by now. */
function isSetMeanwhile(program: Program, { file, function: id }: FunctionRef, { test, start }: Loop): boolean {
  const flag = flagOf(file, test);
  return (
    flag !== undefined &&
    (graphOf(program, file).calls[id] ?? []).some(({ value, entry }) => {
      const call = valueOf(file, value);
      if ((call.kind !== 'call' && call.kind !== 'new') || call.start > start) return false;
      const isLater = entry?.callbacks?.every(({ runs }) => runs !== 'inline') ?? false;
      return !isLater && call.args.some((argument) => setsIn(file, argument.value, flag));
    })
  );
}

function flagOf(file: File, test: ValueId | undefined): BindingId | undefined {
  const value = test === undefined ? undefined : valueOf(file, test);
  if (value?.kind === 'operation') return flagOf(file, value.operands[0]);
  return value?.kind === 'name' ? value.binding : undefined;
}

function setsIn(file: File, given: ValueId, flag: BindingId): boolean {
  const written = valueOf(file, given);
  return (
    written.kind === 'function' &&
    stepsOfKind(functionOf(file, written.function).body, 'write').some(({ target }) => {
      const place = valueOf(file, target);
      return place.kind === 'name' && place.binding === flag;
    })
  );
}

/** `while (existsSync(name)) name = next();` looks for a free name: it asks for another file each time. */
function isOfAnother(file: File, owner: number, asked: ValueId, inside: readonly Step[]): boolean {
  const call = valueOf(file, asked);
  const written = inside.flatMap((step) => {
    const target = step.kind === 'write' ? valueOf(file, step.target) : undefined;
    return target?.kind === 'name' ? [target.binding] : [];
  });
  const args = call.kind === 'call' ? call.args : [];
  return args.some((argument) =>
    [argument.value, ...sourcesOf(file, owner, argument.value)].some((id) => {
      const value = valueOf(file, id);
      return value.kind === 'name' && written.includes(value.binding);
    }),
  );
}

type Question = 'clock' | 'file' | 'memory' | 'nothing' | 'work';

/** What computing a value asks, `work` for anything that may be of use by itself. */
function questionOf(program: Program, file: File, id: ValueId): Question {
  const value = valueOf(file, id);
  if (value.kind === 'name' || value.kind === 'member' || value.kind === 'index' || value.kind === 'global')
    return 'nothing';
  if (value.kind !== 'call' && value.kind !== 'new') return 'work';
  const symbol = resolveValue(program, file, value.callee);
  const name = symbol && symbolName(symbol);
  if (value.kind === 'new') return name === 'global#Date' && value.args.length === 0 ? 'clock' : 'work';
  const entry = symbol && entryOf(program, symbol);
  if (entry?.clock) return 'clock';
  if (name === 'global#Atomics.load') return 'memory';
  if (entry?.path?.does === 'checks' && !entry.promise) return 'file';
  const callee = valueOf(file, value.callee);
  if (callee.kind === 'member' && /^(getTime|valueOf)$/.test(callee.name) && value.args.length === 0)
    return isNow(program, file, callee.object) ? 'clock' : 'work';
  const object = callee.kind === 'member' ? valueOf(file, callee.object) : undefined;
  return object?.kind === 'global' && object.name === 'Math' ? 'nothing' : 'work';
}

function isNow(program: Program, file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'new' && questionOf(program, file, id) === 'clock';
}

/** It changes nothing but variables of this call, and calls nobody. */
function isIdle(file: File, owner: number, step: Step): boolean {
  switch (step.kind) {
    case 'evaluate':
    case 'branch':
    case 'break':
    case 'continue':
    case 'return':
      return true;
    case 'write': {
      const target = valueOf(file, step.target);
      return target.kind === 'name' && bindingOf(file, target.binding).scope === owner;
    }
    default:
      return false;
  }
}

/** What decides whether the loop goes on. */
function conditionsOf(loop: Loop, inside: readonly Step[]): ValueId[] {
  const leaving = inside.flatMap((step) =>
    step.kind === 'branch' && step.arms.some((arm) => arm.some(({ kind }) => kind === 'break' || kind === 'return'))
      ? [step.test]
      : [],
  );
  return loop.test === undefined ? leaving : [loop.test, ...leaving];
}

/** `!done`, `this.busy`: a variable that is assigned somewhere, or a field. */
function isFlag(file: File, test: ValueId): boolean {
  const value = valueOf(file, test);
  if (value.kind === 'operation' && value.operator === '!') return isFlag(file, value.operands[0] ?? -1);
  if (value.kind === 'operation' && /^([!=]==?|is|is not)$/.test(value.operator)) {
    const [left = -1, right = -1] = value.operands;
    return valueOf(file, right).kind === 'literal' && isFlag(file, left);
  }
  if (value.kind === 'name') return bindingOf(file, value.binding).reassigned > 0;
  return value.kind === 'member' && valueOf(file, value.object).kind === 'this';
}
