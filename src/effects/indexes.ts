import type { BindingId, FileFacts, FunctionId, ValueId } from '../model/facts.ts';
import type { TypeFacts } from '../model/written-type.ts';
import type { File } from './program.ts';

/*
 * The lists of a file by what rules look for in them: each index is made once per version of the file, on the first question, since
 * going through a whole list for each call or loop takes the square of the file's length.
 */

const none: readonly never[] = [];

/** The interfaces and type aliases of this name, which may be several. */
export function typesNamed(file: File, binding: BindingId): readonly TypeFacts[] {
  return typesByBinding(file.facts).get(binding) ?? none;
}

/** The names that a function declares itself, in the order of their ids. */
export function bindingsIn(file: File, scope: FunctionId): readonly BindingId[] {
  return bindingsByScope(file.facts).get(scope) ?? none;
}

/** Every `….name` of a file, whatever stands before it. */
export function membersNamed(file: File, name: string): readonly ValueId[] {
  return membersByName(file.facts).get(name) ?? none;
}

const typesByBinding = index<BindingId, TypeFacts>(({ types }, note) => {
  for (const each of types) note(each.binding, each);
});
const bindingsByScope = index<FunctionId, BindingId>(({ bindings }, note) => {
  for (const [id, { scope }] of bindings.entries()) note(scope, id);
});
const membersByName = index<string, ValueId>(({ values }, note) => {
  for (const [id, value] of values.entries()) if (value.kind === 'member') note(value.name, id);
});

function index<K, T>(
  fill: (facts: FileFacts, note: (key: K, each: T) => void) => void,
): (facts: FileFacts) => ReadonlyMap<K, readonly T[]> {
  const known = new WeakMap<FileFacts, ReadonlyMap<K, readonly T[]>>();
  return (facts) => {
    const before = known.get(facts);
    if (before) return before;
    const found = new Map<K, T[]>();
    fill(facts, (key, each) => {
      const list = found.get(key);
      if (list) list.push(each);
      else found.set(key, [each]);
    });
    known.set(facts, found);
    return found;
  };
}
