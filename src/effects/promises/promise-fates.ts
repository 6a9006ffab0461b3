import type { Argument } from '../../model/value.ts';
import type { BindingId, ValueId } from '../../model/facts.ts';
import { bindingOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { promiseValue } from './promise-values.ts';
import { entryOf, resolveValue, symbolName } from '../symbols.ts';
import { usesOf, type Use } from '../values/uses.ts';

/** One thing that becomes of a promise, a coroutine or a task. Several do where its name is used several times. */
export interface Fate {
  /**
   * - `discarded`: nobody takes it. `voided`: nobody takes it, and `void` says so.
   * - `forgotten`: it is stored in a variable that nobody reads.
   * - `awaited`; `returned` and `yielded`: whoever called has it; `combined`: given to `Promise.all`, `gather` and the like.
   * - `spawned`: given to what makes a task of it. `passed`: given to somebody of whom no more is known.
   * - `stored`: in a field, a list, an object, a variable that is assigned more than once or outlives the function, or an export.
   * - `tested`: a condition looks at it, and finds it true. `iterated`: somebody goes through it. `used`: any other way, as `task.cancel()`.
   */
  readonly as:
    | 'discarded'
    | 'voided'
    | 'forgotten'
    | 'awaited'
    | 'returned'
    | 'yielded'
    | 'combined'
    | 'spawned'
    | 'passed'
    | 'stored'
    | 'tested'
    | 'iterated'
    | 'used';
  /** On the way, `.catch(f)` or `.then(f, g)` took its rejection. */
  readonly handled: boolean;
  /** The value that does it, where one does: the `await`, the call it is given to, the `void`. */
  readonly by?: ValueId;
  /** The variable of `forgotten`. */
  readonly variable?: BindingId;
}

const DEEPEST = 12;

/** All that becomes of value `id`, which is a promise or the like, through names, conditions and chains of `then`. Never empty. */
export function fatesOf(program: Program, file: File, id: ValueId): readonly Fate[] {
  return follow(program, file, id, takesFailure(file, id), 0);
}

/** `….then(resolve, reject)` and `….catch(report)`: a promise whose failure was taken before it came to be. */
function takesFailure(file: File, id: ValueId, depth = 0): boolean {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (isPython(file) || call.kind !== 'call' || callee?.kind !== 'member' || depth > DEEPEST) return false;
  if (!links.test(callee.name)) return false;
  return isRejectionHandler(file, callee.name, call.args) || takesFailure(file, callee.object, depth + 1);
}

const links = /^(then|catch|finally)$/;

function isRejectionHandler(file: File, link: string, args: readonly Argument[]): boolean {
  const handler = args[link === 'then' ? 1 : 0];
  return link !== 'finally' && handler !== undefined && valueOf(file, handler.value).kind !== 'literal';
}

/** Whether nobody awaits it, keeps it or hears of its failure: `void` counts as said, and so as heard of. */
export function isLost(fates: readonly Fate[]): boolean {
  return fates.every(({ as, handled }) => (as === 'discarded' || as === 'forgotten') && !handled);
}

const taking = new Set<Use['as']>([
  'awaited',
  'resource',
  'returned',
  'yielded',
  'tested',
  'exported',
  'property',
  'default',
]);

/** Whether somebody takes value `id` on the spot, so that it is not lost. */
export function isTaken(file: File, id: ValueId): boolean {
  return usesOf(file)
    .of(id)
    .some(({ as }) => taking.has(as));
}

function follow(program: Program, file: File, id: ValueId, handled: boolean, depth: number): Fate[] {
  const uses = usesOf(file).of(id);
  if (uses.length === 0 || depth > DEEPEST) return [{ as: depth > DEEPEST ? 'used' : 'discarded', handled }];
  return uses.flatMap((use) => fatesBy(program, file, id, use, handled, depth + 1));
}

function fatesBy(
  program: Program,
  file: File,
  id: ValueId,
  use: Use,
  handled: boolean,
  depth: number,
): readonly Fate[] {
  const { as, by } = use;
  const fate = (what: Fate['as']): Fate[] => [{ as: what, handled, ...(by === undefined ? {} : { by }) }];
  switch (as) {
    case 'awaited':
    case 'resource':
      return fate('awaited');
    case 'returned':
      return fate('returned');
    case 'yielded':
      return fate('yielded');
    case 'tested':
    case 'iterated':
      return fate(as);
    case 'exported':
    case 'property':
    case 'default':
      return fate('stored');
    case 'written':
      return by === undefined ? fate('stored') : written(program, file, id, by, handled, depth);
    case 'part':
      // A condition's result, or a piece of a text.
      return by !== undefined && valueOf(file, by).kind === 'choice'
        ? follow(program, file, by, handled, depth)
        : fate('used');
    case 'operand':
      return fate(by !== undefined && isVoid(file, by) ? 'voided' : isNegation(file, by) ? 'tested' : 'used');
    case 'element':
      return by === undefined ? fate('stored') : inList(program, file, by, handled);
    case 'argument':
      return by === undefined ? fate('passed') : given(program, file, by, use.index, handled, depth);
    case 'object':
      return (by === undefined ? undefined : chained(program, file, id, by, handled, depth)) ?? fate('used');
    default:
      return fate('used');
  }
}

function isVoid(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'operation' && value.operator === 'void';
}

function isNegation(file: File, id: ValueId | undefined): boolean {
  const value = id === undefined ? undefined : valueOf(file, id);
  return value?.kind === 'operation' && value.operator === '!';
}

/** A variable that holds nothing else is followed; its first write is no use of it. */
function written(
  program: Program,
  file: File,
  id: ValueId,
  target: ValueId,
  handled: boolean,
  depth: number,
): readonly Fate[] {
  const place = valueOf(file, target);
  const stored: Fate[] = [{ as: 'stored', handled, by: target }];
  if (place.kind !== 'name') return stored;
  const { init, scope, kind } = bindingOf(file, place.binding);
  const isModule = scope === 0 && kind !== 'import';
  if (init !== id || (isModule && isPython(file))) return stored;
  const uses = usesOf(file);
  const mentions = uses.names(place.binding).filter((name) => uses.writtenTo(name) === undefined);
  if (mentions.length === 0) return [{ as: 'forgotten', handled, by: target, variable: place.binding }];
  return mentions.flatMap((name) => (uses.of(name).length === 0 ? [] : follow(program, file, name, handled, depth)));
}

/** `p.then(…)`, which is a promise with fates of its own. */
function chained(
  program: Program,
  file: File,
  id: ValueId,
  member: ValueId,
  handled: boolean,
  depth: number,
): Fate[] | undefined {
  const place = valueOf(file, member);
  if (isPython(file) || place.kind !== 'member' || !links.test(place.name)) return undefined;
  const use = usesOf(file)
    .of(member)
    .find((each) => each.as === 'callee');
  const call = use?.by === undefined ? undefined : valueOf(file, use.by);
  if (call?.kind !== 'call' || use?.by === undefined || !promiseValue(program, file, id)) return undefined;
  return follow(program, file, use.by, handled || isRejectionHandler(file, place.name, call.args), depth);
}

/** In a list that a combinator is given at once, or in one that is kept. */
function inList(program: Program, file: File, list: ValueId, handled: boolean): readonly Fate[] {
  const uses = usesOf(file).of(list);
  if (uses.length === 0) return [{ as: 'discarded', handled, by: list }];
  const combinator = uses.find(
    (use) => use.as === 'argument' && use.by !== undefined && isCombinator(program, file, use.by),
  );
  if (uses.length === 1 && combinator?.by !== undefined) return [{ as: 'combined', handled, by: combinator.by }];
  return [{ as: 'stored', handled, by: list }];
}

function isCombinator(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const symbol = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  return symbol !== undefined && entryOf(program, symbol)?.combinator !== undefined;
}

/** What somebody does who is given it. */
function given(
  program: Program,
  file: File,
  id: ValueId,
  index: number | undefined,
  handled: boolean,
  depth: number,
): readonly Fate[] {
  const call = valueOf(file, id);
  const symbol = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
  const entry = symbol && entryOf(program, symbol);
  if (entry?.combinator && entry.list === 'arguments') return [{ as: 'combined', handled, by: id }];
  if (entry?.spawns && entry.spawns.argument === index) return [{ as: 'spawned', handled, by: id }];
  // The same promise again.
  if (symbol && symbolName(symbol) === 'global#Promise.resolve') return follow(program, file, id, handled, depth);
  return [{ as: 'passed', handled, by: id }];
}
