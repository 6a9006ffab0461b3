import { isMergedFrom } from './merged.ts';
import { overlapOf, type Overlap } from './overlap.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from './program.ts';
import { namesASerialMethod } from './silence.ts';
import { staleWrites, type StaleWrite } from './suspension-points.ts';

/** A write across a suspension by which one run of a function undoes, or does again, what another run did. */
export interface AwaitRace extends StaleWrite {
  /** `lost`: what others added meanwhile; `twice`: what is made when there is nothing yet; `unchecked`: a bound that is no longer kept. */
  readonly goes: 'lost' | 'twice' | 'unchecked';
  readonly overlap: Overlap;
  /** One entry of a container under a key, not a place of its own. */
  readonly isEntry: boolean;
}

/** The races of one function, at most one for each write. */
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
  const seen = new Set<number>();
  return candidates.flatMap((each) => {
    // A variable of a function around is a new one each time that function runs.
    if (each.place.root === 'captured' && overlap.by === 'likely') return [];
    if (seen.has(each.write) || (overlap.by === 'elements' && isPerElementPlace(each, overlap))) return [];
    seen.add(each.write);
    return [{ ...each, overlap, isEntry: isEntry(ref.file, each) }];
  });
}

function outcome({ file, function: id }: FunctionRef, write: StaleWrite): AwaitRace['goes'] | undefined {
  const { how, found, read, written, isCompound } = write;
  if (how === 'computed') {
    if (isCompound && written !== undefined && read === write.write) return 'lost';
    if (written !== undefined && isMergedFrom(file, id, written, read)) return 'lost';
    return written !== undefined && isDefault(file, written, read) ? 'twice' : undefined;
  }
  if (found === 'absent' && written !== undefined && isFilling(file, written)) return 'twice';
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
