import type { ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import type { Member } from '../../model/value.ts';
import { callAt, graphOf, type Call } from '../calls/graph.ts';
import { handedOffBy, type HandedOff } from '../calls/handed-off.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { baseOfMethod } from '../symbols/bases.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { usesOf, type Use } from '../values/uses.ts';

/** Work on a thread or in a process whose failure nobody can hear of: its exception is kept in what nobody asks. */
export interface LostOutcome {
  readonly handed: HandedOff;
  /** `dropped`: nobody takes what the call gives; `waited`: somebody waits for the end of the work, and asks no more. */
  readonly how: 'dropped' | 'waited';
  /** Where it is waited for. */
  readonly wait?: ValueId;
  /** The function may fail: it is known, and does more than what it catches itself. */
  readonly isKnown: boolean;
}

/** The work that a function hands over and whose outcome nobody looks at. */
export function lostOutcomes(program: Program, ref: FunctionRef): LostOutcome[] {
  const { file } = ref;
  return (graphOf(program, file).calls[ref.function] ?? []).flatMap((call): LostOutcome[] => {
    const handed = call.entry?.errors === 'stored' ? handedOffBy(program, file, call) : undefined;
    if (!handed || hasErrorCallback(file, call) || (handed.target && cannotFail(program, handed.target))) return [];
    const fate = fateOf(program, file, call.value);
    return fate ? [{ handed, ...fate, isKnown: handed.target !== undefined && isOwn(handed) }] : [];
  });
}

/** A decorator, or a class derived from that of the method, may catch all there is. */
function isOwn({ target }: HandedOff): boolean {
  return target !== undefined && functionOf(target.file, target.function).decorators.length === 0;
}

/** `pool.apply_async(f, error_callback=log)` */
function hasErrorCallback(file: File, { value: id }: Call): boolean {
  const value = valueOf(file, id);
  return value.kind === 'call' && value.args.some(({ keyword, spread }) => keyword === 'error_callback' || spread);
}

type Fate = Pick<LostOutcome, 'how' | 'wait'>;

/** What becomes of what the call gives; undefined where somebody may look at it. */
function fateOf(program: Program, file: File, id: ValueId, depth = 0): Fate | undefined {
  const uses = usesOf(file).of(id);
  if (uses.length === 0) return depth === 0 ? { how: 'dropped' } : undefined;
  const fates = uses.filter(({ as }) => as !== 'target').map((use) => fateBy(program, file, use, depth));
  const all = fates.flatMap((fate) => fate ?? []);
  if (all.length < fates.length || depth > 6) return undefined;
  return all.find(({ how }) => how === 'waited') ?? { how: 'dropped' };
}

function fateBy(program: Program, file: File, { as, by }: Use, depth: number): Fate | undefined {
  if (by === undefined) return undefined;
  switch (as) {
    case 'element':
      // `[pool.submit(f, x) for x in xs]`
      return (
        fateOf(program, file, by, depth + 1) ?? (usesOf(file).of(by).length === 0 ? { how: 'dropped' } : undefined)
      );
    case 'written':
      return inVariable(program, file, by, depth);
    case 'argument':
      return givenTo(program, file, by, depth);
    case 'object':
      return asked(file, by);
    default:
      return undefined;
  }
}

/** A variable of the function alone, all of whose mentions ask for no outcome. */
function inVariable(program: Program, file: File, target: ValueId, depth: number): Fate | undefined {
  const place = valueOf(file, target);
  if (place.kind !== 'name') return undefined;
  const { scope, reassigned, name } = bindingOf(file, place.binding);
  const uses = usesOf(file);
  if (scope === 0 || (reassigned > 0 && name !== '_')) return undefined;
  const mentions = uses.names(place.binding).filter((each) => uses.writtenTo(each) === undefined);
  const fates = mentions.flatMap((each) => {
    const found = uses.of(each);
    // A mention as a statement does nothing.
    return found.length === 0 ? [] : [fateOf(program, file, each, depth + 1)];
  });
  if (fates.some((fate) => !fate)) return undefined;
  return fates.find((fate) => fate?.how === 'waited') ?? { how: 'dropped' };
}

/** `futures.append(…)`, `wait(futures)`, `for future in as_completed(futures)`. */
function givenTo(program: Program, file: File, by: ValueId, depth: number): Fate | undefined {
  const call = valueOf(file, by);
  if (call.kind !== 'call') return undefined;
  const callee = valueOf(file, call.callee);
  const known = callAt(program, file, by);
  const name = known?.symbol && symbolName(known.symbol);
  const uses = usesOf(file);
  if (name === 'concurrent.futures#wait') return uses.of(by).length === 0 ? { how: 'waited', wait: by } : undefined;
  if (name === 'concurrent.futures#as_completed') return onlyWalked(file, by) ? { how: 'waited', wait: by } : undefined;
  if (callee.kind !== 'member' || callee.name !== 'append' || uses.of(by).length > 0) return undefined;
  const list = valueOf(file, callee.object);
  if (list.kind !== 'name') return undefined;
  const { init, scope } = bindingOf(file, list.binding);
  const made = init === undefined || scope === 0 ? undefined : valueOf(file, init);
  if (made?.kind !== 'array' || made.elements.length > 0) return undefined;
  // The list is followed from where it is named, and filling it asks for nothing.
  const others = uses.names(list.binding).filter((each) => uses.writtenTo(each) === undefined && !isFilled(file, each));
  const fates = others.map((each) => fateOf(program, file, each, depth + 1));
  if (fates.some((fate) => !fate)) return undefined;
  return fates.find((fate) => fate?.how === 'waited') ?? { how: 'dropped' };
}

function isFilled(file: File, name: ValueId): boolean {
  return usesOf(file)
    .of(name)
    .every(({ as, by }) => {
      const member = by === undefined ? undefined : valueOf(file, by);
      return as === 'object' && member?.kind === 'member' && member.name === 'append';
    });
}

/** `for _ in as_completed(futures): bar.update()` */
function onlyWalked(file: File, source: ValueId): boolean {
  const uses = usesOf(file);
  return uses.of(source).every(({ as, by }) => {
    if (as !== 'iterated') return false;
    if (by === undefined) return true;
    return uses.of(by).every(({ as: use, by: target }) => {
      const place = use === 'written' && target !== undefined ? valueOf(file, target) : undefined;
      if (place?.kind !== 'name') return false;
      return uses.names(place.binding).every((name) => uses.writtenTo(name) !== undefined);
    });
  });
}

/** `future.cancel()` and `future.done()` say nothing of how it went. */
function asked(file: File, member: ValueId): Fate | undefined {
  const value = valueOf(file, member);
  return value.kind === 'member' && /^(cancel|wait)$/.test(value.name) ? { how: 'waited', wait: member } : undefined;
}

/** Whether all that a function does happens within a `try` that takes every exception, or is too little to fail. */
export function cannotFail(program: Program, { file, function: id }: FunctionRef): boolean {
  const { body } = functionOf(file, id);
  return body.every((step) => isSafe(program, file, id, step));
}

function isSafe(program: Program, file: File, owner: number, step: Step): boolean {
  switch (step.kind) {
    case 'try':
      return (
        step.handlers.some(({ catches }) => catches.length === 0 || catches.some((each) => isBroad(file, each))) &&
        !step.handlers.some(({ body }) => stepsWithin(body).some((each) => each.kind === 'throw'))
      );
    case 'loop':
    case 'region':
      return step.body.every((each) => isSafe(program, file, owner, each));
    case 'branch':
      return step.arms.every((arm) => arm.every((each) => isSafe(program, file, owner, each)));
    case 'throw':
      return false;
    case 'evaluate':
      return !isRisky(program, file, owner, step.value);
    default:
      return true;
  }
}

function isBroad(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'global' && /^(Exception|BaseException)$/.test(value.name);
}

/** What hardly ever fails by itself: logging, waiting, setting an event, telling somebody. */
const harmless =
  /^(time#(sleep|time|monotonic|perf_counter)|threading#Event\.\w+|threading#\w+\.(__enter__|release|acquire)|queue#\w+\.\w+|global#(print|len|str|repr|range|list|dict|set|isinstance|getattr|min|max|sum|enumerate|zip|sorted|type|id|bool))$/;
const logging =
  /^(debug|info|warning|error|exception|critical|log|append|add|discard|update|get|items|keys|values|put|set|clear|join|format|start|is_set|wait)$/;

/** Whether a call or an `await` may raise, as far as that is worth a word. */
export function isRisky(program: Program, file: File, owner: number, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind !== 'call' && value.kind !== 'await') return false;
  if (value.kind === 'await') return true;
  const call = callAt(program, file, id);
  const name = call?.function === owner && call.symbol ? symbolName(call.symbol) : undefined;
  if (name !== undefined && harmless.test(name)) return false;
  const callee = valueOf(file, value.callee);
  return !(callee.kind === 'member' && (logging.test(callee.name) || isHandlers(program, file, callee)));
}

/** `super().emit(record)` of a handler of `logging`, which reports its failures by `handleError`. */
function isHandlers(program: Program, file: File, { object: id, name }: Member): boolean {
  const object = valueOf(file, id);
  const base =
    object.kind === 'super' && /^(emit|handle)$/.test(name) ? baseOfMethod(file, object.function) : undefined;
  const symbol = base === undefined ? undefined : resolveValue(program, file, base);
  return symbol !== undefined && /^logging(\.handlers)?#/.test(symbolName(symbol) ?? '');
}
