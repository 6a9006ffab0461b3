import { graphOf } from './graph.ts';
import type { File, Program } from './program.ts';
import { importersOf, originOf } from './replace-file.ts';

const reasons = new WeakMap<Program, ReadonlySet<string>>();

/** Why nobody but a person at a terminal waits for what a file does; undefined where others may. */
export function commandLineReason(program: Program, file: File): string | undefined {
  if (file.role.kind === 'program') return file.role.reason ?? 'it is a command-line program';
  if (file.role.kind !== 'source') return undefined;
  const origin = originOf(program);
  const known = reasons.get(origin) ?? onlyFromCommandLine(origin);
  reasons.set(origin, known);
  return known.has(file.path) ? 'only command-line programs and scripts lead to it' : undefined;
}

/** The source files that programs lead to, and neither a part of theirs that serves nor anything else of the project. */
function onlyFromCommandLine(program: Program): Set<string> {
  const importers = importersOf(program);
  const imports = new Map<string, string[]>();
  for (const [path, by] of importers) for (const each of by) imports.set(each, [...(imports.get(each) ?? []), path]);
  const kindOf = (path: string): string => program.file(path)?.role.kind ?? 'declaration';
  const reach = (roots: readonly string[]): Set<string> => {
    // A set that grows while it is walked.
    const reached = new Set(roots);
    for (const each of reached) for (const next of imports.get(each) ?? []) reached.add(next);
    return reached;
  };
  const isRoot = (path: string): boolean =>
    kindOf(path) === 'source' && !(importers.get(path) ?? []).some((each) => kindOf(each) !== 'test');
  const fromPrograms = reach(program.paths.filter((path) => kindOf(path) === 'program'));
  // A program may serve as well: then what its handlers lead to has others waiting, and the rest of it has not.
  const servers = [...fromPrograms].filter((path) => serves(program, path));
  const served = reach([...program.paths.filter(isRoot), ...servers]);
  return new Set([...fromPrograms].filter((path) => kindOf(path) === 'source' && !served.has(path)));
}

/** The file registers something that others wait for each time: requests, commands, messages. */
function serves(program: Program, path: string): boolean {
  const file = program.file(path);
  return file !== undefined && graphOf(program, file).out.some((edges) => edges.some(({ how }) => how === 'handler'));
}
