import type { Callback, Entry, Library, TypeEntry } from './schema.ts';

/** Look-up over a set of libraries. The types that its answers name are absolute (`module#Type`). */
export interface Knowledge {
  /** The library imported by `specifier`, whichever of its names is used. */
  library(specifier: string): Library | undefined;
  /** What `module#path` is, e.g. `('node:fs', 'promises.readFile')`. */
  entry(specifier: string, path: string): Entry | undefined;
  /** What instances of `module#Type` can do: its own members, and all else as it has it or inherits it. */
  type(name: string): TypeEntry | undefined;
  /** What the member `name` of `module#Type` is, inherited ones included. */
  member(type: string, name: string): Entry | undefined;
}

/** How many types deep `extends` is followed: more than any library has, so that a circle in a user's own entries ends. */
const deepest = 8;

/** `Type` as written in an entry of `library`, made absolute: `module#Type`. */
export function absoluteType(library: Library, name: string): string {
  return name.includes('#') ? name : `${library.modules[0] ?? ''}#${name}`;
}

/** An own property: `constructor` and the like are names that a module may be asked for too. */
function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record && Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The entry with the types it names made absolute, `this` being `receiver`. */
function absoluteEntry(entry: Entry, library: Library, receiver: string | undefined): Entry {
  const absolute = (name: string) => (name === 'this' && receiver ? receiver : absoluteType(library, name));
  const absoluteCallback = (callback: Callback): Callback =>
    callback.parameters
      ? { ...callback, parameters: callback.parameters.map((name) => (name === null ? null : absolute(name))) }
      : callback;
  return {
    ...entry,
    ...(entry.type !== undefined && { type: absolute(entry.type) }),
    ...(entry.returns !== undefined && { returns: absolute(entry.returns) }),
    ...(entry.handle !== undefined && { handle: absolute(entry.handle) }),
    ...(entry.callbacks && { callbacks: entry.callbacks.map(absoluteCallback) }),
  };
}

/** What stands behind the name of a function that calls back, for the one that `promisify` makes of it, as in Node's own types. */
const PROMISIFIED = '.__promisify__';

/** The name of what `promisify` makes of `module#path`: a function of its own where Node has one that gives a promise. */
export function promisifiedName(
  { entry }: Pick<Knowledge, 'entry'>,
  module: string,
  path: string,
): { readonly module: string; readonly path: string } {
  const home = `${module === 'global' ? 'node:timers' : module}/promises`;
  return entry(home, path) ? { module: home, path } : { module, path: `${path}${PROMISIFIED}` };
}

function calledBackAs(path: string): string {
  return path.endsWith(PROMISIFIED) ? path.slice(0, -PROMISIFIED.length) : '';
}

/** The same work with a promise at its end; nothing is known of what that gives. */
function promised(entry: Entry | undefined): Entry | undefined {
  if (!entry?.callbacks?.some(({ argument, runs }) => argument === -1 && runs === 'once')) return undefined;
  const does: { -readonly [key in keyof Entry]: Entry[key] } = { ...entry, promise: true };
  delete does.callbacks;
  delete does.returns;
  return does;
}

type Answers = (owner: string, name: string, find: () => Entry | undefined) => Entry | undefined;

/** Keeps answers: the same object each time, made only for what is asked. */
function answersKept(): Answers {
  const byOwner = new Map<string, Map<string, Entry | undefined>>();
  return (owner, name, find) => {
    let known = byOwner.get(owner);
    if (!known) byOwner.set(owner, (known = new Map<string, Entry | undefined>()));
    const answer = known.get(name);
    if (answer !== undefined || known.has(name)) return answer;
    const found = find();
    known.set(name, found);
    return found;
  };
}

/** Builds the look-up. Of two libraries with the same specifier the later one wins, so that a user's own entries do. */
export function createKnowledge(libraries: readonly Library[]): Knowledge {
  const bySpecifier = new Map<string, Library>();
  for (const library of libraries) for (const name of library.modules) bySpecifier.set(name, library);
  const entries = answersKept();
  const members = answersKept();

  const owner = (type: string): Library | undefined => bySpecifier.get(type.slice(0, type.lastIndexOf('#')));
  const ownType = (name: string): TypeEntry | undefined =>
    own(owner(name)?.types, name.slice(name.lastIndexOf('#') + 1));

  const types = new Map<string, TypeEntry | undefined>();
  const type = (name: string, depth = 0): TypeEntry | undefined => {
    if (types.has(name)) return types.get(name);
    const found = ownType(name);
    const library = owner(name);
    const base =
      found?.extends !== undefined && library && depth < deepest
        ? type(absoluteType(library, found.extends), depth + 1)
        : undefined;
    const answer = found && base ? { ...base, ...found } : found;
    if (depth === 0) types.set(name, answer);
    return answer;
  };

  const findMember = (typeName: string, name: string, receiver: string, depth = 0): Entry | undefined => {
    const found = ownType(typeName);
    const library = owner(typeName);
    if (!found || !library || depth > deepest) return undefined;
    const entry = own(found.members, name);
    if (entry) return absoluteEntry(entry, library, receiver);
    return found.extends ? findMember(absoluteType(library, found.extends), name, receiver, depth + 1) : undefined;
  };

  return {
    library: (specifier) => bySpecifier.get(specifier),
    entry: (specifier, path) =>
      entries(specifier, path, () => {
        const library = bySpecifier.get(specifier);
        const entry = own(library?.exports, path) ?? promised(own(library?.exports, calledBackAs(path)));
        return library && entry && absoluteEntry(entry, library, undefined);
      }),
    type: (name) => type(name),
    member: (typeName, name) =>
      members(typeName, name, () => {
        const named = findMember(typeName, name, typeName);
        // What every object has is no model of a database client.
        return named ?? (name in Object.prototype ? undefined : findMember(typeName, '*', typeName));
      }),
  };
}
