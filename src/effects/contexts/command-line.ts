import { fileCache } from '../file-cache.ts';
import { graphOf } from '../calls/graph.ts';
import type { File, Program } from '../program.ts';
import { importersOf, originOf } from '../replace-file.ts';
import { loadedBy, noteLoading } from './loaded-folders.ts';

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

const NEAR = 2;

interface Reached {
  /** What serves leads to these in a step or two. */
  readonly served: ReadonlySet<string>;
  /** The packages that serve. */
  readonly serving: ReadonlySet<unknown>;
  readonly fromPrograms: ReadonlySet<string>;
  /** Only packages of commands lead to these, and nothing that serves. */
  readonly forCommands: ReadonlySet<string>;
}

const reachedFiles = new WeakMap<Program, Reached>();

/**
 * Who waits on the loop beside the unseen callers of a file's functions. `unseen`: the program serves others, and nothing that serves is
 * seen to call these: mostly it starts up, or gets ready what serves. `alone`: the package is installed for its commands or the file is part of
 * one, and nothing that serves leads to it: most likely one person waits at a terminal. `beside`: the
 * same, but the program starts it beside other tasks. `unknown`: nobody says.
 */
export type Others = 'unknown' | 'unseen' | 'beside' | 'alone';

export function othersBeside(program: Program, file: File): Exclude<Others, 'beside'> {
  const origin = originOf(program);
  const owner = program.packageOf(file);
  if (!owner || origin.file(file.path) === undefined) return 'unknown';
  const reached = reachedFiles.get(origin) ?? reachedIn(origin);
  reachedFiles.set(origin, reached);
  const { serving, fromPrograms, served, forCommands } = reached;
  const isCommand = owner.hasCommands === true || commandLineReason(program, file) !== undefined;
  if (!isCommand && forCommands.has(file.path)) return 'alone';
  if (!isCommand) return serving.size > 0 ? 'unseen' : 'unknown';
  // Where something of its package does serve, it has to be a file that the commands lead to.
  const mayServe = served.has(file.path) || (serving.has(owner) && !fromPrograms.has(file.path));
  return mayServe ? 'unseen' : 'alone';
}

function reachedIn(program: Program): Reached {
  const reach = reachFrom(program);
  const shipped = (path: string): boolean => /^(source|program)$/.test(program.file(path)?.role.kind ?? '');
  const serving = program.paths.filter((path) => shipped(path) && serves(program, path));
  const programs = program.paths.filter((path) => program.file(path)?.role.kind === 'program');
  const fromPrograms = reach(programs);
  // Everything leads to everything in the end: a command that can also serve has most of its parts near it for other reasons.
  const packages = serving.map((path) => ownerOf(program, path));
  return {
    served: reach(serving, NEAR),
    serving: new Set(packages),
    fromPrograms,
    forCommands: onlyForCommands(program, reach, serving),
  };
}

type Reach = ReturnType<typeof reachFrom>;

/** The files of a repository that only its packages of commands are made of: one package for people at a terminal, the rest its parts. */
function onlyForCommands(program: Program, reach: Reach, serving: readonly string[]): ReadonlySet<string> {
  const isCommand = (path: string): boolean =>
    program.file(path)?.role.kind === 'program' || ownerOf(program, path)?.hasCommands === true;
  const roots = rootsOf(program);
  const commands = roots.filter(isCommand);
  if (commands.length === 0) return new Set();
  const others = reach([...roots.filter((path) => !isCommand(path)), ...serving]);
  return new Set([...reach(commands)].filter((path) => !others.has(path)));
}

function ownerOf(program: Program, path: string): ReturnType<Program['packageOf']> {
  const file = program.file(path);
  return file && program.packageOf(file);
}

/** The files that nothing but tests leads to. */
function rootsOf(program: Program): string[] {
  const leading = leadersOf(program);
  const kindOf = (path: string): string => program.file(path)?.role.kind ?? 'declaration';
  return program.paths.filter(
    (path) =>
      /^(source|program)$/.test(kindOf(path)) && !(leading.get(path) ?? []).some((each) => kindOf(each) !== 'test'),
  );
}

/** The source files that programs lead to, and neither a part of theirs that serves nor anything else of the project. */
function onlyFromCommandLine(program: Program): Set<string> {
  const reach = reachFrom(program);
  const kindOf = (path: string): string => program.file(path)?.role.kind ?? 'declaration';
  const fromPrograms = reach(program.paths.filter((path) => /^(program|script|build)$/.test(kindOf(path))));
  // A program may serve as well: then what its handlers lead to has others waiting, and the rest of it has not.
  const servers = [...fromPrograms].filter((path) => serves(program, path));
  const served = reach([...rootsOf(program).filter((path) => kindOf(path) === 'source'), ...servers]);
  return new Set([...fromPrograms].filter((path) => kindOf(path) === 'source' && !served.has(path)));
}

const leaders = new WeakMap<Program, ReadonlyMap<string, readonly string[]>>();

/** Which files lead to which, by what they import and by what they load by its name. */
function leadersOf(program: Program): ReadonlyMap<string, readonly string[]> {
  const known = leaders.get(program);
  if (known) return known;
  const leading = new Map([...importersOf(program)].map(([path, by]) => [path, [...by]]));
  for (const from of program.paths) {
    const file = program.file(from);
    for (const path of file ? loadedBy(program, file) : []) leading.set(path, [...(leading.get(path) ?? []), from]);
  }
  leaders.set(program, leading);
  return leading;
}

/** Which files some files lead to, themselves included. */
function reachFrom(program: Program): (roots: readonly string[], steps?: number) => Set<string> {
  const imports = new Map<string, string[]>();
  for (const [path, by] of leadersOf(program)) {
    for (const each of by) {
      const known = imports.get(each);
      if (known) known.push(path);
      else imports.set(each, [path]);
    }
  }
  return (roots, steps = Number.POSITIVE_INFINITY) => {
    const reached = new Set(roots);
    let latest: readonly string[] = roots;
    for (let step = 0; step < steps && latest.length > 0; step++) {
      const next = new Set(latest.flatMap((each) => imports.get(each) ?? []).filter((each) => !reached.has(each)));
      for (const each of next) reached.add(each);
      latest = [...next];
    }
    return reached;
  };
}

/** The file registers something that others wait for each time: requests, commands, messages. */
const registers = fileCache(
  (program, file) => graphOf(program, file).out.some((edges) => edges.some(({ how }) => how === 'handler')),
  { lasts: true },
);

/** Notes whether a file serves, and what it loads by name; see `notes.ts`. */
export function noteServing(program: Program, file: File): void {
  registers.of(program, file);
  noteLoading(program, file);
}

function serves(program: Program, path: string): boolean {
  const file = program.file(path);
  return file !== undefined && registers.of(program, file);
}
