import type { FunctionId, ValueId } from '../../model/facts.ts';
import { membersNamed } from '../indexes.ts';
import { bindingOf, valueOf, type File } from '../program.ts';
import { usesOf } from './uses.ts';

/** A place that other code may read and write between two steps of a function. */
export interface SharedPlace {
  /** Equal for the same place within one function: `this.conn`, `12.cache["a"]`, `12[7]` for an entry under the name 7. */
  readonly key: string;
  /** Where it is rooted: a variable of the module, `this` (`self`), or a variable of a function around. */
  readonly root: 'module' | 'this' | 'captured';
}

const DEEPEST = 6;

/**
 * The shared place that a `name`, `member` or `index` value denotes as seen by function `owner`; undefined for what belongs to one call,
 * such as locals, parameters and what hangs on them, and for entries under a key that may have changed.
 */
export function sharedPlace(file: File, owner: FunctionId, id: ValueId, depth = 0): SharedPlace | undefined {
  if (depth > DEEPEST) return undefined;
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'this':
      return { key: 'this', root: 'this' };
    case 'name': {
      const { scope, import: imported, kind } = bindingOf(file, value.binding);
      if (imported || scope === owner || kind === 'function' || kind === 'class') return undefined;
      return { key: String(value.binding), root: scope === 0 ? 'module' : 'captured' };
    }
    case 'member': {
      const object = sharedPlace(file, owner, value.object, depth + 1);
      return object && { ...object, key: `${object.key}.${value.name}` };
    }
    case 'index': {
      const object = sharedPlace(file, owner, value.object, depth + 1);
      return object && entryPlace(file, object, value.key);
    }
    default:
      return undefined;
  }
}

/** The entry of a shared container under a key; undefined where two mentions of the key may differ. */
export function entryPlace(file: File, container: SharedPlace, key: ValueId): SharedPlace | undefined {
  const value = valueOf(file, key);
  const name = value.kind === 'literal' ? JSON.stringify(value.value) : lastingName(file, key);
  return name === undefined ? undefined : { ...container, key: `${container.key}[${name}]` };
}

/** `id`, `req.params.id`: a name that nobody assigns anew, with members that nothing in the file writes. Equal for equal ones. */
function lastingName(file: File, id: ValueId, depth = 0): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') return bindingOf(file, value.binding).reassigned === 0 ? String(value.binding) : undefined;
  if (value.kind !== 'member' || depth > DEEPEST) return undefined;
  const uses = usesOf(file);
  if (membersNamed(file, value.name).some((each) => uses.writtenTo(each) !== undefined)) return undefined;
  const object = lastingName(file, value.object, depth + 1);
  return object === undefined ? undefined : `${object}.${value.name}`;
}

/** That a call looks into a container or changes it, by methods that every programmer reads the same way. */
export interface ContainerUse {
  readonly place: SharedPlace;
  readonly does: 'read' | 'write';
  /** What is stored, for a write that stores. */
  readonly written?: ValueId;
}

const lookUps = new Set(['has', 'get', '__contains__']);
const changes = new Set(['set', 'add', 'delete', 'setdefault', 'pop', 'discard']);

/** `cache.has(key)`, `cache.set(key, value)` and the like on a shared container; undefined for any other call. */
export function containerUse(file: File, owner: FunctionId, call: ValueId): ContainerUse | undefined {
  const value = valueOf(file, call);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'member') return undefined;
  const [key, stored] = value.args;
  const does = lookUps.has(callee.name) ? 'read' : changes.has(callee.name) ? 'write' : undefined;
  const container = does && key && !key.spread ? sharedPlace(file, owner, callee.object) : undefined;
  // `this.get(id)` is a method of the class itself.
  const place = container && container.key !== 'this' && key ? entryPlace(file, container, key.value) : undefined;
  if (!does || !place) return undefined;
  return stored && does === 'write' ? { place, does, written: stored.value } : { place, does };
}
