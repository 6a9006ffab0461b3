import type { Entry, Library, TypeEntry } from './schema.ts';

/** Look-up over a set of libraries. */
export interface Knowledge {
  /** The library imported by `specifier`, whichever of its names is used. */
  library(specifier: string): Library | undefined;
  /** What `module#path` is, e.g. `('node:fs', 'promises.readFile')`. */
  entry(specifier: string, path: string): Entry | undefined;
  /** What instances of `module#Type` can do. */
  type(name: string): TypeEntry | undefined;
  /** What the member `name` of `module#Type` is, inherited ones included. */
  member(type: string, name: string): Entry | undefined;
}

/** `Type` as written in an entry of `library`, made absolute: `module#Type`. */
export function absoluteType(library: Library, name: string): string {
  return name.includes('#') ? name : `${library.modules[0] ?? ''}#${name}`;
}

/** Builds the look-up. Of two libraries with the same specifier the later one wins, so that a user's own entries do. */
export function createKnowledge(libraries: readonly Library[]): Knowledge {
  const bySpecifier = new Map<string, Library>();
  for (const library of libraries) for (const name of library.modules) bySpecifier.set(name, library);

  const library = (specifier: string): Library | undefined => bySpecifier.get(specifier);

  const type = (name: string): TypeEntry | undefined => {
    const hash = name.lastIndexOf('#');
    return library(name.slice(0, hash))?.types?.[name.slice(hash + 1)];
  };

  const member = (typeName: string, name: string, depth = 0): Entry | undefined => {
    const found = type(typeName);
    if (!found || depth > 8) return undefined;
    if (Object.hasOwn(found.members, name)) return found.members[name];
    const owner = library(typeName.slice(0, typeName.lastIndexOf('#')));
    return found.extends && owner ? member(absoluteType(owner, found.extends), name, depth + 1) : undefined;
  };

  return {
    library,
    entry: (specifier, path) => {
      const exports = library(specifier)?.exports;
      return exports && Object.hasOwn(exports, path) ? exports[path] : undefined;
    },
    type,
    member: (typeName, name) => member(typeName, name),
  };
}
