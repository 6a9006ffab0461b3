import { parsePython, release, type PythonTree } from '../../../syntax/python/tree.ts';
import type { FunctionId } from '../../../model/facts.ts';
import { contains } from '../../../model/span.ts';
import type { TextEdit } from '../../../model/fix.ts';
import { createDraft, type Draft } from '../../draft.ts';
import { readings } from '../../readings.ts';
import type { FixRequest } from '../../remedy.ts';
import { placeImports } from './imports.ts';
import { parentsOf, type Rooted } from './nodes.ts';
import { styleOf, type Style } from './style.ts';

/** All that is at hand while one fix is being written. */
export interface Session extends Rooted {
  readonly request: FixRequest;
  readonly tree: PythonTree;
  readonly style: Style;
  readonly draft: Draft;
  /** Every name that the file gives or takes for granted, and those this fix has given away. */
  readonly taken: Set<string>;
  /** Modules to import at the top, each with the name it gets. */
  readonly imports: Map<string, string>;
}

const read = readings((path, text): Rooted & Pick<Session, 'tree'> => {
  const tree = parsePython(path, text);
  // Its table is all that is looked at; what lies outside of the heap can go.
  release(tree);
  return { tree, text, parents: parentsOf(tree) };
});

export function openSession(request: FixRequest): Session {
  const { text, path, python, program } = request;
  const { bindings, values } = request.facts;
  const globals = values.flatMap((value) => (value.kind === 'global' ? [value.name] : []));
  return {
    request,
    ...read(program, path, text),
    style: styleOf(text, python?.lineLength),
    draft: createDraft(),
    taken: new Set([...bindings.map(({ name }) => name), ...globals]),
    imports: new Map(),
  };
}

/** The first of these names that nothing in the file goes by, numbered if all of them are taken. */
export function freshName({ taken }: Session, ...candidates: readonly [string, ...string[]]): string {
  let name = candidates.find((each) => !taken.has(each));
  for (let number = 2; name === undefined; number++) {
    const numbered = `${candidates[0]}_${String(number)}`;
    if (!taken.has(numbered)) name = numbered;
  }
  taken.add(name);
  return name;
}

/** The same for a name within `owner` alone: what other functions call their own does not matter. */
export function freshLocal(session: Session, owner: FunctionId, ...candidates: readonly [string, ...string[]]): string {
  const { facts } = session.request;
  const around = facts.functions[owner];
  const isNear = (scope: FunctionId): boolean => {
    const other = facts.functions[scope];
    if (!around || !other) return true;
    return contains(other, around) || contains(around, other);
  };
  const foreign = facts.bindings.filter(({ scope }) => !isNear(scope)).map(({ name }) => name);
  const near = new Set(facts.bindings.filter(({ scope }) => isNear(scope)).map(({ name }) => name));
  const taken = new Set([...session.taken].filter((name) => near.has(name) || !foreign.includes(name)));
  const name = freshName({ ...session, taken }, ...candidates);
  session.taken.add(name);
  return name;
}

/** The edits of the fix, imports included; undefined when two contradict each other. */
export function finishEdits(session: Session): readonly TextEdit[] | undefined {
  placeImports(session);
  return session.draft.finish();
}
