import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import { visitsMany } from '../blocking/blocking.ts';
import { edgesInto } from '../calls/callers.ts';
import { graphOf } from '../calls/graph.ts';
import { reachOf } from '../calls/io.ts';
import { isMergedFrom } from '../values/merged.ts';
import { overlapOf, type Overlap } from './overlap.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { namesASerialMethod } from '../silence.ts';
import { placeOf } from '../values/places.ts';
import { resolveValue } from '../symbols.ts';
import { stepsOfKind, stepsWithin } from '../calls/steps.ts';
import { isOneCallersObject } from './own-objects.ts';
import { staleWrites, type StaleWrite } from './suspension-points.ts';
import { usesOf } from '../values/uses.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** A write across a suspension by which one run of a function undoes, or does again, what another run did. */
export interface AwaitRace extends StaleWrite {
  /** `lost`: what others added meanwhile; `twice`: what is made when there is nothing yet; `unchecked`: a bound that is no longer kept. */
  readonly goes: 'lost' | 'twice' | 'unchecked';
  readonly overlap: Overlap;
  /** One entry of a container under a key, not a place of its own. */
  readonly isEntry: boolean;
  /** The key of that entry is what the function was given, or its id: mostly another one for each run. */
  readonly hasOwnKey: boolean;
  /** Of what is made twice: it is more than a value that comes out the same each time, so that the second one does harm. */
  readonly isTelling: boolean;
}

/** The races of one function, at most one for each place. */
export function awaitRaces(program: Program, ref: FunctionRef): readonly AwaitRace[] {
  const { isAsync, isGenerator, name = '' } = functionOf(ref.file, ref.function);
  // Whoever iterates asks for one value after the other, and so do streams.
  if (!isAsync || isGenerator || ref.function === 0) return [];
  const writes = staleWrites(program, ref).filter((each) => !each.isHeld && !each.isClaimed && !each.isAcrossRounds);
  const candidates = writes.flatMap((write) => {
    const goes = outcome(ref, write);
    return goes ? [{ ...write, goes }] : [];
  });
  const overlap = candidates.length === 0 || namesASerialMethod(name) ? undefined : overlapOf(program, ref);
  if (!overlap) return [];
  const seen = new Set<string>();
  return candidates.flatMap((each) => {
    // A variable of a function around is a new one each time that function runs.
    if (each.place.root === 'captured' && overlap.by === 'likely') return [];
    if (each.place.root === 'captured' && overlap.by !== 'elements' && runsOnceFor(program, ref, each.write)) return [];
    if (each.place.root === 'this' && overlap.by !== 'elements' && isOneCallersObject(program, ref)) return [];
    if (seen.has(each.place.key) || (overlap.by === 'elements' && isPerElementPlace(each, overlap))) return [];
    seen.add(each.place.key);
    const isTelling = each.goes !== 'twice' || isTold(program, ref, each);
    return [{ ...each, overlap, isEntry: isEntry(ref.file, each), hasOwnKey: hasOwnKey(ref, each.write), isTelling }];
  });
}

/** Functions that stand in each other, and are called in place, no deeper than this. */
const NESTED = 4;

/** The variable is a new one for each run: its own function calls this one in place, and once. */
function runsOnceFor(program: Program, ref: FunctionRef, write: ValueId): boolean {
  const value = valueOf(ref.file, write);
  const scope = value.kind === 'name' ? bindingOf(ref.file, value.binding).scope : undefined;
  const isOnce = (each: FunctionRef, depth: number): boolean => {
    if (each.function === scope) return true;
    const edges = depth < NESTED ? edgesInto(program, each) : [];
    const [edge] = edges;
    if (!edge || edges.length > 1 || edge.from.file !== ref.file || edge.site.loops.length > 0) return false;
    return (edge.how === 'call' || edge.how === 'inline') && !visitsMany(program, edge) && isOnce(edge.from, depth + 1);
  };
  return scope !== undefined && scope !== 0 && isOnce(ref, 0);
}

function outcome({ file, function: id }: FunctionRef, write: StaleWrite): AwaitRace['goes'] | undefined {
  const { how, found, read, written, isCompound } = write;
  if (isAsyncStore(file, write.write)) return undefined;
  if (how === 'computed') {
    if (isCompound && written !== undefined && read === write.write) return 'lost';
    if (written !== undefined && isMergedFrom(file, id, written, read)) return 'lost';
    return written !== undefined && isDefault(file, written, read) && isMade(file, id, written) ? 'twice' : undefined;
  }
  const isFilled = found === 'absent' && written !== undefined && !isCompound;
  if (isFilled && isFilling(file, written) && isMade(file, id, written)) return 'twice';
  return isCompound && isCompared(file, read) ? 'unchecked' : undefined;
}

/** `this.c ?? (await make())`. */
function isDefault(file: File, written: number, read: number): boolean {
  const value = valueOf(file, settle(file, written));
  return value.kind === 'choice' && (value.form === '??' || value.form === '||') && value.of[0] === read;
}

/** `null` and `false` are set to make a place empty again, as often as somebody likes. */
function isFilling(file: File, written: number): boolean {
  const value = valueOf(file, settle(file, written));
  return value.kind !== 'literal' || Boolean(value.value);
}

/** `await settings.set(key, value)` is no `Map`. */
function isAsyncStore(file: File, write: number): boolean {
  return (
    valueOf(file, write).kind === 'call' &&
    usesOf(file)
      .of(write)
      .some(({ as }) => as === 'awaited')
  );
}

/** More than a module or the result of a promise that is kept already: these are the same for everybody. */
function isMade(file: File, owner: FunctionId, written: number): boolean {
  const awaited = [...sourcesOf(file, owner, written)].flatMap((id) => {
    const value = valueOf(file, id);
    return value.kind === 'await' ? [value.of] : [];
  });
  return (
    awaited.length === 0 ||
    awaited.some((id) => {
      const written = valueOf(file, id);
      const isOurs = written.kind !== 'name' || bindingOf(file, written.binding).scope === owner;
      const { kind } = valueOf(file, settle(file, id));
      return isOurs && kind !== 'member' && kind !== 'name' && !isModules(file, id);
    })
  );
}

/** `import('a')`, and `Promise.all([import('a'), import('b')])`. */
function isModules(file: File, id: number): boolean {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'import') return true;
  if (value.kind === 'array')
    return value.elements.length > 0 && value.elements.every((each) => isModules(file, each.value));
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  const isAll = callee?.kind === 'member' && callee.name === 'all';
  return isAll && value.kind === 'call' && value.args[0] !== undefined && isModules(file, value.args[0].value);
}

/**
 * A flag that says that work was done, outside of a `catch`; or something that has methods of its own kind, which a plain value has not.
 */
function isTold(program: Program, { file, function: id }: FunctionRef, { read, write, written }: StaleWrite): boolean {
  const value = written === undefined ? undefined : valueOf(file, settle(file, written));
  if (value?.kind === 'literal')
    return (
      value.value === true &&
      !isInCatch(file, id, write) &&
      !isRefused(file, id, read) &&
      !isMode(file, id, write) &&
      isBuilt(program, { file, function: id }, { read, write })
    );
  if (written !== undefined && !isNew(program, file, id, written)) return false;
  const place = valueOf(file, write);
  const name = place.kind === 'member' ? place.name : undefined;
  const binding = place.kind === 'name' ? place.binding : undefined;
  return file.facts.values.some((each) => {
    const callee = each.kind === 'call' ? valueOf(file, each.callee) : undefined;
    if (callee?.kind !== 'member' || plainMethods.test(callee.name)) return false;
    const object = valueOf(file, callee.object);
    return object.kind === 'member' ? object.name === name : object.kind === 'name' && object.binding === binding;
  });
}

/**
 * Whether what is waited for is another one each time, as far as can be seen: a function of ours that neither constructs anything nor asks
 * anybody outside, also by those it calls, hands out what is there already, or works it out.
 */
function isNew(program: Program, file: File, owner: FunctionId, written: ValueId): boolean {
  const makers = [...sourcesOf(file, owner, written)].flatMap((id) => {
    const value = valueOf(file, id);
    const call = value.kind === 'await' ? valueOf(file, settle(file, value.of)) : value;
    const maker = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
    return maker?.kind === 'function' ? [maker] : [];
  });
  return makers.length === 0 || makers.some((maker) => constructs(program, maker, new Set()));
}

/** Makers are made of a few steps. */
const DEEPEST = 4;

function constructs(program: Program, ref: FunctionRef, seen: Set<string>): boolean {
  const key = `${String(ref.function)} ${ref.file.path}`;
  if (seen.has(key) || seen.size > DEEPEST) return false;
  seen.add(key);
  if (makes(program, ref, functionOf(ref.file, ref.function)) || reachOf(program, ref) !== undefined) return true;
  return (graphOf(program, ref.file).out[ref.function] ?? []).some(
    ({ how, site, to }) => (how === 'call' || how === 'inline') && !site.excuse && constructs(program, to, seen),
  );
}

/** What happens between looking at a flag and setting it makes or registers something, of which there are two if it happens twice. */
function isBuilt(program: Program, ref: FunctionRef, { read, write }: Pick<StaleWrite, 'read' | 'write'>): boolean {
  const { start } = valueOf(ref.file, read);
  const { end } = valueOf(ref.file, write);
  if (makes(program, ref, { start, end })) return true;
  const { calls, out } = graphOf(program, ref.file);
  const isBetween = (value: ValueId): boolean => {
    const at = valueOf(ref.file, value).start;
    return start <= at && at <= end;
  };
  const edges = (out[ref.function] ?? []).filter(({ how, site }) => how === 'call' && isBetween(site.value));
  if (edges.some(({ to }) => makes(program, to, functionOf(to.file, to.function)))) return true;
  // What cannot be looked into is taken by its word: `await migrate()`, but not what is asked of some client.
  return (calls[ref.function] ?? []).some(({ value, symbol }) => {
    const call = valueOf(ref.file, value);
    const isNamed = call.kind === 'call' && valueOf(ref.file, call.callee).kind === 'name';
    return isNamed && symbol?.kind !== 'library' && isBetween(value) && !edges.some(({ site }) => site.value === value);
  });
}

/** Something is constructed, or something to be called later is handed over. */
function makes(program: Program, { file, function: id }: FunctionRef, { start, end }: Span): boolean {
  const isWithin = (value: ValueId): boolean => {
    const { start: at } = valueOf(file, value);
    return start <= at && at < end;
  };
  const graph = graphOf(program, file);
  const isHanded = (graph.out[id] ?? []).some(
    ({ how, site }) => /^(handler|event|timer)$/.test(how) && isWithin(site.value),
  );
  return (
    isHanded ||
    (graph.calls[id] ?? []).some(({ value }) => {
      const made = valueOf(file, value);
      const callee = made.kind === 'new' ? valueOf(file, made.callee) : undefined;
      return callee !== undefined && isWithin(value) && !(callee.kind === 'global' && plainClasses.has(callee.name));
    })
  );
}

/** A second one of these is the same. */
const plainClasses = new Set(['Error', 'TypeError', 'Promise', 'Date', 'URL', 'Map', 'Set', 'RegExp']);

/** Methods of strings, lists, maps, dates, addresses and promises. */
const plainMethods =
  /^(to[A-Z]\w*|(index|lastIndex)Of|get|has|keys|values|entries|for[A-Z]\w*|map|filter|reduce|find\w*|some|every|includes|join|split|slice|splice|concat|push|pop|shift|unshift|sort|reverse|trim\w*|replace\w*|starts[wW]ith|ends[wW]ith|match|test|resolve|set|add|delete|clear|get[A-Z]\w*|then|catch|finally|append|extend|update|items|strip|format|lower|upper)$/;

/** `if self.done: raise Error`: to come twice is a mistake of the caller's, and not what the flag is to prevent. */
function isRefused(file: File, owner: FunctionId, read: number): boolean {
  return stepsWithin(functionOf(file, owner).body).some(
    (step) => step.kind === 'branch' && step.test === read && step.arms.some((arm) => arm.at(-1)?.kind === 'throw'),
  );
}

/** `this.isPaused = true` in another function as well: a state that it is in, and not the sign that this work was done. */
function isMode(file: File, owner: FunctionId, write: number): boolean {
  const place = placeOf(file, write);
  const { owner: ofClass } = functionOf(file, owner);
  return file.facts.functions.some(
    ({ body, owner: ofOther }, id) =>
      id !== owner &&
      ofOther === ofClass &&
      stepsOfKind(body, 'write').some(({ target, value }) => {
        const written = valueOf(file, value);
        return written.kind === 'literal' && written.value === true && placeOf(file, target) === place;
      }),
  );
}

function isInCatch(file: File, owner: FunctionId, write: number): boolean {
  return stepsWithin(functionOf(file, owner).body).some(
    (step) =>
      step.kind === 'try' &&
      step.handlers.some(({ body }) =>
        stepsWithin(body).some((inner) => inner.kind === 'write' && inner.target === write),
      ),
  );
}

/** `balance >= amount`. */
function isCompared(file: File, read: number): boolean {
  return file.facts.values.some(
    (value) => value.kind === 'operation' && /^[<>]=?$/.test(value.operator) && value.operands.includes(read),
  );
}

function isEntry(file: File, { read, write }: StaleWrite): boolean {
  return [read, write].some((id) => {
    const { kind } = valueOf(file, id);
    return kind === 'call' || kind === 'index' || kind === 'operation';
  });
}

const identifying = /^_?(id|uuid|key)$|[a-z](Id|Uuid|Key)$|_(id|uuid|key)$/;

function hasOwnKey({ file, function: id }: FunctionRef, write: ValueId): boolean {
  const value = valueOf(file, write);
  const key = value.kind === 'index' ? value.key : value.kind === 'call' ? value.args[0]?.value : undefined;
  const written = key === undefined ? undefined : valueOf(file, key);
  const given = written?.kind === 'member' && identifying.test(written.name) ? valueOf(file, written.object) : written;
  if (given?.kind !== 'name') return false;
  const { kind, scope } = bindingOf(file, given.binding);
  return kind === 'parameter' && scope === id;
}

/** The place is another one for each element: it hangs on the element, or belongs to the function that runs for it. */
function isPerElementPlace({ place }: StaleWrite, { edge }: Overlap): boolean {
  if (edge?.how !== 'call') return false;
  const { file, function: callback } = edge.from;
  const isWithin = (scope: number): boolean => {
    const { start, end } = functionOf(file, scope);
    const { start: from, end: to } = functionOf(file, callback);
    return from <= start && end <= to;
  };
  if (place.root === 'captured') {
    const binding = /^\d+/.exec(place.key)?.[0];
    return edge.to.file === file && binding !== undefined && isWithin(bindingOf(file, Number(binding)).scope);
  }
  const call = place.root === 'this' ? valueOf(file, edge.site.value) : undefined;
  const callee = call?.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (callee?.kind !== 'member') return place.root === 'this';
  const owner = valueOf(file, callee.object);
  return !(owner.kind === 'this' || (owner.kind === 'name' && !isWithin(bindingOf(file, owner.binding).scope)));
}
