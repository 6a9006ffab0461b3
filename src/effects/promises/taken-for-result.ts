import type { ValueId } from '../../model/facts.ts';
import type { Operation, Value } from '../../model/value.ts';
import { edgesAt } from '../calls/callers.ts';
import type { Call } from '../calls/graph.ts';
import { bindingOf, functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { typeOf } from '../symbols/types.ts';
import { usesOf, type Use } from '../values/uses.ts';
import { promiseOfCalling, promiseValue, type PromiseValue } from './promise-values.ts';
import { usuallyAwaited, type UsualAwaits } from './usual-awaits.ts';

/** A promise that code takes for what it will give, without waiting for it. */
export interface TakenForResult {
  /** Absent where nothing is known of the call but that others await it. */
  readonly promise?: PromiseValue;
  readonly usual?: UsualAwaits;
  readonly misuse: Misuse;
}

/** What is done to the promise that only makes sense of its result. */
export interface Misuse {
  /**
   * `read`: a property that no promise has. `tested`: a condition finds it true. `compared`: with what no promise equals. `text`: it
   * becomes a piece of a text. `computed`: by arithmetic. `iterated`: it is gone through or spread. `called`: as a function. `given`: to a function
   * that makes nothing of a promise, as `JSON.stringify`.
   */
  readonly how: 'read' | 'tested' | 'compared' | 'text' | 'computed' | 'iterated' | 'called' | 'given';
  /** The value that does it; for a condition the promise itself. */
  readonly at: ValueId;
}

/** Undefined for everything that may be right: whoever waits for the promise somewhere may look at it as well. */
export function takenForResult(program: Program, file: File, call: Call): TakenForResult | undefined {
  const made = valueOf(file, call.value);
  // In Flow's `new Promise<T>(…)` the types look like a comparison.
  if (isPython(file) || (made.kind === 'new' && made.args.length === 0)) return undefined;
  // What becomes of it takes less time to see than what it is.
  const seen: Seen = { misuses: [], tests: [], absences: [], isKept: false, isHandedOn: false };
  if (!look(program, file, call.value, seen, 0)) return undefined;
  const [misuse] = misusesOf(seen);
  if (!misuse) return undefined;
  const promise = promiseValue(program, file, call.value);
  if (!promise) {
    const usual = typeOf(program, file, call.value) ? undefined : usuallyAwaited(program, file, call);
    return usual && { usual, misuse };
  }
  if (promise.kind !== 'promise' || !isSure(program, file, call, promise)) return undefined;
  return isPlain(promise) || !needsPlain.has(misuse.how) ? { promise, misuse } : undefined;
}

interface Seen {
  readonly misuses: Misuse[];
  /** They are no mistake by themselves where somebody has use for the promise as well. */
  readonly tests: Misuse[];
  /** The conditions among them that ask whether there is nothing: `if (!user)`. Nobody has use for that who knows it for a promise. */
  readonly absences: Misuse[];
  isKept: boolean;
  /** To a caller, who may wait for it. */
  isHandedOn: boolean;
}

function misusesOf({ misuses, tests, absences, isKept, isHandedOn }: Seen): readonly Misuse[] {
  if (isHandedOn) return absences;
  if (misuses.length > 0) return misuses;
  return isKept ? absences : tests;
}

const DEEPEST = 4;

/** Notes what is done to a value. False as soon as somebody treats it as the promise that it is. */
function look(program: Program, file: File, id: ValueId, seen: Seen, depth: number): boolean {
  if (depth > DEEPEST) return false;
  return usesOf(file)
    .of(id)
    .every((use) => lookAt(program, file, id, use, seen, depth));
}

function lookAt(program: Program, file: File, id: ValueId, use: Use, seen: Seen, depth: number): boolean {
  const { as, by } = use;
  const user: Value | undefined = by === undefined ? undefined : valueOf(file, by);
  const note = (how: Misuse['how'], at = by ?? id): boolean => seen.misuses.push({ how, at }) > 0;
  const keep = (): boolean => (seen.isKept = true);
  switch (as) {
    case 'tested':
      return seen.tests.push({ how: 'tested', at: id }) > 0;
    case 'object':
      if (user?.kind === 'member') return lookAtMember(file, by ?? id, user.name, note, keep);
      return user?.kind === 'index' && isPlainKey(file, user.key) && usesOf(file).writtenTo(by ?? id) === undefined
        ? note('read')
        : keep();
    case 'operand':
      return user?.kind === 'operation' ? lookAtOperation(file, id, by ?? id, user, seen) : keep();
    case 'part':
      if (user?.kind === 'template') return isTagged(file, id, by ?? id) ? keep() : note('text');
      return user?.kind === 'choice' && user.form !== 'conditional' && user.form !== 'default'
        ? lookAtChoice(program, file, { id, by: by ?? id, user }, seen, depth)
        : keep();
    case 'iterated':
      // `await using`, `for await` and comprehensions go through it as well: a promise has nothing to go through.
      return note('iterated', by ?? id);
    case 'callee':
    case 'constructed':
      return note('called');
    case 'argument':
      if (user?.kind !== 'call' && user?.kind !== 'new') return keep();
      if (user.args[use.index ?? -1]?.spread) return note('iterated');
      if (user.kind === 'call' && use.index === 0 && nameOfCallee(program, file, user.callee) === 'global#Boolean')
        return seen.tests.push({ how: 'tested', at: id }) > 0;
      return isGiven(program, file, user.callee, use.index) ? note('given') : keep();
    case 'element':
      return user?.kind === 'array' && user.elements[use.index ?? -1]?.spread ? note('iterated') : keep();
    case 'property':
      return user?.kind === 'object' && user.properties.some(({ value, spread }) => spread && value === id)
        ? note('iterated')
        : keep();
    case 'written':
      return lookAtVariable(program, file, id, by, seen, depth);
    case 'yielded':
    case 'returned':
      return (seen.isHandedOn = true);
    case 'awaited':
    case 'resource':
    case 'exported':
      return false;
    default:
      return keep();
  }
}

/** What promises have, and what all objects have. */
const own = /^(then|catch|finally|constructor|toString|toLocaleString|valueOf|hasOwnProperty|isPrototypeOf)$/;

function lookAtMember(
  file: File,
  member: ValueId,
  name: string,
  note: (how: 'read') => boolean,
  keep: () => boolean,
): boolean {
  if (/^(then|catch|finally)$/.test(name)) return false;
  // `promise.cancel = …` gives it what others read.
  if (usesOf(file).writtenTo(member) !== undefined || usesOf(file).memberWrites(name).length > 0) return false;
  return own.test(name) ? keep() : note('read');
}

/** A symbol could be a key of anything. */
function isPlainKey(file: File, key: ValueId): boolean {
  const { kind } = valueOf(file, key);
  return kind === 'literal' || kind === 'template';
}

function lookAtOperation(file: File, id: ValueId, by: ValueId, operation: Operation, seen: Seen): boolean {
  const { operator, operands } = operation;
  if (operator === '!')
    return isTested(file, by)
      ? noteAbsence(seen, { how: 'tested', at: id })
      : seen.tests.push({ how: 'tested', at: id }) > 0;
  if (/^(void|typeof|instanceof|delete)$/.test(operator)) return false;
  if (/^[=!]==?$/.test(operator)) {
    const other = operands.find((each) => each !== id);
    const against = other === undefined ? undefined : valueOf(file, other);
    if (against?.kind !== 'literal' && against?.kind !== 'template') return (seen.isKept = true);
    const isNothing = against.kind === 'literal' && (against.value === undefined || against.value === null);
    const misuse: Misuse = { how: 'compared', at: by };
    if (!isNothing) return seen.misuses.push(misuse) > 0;
    return operator.startsWith('=') && isTested(file, by) ? noteAbsence(seen, misuse) : seen.tests.push(misuse) > 0;
  }
  if (operator === 'in') return (seen.isKept = true);
  if (/^([-+*/%&|^~]|\*\*|<=?|>=?|<<|>>>?)$/.test(operator)) {
    const isText = operator === '+' && operands.length === 2;
    return seen.misuses.push({ how: isText ? 'text' : 'computed', at: by }) > 0;
  }
  return (seen.isKept = true);
}

/** A branch is taken by it. */
function isTested(file: File, id: ValueId): boolean {
  return usesOf(file)
    .of(id)
    .some(({ as, by }) => as === 'tested' || (isTest(file, by) && by !== undefined && isTested(file, by)));
}

function noteAbsence({ tests, absences }: Seen, misuse: Misuse): boolean {
  absences.push(misuse);
  return tests.push(misuse) > 0;
}

interface Chosen {
  readonly id: ValueId;
  readonly by: ValueId;
  readonly user: Extract<Value, { kind: 'choice' }>;
}

/** ``html`<p .value=${load()}>` ``: the tag is given the promise itself. */
function isTagged(file: File, part: ValueId, template: ValueId): boolean {
  return usesOf(file)
    .of(template)
    .some(({ as, by }) => {
      const call = as !== 'argument' || by === undefined ? undefined : valueOf(file, by);
      return call?.kind === 'call' && call.args.some(({ value }) => value === part);
    });
}

/** `ready && isAdmin(id)`, which only conditions look at, and `load() || none`, of which the second never counts. */
function lookAtChoice(program: Program, file: File, { id, by, user }: Chosen, seen: Seen, depth: number): boolean {
  const uses = usesOf(file).of(by);
  const isLeft = user.of[0] === id;
  // The promise goes on as the result, or is nothing but a condition.
  if (isLeft && user.form !== '&&') {
    seen.tests.push({ how: 'tested', at: id });
    return look(program, file, by, seen, depth + 1);
  }
  if (isLeft) return seen.tests.push({ how: 'tested', at: id }) > 0;
  const isOnlyTested = uses.length > 0 && uses.every(({ as, by: on }) => as === 'tested' || isTest(file, on));
  return isOnlyTested ? look(program, file, by, seen, depth + 1) : (seen.isKept = true);
}

function isTest(file: File, id: ValueId | undefined): boolean {
  const value = id === undefined ? undefined : valueOf(file, id);
  if (value?.kind === 'operation') return value.operator === '!';
  return value?.kind === 'choice' && (value.form === '&&' || value.form === '||');
}

/** `const user = load();` and what is done to `user`. */
function lookAtVariable(
  program: Program,
  file: File,
  id: ValueId,
  target: ValueId | undefined,
  seen: Seen,
  depth: number,
): boolean {
  const place = target === undefined ? undefined : valueOf(file, target);
  const declared = place?.kind === 'name' ? bindingOf(file, place.binding) : undefined;
  if (place?.kind !== 'name' || !declared) return (seen.isKept = true);
  const isLate = declared.init === undefined && declared.reassigned === 1 && !declared.parameter && !declared.import;
  if (declared.init !== id && !isLate) return (seen.isKept = true);
  // A condition may ask whether it is there yet.
  if (isLate) seen.isKept = true;
  const uses = usesOf(file);
  const names = uses.names(place.binding).filter((name) => uses.writtenTo(name) === undefined);
  const isResult = names.every((name) => look(program, file, name, seen, depth + 1));
  if (isLate || declared.reassigned > 0) seen.absences.length = 0;
  return isResult;
}

/** They make a text, a number or a list of what they are given, and of a promise nothing. */
const takesPlain =
  /^global#(JSON\.(stringify|parse)|Object\.(keys|values|entries|fromEntries)|Number|Number\.(parse\w+|is\w+)|parseInt|parseFloat|isNaN|encodeURI(Component)?|decodeURI(Component)?|Math\.\w+|Array\.from|Set|Map|Date)$/;

function isGiven(program: Program, file: File, callee: ValueId, index: number | undefined): boolean {
  return index === 0 && takesPlain.test(nameOfCallee(program, file, callee) ?? '');
}

function nameOfCallee(program: Program, file: File, callee: ValueId): string | undefined {
  const symbol = resolveValue(program, file, callee);
  return symbol ? symbolName(symbol) : globalName(file, valueOf(file, callee));
}

/** `JSON.stringify`, of which nothing else is known. */
function globalName(file: File, value: Value): string | undefined {
  if (value.kind === 'global') return `global#${value.name}`;
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  return value.kind === 'member' && object?.kind === 'global' ? `global#${object.name}.${value.name}` : undefined;
}

/** Libraries give their promises properties, methods and iterators of their own: `execa`, `got`, Prisma. */
const needsPlain = new Set<Misuse['how']>(['read', 'iterated', 'called', 'given']);

/** Whether it is JavaScript's own promise, with nothing added. */
function isPlain({ by, symbol }: PromiseValue): boolean {
  if (by === 'syntax') return true;
  const name = symbol && by === 'library' ? symbolName(symbol) : undefined;
  return (
    name !== undefined &&
    /^(node:)?(global|fs|fs\/promises|dns\/promises|timers\/promises|stream\/promises)#/.test(name)
  );
}

/** Whether all that may be called there gives a promise. */
function isSure(program: Program, file: File, call: Call, { symbol }: PromiseValue): boolean {
  if (symbol?.kind !== 'function' || !symbol.receiver) return true;
  // Where it is not known what else may run there, nothing leads there.
  const all = edgesAt(program, { file, function: call.function }, call.value);
  return all.length > 0 && all.every(({ how, to }) => how !== 'call' || givesPromise(program, to));
}

function givesPromise(program: Program, ref: FunctionRef): boolean {
  if (functionOf(ref.file, ref.function).isAsync) return true;
  return promiseOfCalling(program, { kind: 'function', ...ref })?.kind === 'promise';
}
