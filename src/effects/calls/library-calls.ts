import type { Callback, TypeEntry } from '../../knowledge/schema.ts';
import { runsOf } from './decorators.ts';
import type { Edge } from './graph.ts';
import { basesOf } from '../symbols/bases.ts';
import { instanceMade } from '../symbols/libraries.ts';
import { enclosingFunction, functionOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';

type Overrides = NonNullable<TypeEntry['overrides']>;

/** A class made from one of a library's, whose methods the library calls: `get` of a request handler, `run` of a thread. */
export function overrideEdges(program: Program, file: File): Edge[] {
  return file.facts.classes.flatMap((each, id) => {
    if (each.extends === undefined) return [];
    const overrides = overridesOf(program, file, id);
    if (!overrides) return [];
    const from = { file, function: enclosingFunction(file, each.start) };
    const site = { value: each.extends, function: from.function, loops: [] };
    return each.members.flatMap(({ name, function: method }): Edge[] => {
      const called: Omit<Callback, 'argument'> | undefined = Object.hasOwn(overrides, name)
        ? overrides[name]
        : undefined;
      if (!called || method === undefined) return [];
      const how = runsOf(called, functionOf(file, method).isAsync);
      const label = called.label === undefined ? {} : { label: called.label };
      return [{ from, to: { file, function: method }, site, how, ...label }];
    });
  });
}

/** More classes than are made from each other anywhere. */
const DEEPEST = 16;

/** Which methods of a class a library calls and how, by the first class among its ancestors that is a library's and says so. */
export function overridesOf(program: Program, file: File, id: number, depth = 0): Overrides | undefined {
  const own = file.facts.classes[id];
  if (!own || depth > DEEPEST) return undefined;
  for (const value of basesOf(own)) {
    const base = resolveValue(program, file, value);
    if (base?.kind === 'class') {
      const inherited = overridesOf(program, base.file, base.class, depth + 1);
      if (inherited) return inherited;
    }
    const made = base?.kind === 'library' ? instanceMade(program, base) : undefined;
    const overrides = made?.kind === 'instance' ? program.knowledge.type(made.type)?.overrides : undefined;
    if (overrides) return overrides;
  }
  return undefined;
}
