import { fileCache, functionCache } from '../file-cache.ts';
import type { ValueId } from '../../model/facts.ts';
import { graphOf, type Edge } from './graph.ts';
import { alternativesOf, overridden, reaching } from './overrides.ts';
import type { File, FunctionRef, Program } from '../program.ts';

type Incoming = ReadonlyMap<File, ReadonlyMap<number, readonly Edge[]>>;

/** The edges that lead out of a file. */
const leaving = fileCache(
  (program, file) =>
    graphOf(program, file)
      .out.flat()
      .filter((edge) => edge.to.file !== file),
  { lasts: true },
);

/** Notes the calls of a file; see `notes.ts`. */
export function noteCalls(program: Program, file: File): void {
  leaving.of(program, file);
}

const fromElsewhere = new WeakMap<Program, Incoming>();

/*
 * Every rule and every context asks, of the same functions again and again; and a class in any file may override what an edge leads to.
 */
const asked = { reachesFar: true };

/** All that is seen to make a function run: in its own file and, where the program knows other files, in those. */
export const edgesInto = functionCache(allInto, asked);

function allInto(program: Program, ref: FunctionRef): readonly Edge[] {
  const named = edgesNaming(program, ref);
  const reached = named.some(({ receiver }) => receiver)
    ? named.flatMap((edge) => reaching(program, edge, ref))
    : named;
  const inherited = overridden(program, ref).flatMap((base) =>
    edgesNaming(program, base).flatMap((edge) => reaching(program, edge, ref)),
  );
  return inherited.length > 0 ? [...reached, ...inherited] : reached;
}

/** The edges that were found by the name of this very function, whatever may run in its place. */
function edgesNaming(program: Program, { file, function: id }: FunctionRef): readonly Edge[] {
  const own = graphOf(program, file).into[id] ?? [];
  const others = incoming(program).get(file)?.get(id);
  return others ? [...own, ...others] : own;
}

/** All that a function is seen to make run. */
export const edgesFrom = functionCache((program, { file, function: id }): readonly Edge[] => {
  const own = graphOf(program, file).out[id] ?? [];
  return own.some(({ receiver }) => receiver) ? own.flatMap((edge) => alternativesOf(program, edge)) : own;
}, asked);

const byCall = functionCache((program, ref) => {
  const calls = new Map<ValueId, Edge[]>();
  for (const edge of edgesFrom(program, ref)) {
    const known = calls.get(edge.site.value);
    if (known) known.push(edge);
    else calls.set(edge.site.value, [edge]);
  }
  return calls;
}, asked);

/** What one call in a function makes run. */
export function edgesAt(program: Program, ref: FunctionRef, call: ValueId): readonly Edge[] {
  return byCall(program, ref).get(call) ?? [];
}

/** Made on the first question, since it takes the graphs of all files. */
function incoming(program: Program): Incoming {
  const known = fromElsewhere.get(program);
  if (known) return known;
  const edges = new Map<File, Map<number, Edge[]>>();
  for (const path of program.paths) {
    const file = program.file(path);
    for (const edge of file ? leaving.of(program, file) : []) {
      const ofFile = edges.get(edge.to.file) ?? new Map<number, Edge[]>();
      edges.set(edge.to.file, ofFile);
      const known = ofFile.get(edge.to.function);
      if (known) known.push(edge);
      else ofFile.set(edge.to.function, [edge]);
    }
  }
  fromElsewhere.set(program, edges);
  return edges;
}
