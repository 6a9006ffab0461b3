import type { ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { membersNamed } from '../indexes.ts';
import { bindingOf, classOf, functionOf, valueOf, type File, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from './uses.ts';

/** A `Map` that a variable or a field holds, with all that its file says of what is in it. */
export interface WrittenMap {
  readonly file: File;
  /** What `new Map(…)` is given. */
  readonly made: readonly Argument[];
  /** The values that `map.set(key, value)` puts into it. */
  readonly set: readonly ValueId[];
}

interface Place {
  readonly file: File;
  readonly value: ValueId;
}

/** Longer than any way from a name through files to what it stands for. */
const DEEPEST = 8;

/** The map that a value is, by the only name or field that holds it; undefined where that is not known. */
export function mapAt(program: Program, { file, value: id }: Place, depth = 0): WrittenMap | undefined {
  const value = valueOf(file, id);
  if (depth > DEEPEST) return undefined;
  if (value.kind === 'member')
    return mapOf(program, { file, value: fieldOf(file, id) }, membersNamed(file, value.name));
  if (value.kind !== 'name') return undefined;
  const { import: imported, init, reassigned } = bindingOf(file, value.binding);
  if (imported) {
    const home = program.resolve(file, imported.specifier);
    const exported = home?.facts.exports.find(({ name }) => name === imported.name)?.value;
    return home && exported !== undefined ? mapAt(program, { file: home, value: exported }, depth + 1) : undefined;
  }
  if (init === undefined || reassigned > 0) return undefined;
  return mapOf(program, { file, value: init }, usesOf(file).names(value.binding));
}

/** What a field of the class around holds first. */
function fieldOf(file: File, id: ValueId): ValueId | undefined {
  const value = valueOf(file, id);
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  const owner = object?.kind === 'this' ? functionOf(file, object.function).owner : undefined;
  const own = owner === undefined ? undefined : classOf(file, owner);
  if (!own || value.kind !== 'member') return undefined;
  return [...own.members, ...(own.assigned ?? [])].find(({ name }) => name === value.name)?.init;
}

function mapOf(
  program: Program,
  { file, value: id }: { readonly file: File; readonly value: ValueId | undefined },
  mentions: readonly ValueId[],
): WrittenMap | undefined {
  const made = id === undefined ? undefined : valueOf(file, id);
  const type = made?.kind === 'new' ? resolveValue(program, file, made.callee) : undefined;
  if (made?.kind !== 'new' || !type || symbolName(type) !== 'global#Map') return undefined;
  return { file, made: made.args, set: mentions.flatMap((mention) => setThrough(file, mention)) };
}

function setThrough(file: File, mention: ValueId): ValueId[] {
  const uses = usesOf(file);
  return uses.of(mention).flatMap(({ as, by }) => {
    const member = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
    if (by === undefined || member?.kind !== 'member' || member.name !== 'set') return [];
    return uses.of(by).flatMap((use) => {
      const call = use.as === 'callee' && use.by !== undefined ? valueOf(file, use.by) : undefined;
      const value = call?.kind === 'call' ? call.args[1] : undefined;
      return value && !value.spread ? [value.value] : [];
    });
  });
}
