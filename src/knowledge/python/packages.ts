import { absoluteType } from '../lookup.ts';
import type { Entry, Library, TypeEntry } from '../schema.ts';

/**
 * Modules are members of their packages, too: `import os.path` makes `os.path.exists` of `os`, and `from concurrent import futures`
 * the module a name of `concurrent`. The same libraries, with what is below each package added to it (or to a new one).
 */
export function withPackages(libraries: readonly Library[]): readonly Library[] {
  const packages = new Map<string, Library>();
  const byModule = new Map(libraries.flatMap((library) => library.modules.map((module) => [module, library] as const)));
  for (const [module, library] of byModule) {
    const names = module.split('.');
    for (let depth = 1; depth < names.length; depth++) {
      const name = names.slice(0, depth).join('.');
      const below = names.slice(depth).join('.');
      const known = packages.get(name) ?? byModule.get(name) ?? empty(name, library);
      packages.set(name, withModule(known, below, library));
    }
  }
  // A library known by two names keeps both: only a package of its own name is replaced.
  const kept = libraries.map((library) => packages.get(library.modules[0] ?? '') ?? library);
  const made = [...packages].filter(([name]) => !byModule.has(name)).map(([, library]) => library);
  return [...kept, ...made];
}

function empty(name: string, { source }: Library): Library {
  return { language: 'python', modules: [name], source, exports: {} };
}

function withModule(whole: Library, below: string, part: Library): Library {
  const exports: Record<string, Entry> = {};
  for (const [name, entry] of Object.entries(part.exports)) exports[`${below}.${name}`] = absolute(entry, part);
  const types: Record<string, TypeEntry> = {};
  for (const [name, { serial, call }] of Object.entries(part.types ?? {})) {
    types[`${below}.${name}`] = {
      extends: absoluteType(part, name),
      members: {},
      ...(serial !== undefined && { serial }),
      ...(call && { call: absolute(call, part) }),
    };
  }
  return { ...whole, exports: { ...exports, ...whole.exports }, types: { ...types, ...whole.types } };
}

/** The entry with its types named by their module, so that it means the same in another library. */
function absolute(entry: Entry, owner: Library): Entry {
  const name = (type: string) => absoluteType(owner, type);
  return {
    ...entry,
    ...(entry.type !== undefined && { type: name(entry.type) }),
    ...(entry.returns !== undefined && { returns: name(entry.returns) }),
    ...(entry.handle !== undefined && { handle: name(entry.handle) }),
    ...(entry.callbacks && {
      callbacks: entry.callbacks.map((callback) => ({
        ...callback,
        ...(callback.parameters && { parameters: callback.parameters.map((each) => each && name(each)) }),
      })),
    }),
  };
}
