import type { Knowledge } from '../knowledge/lookup.ts';
import type {
  Binding,
  BindingId,
  ClassFacts,
  ClassId,
  FileFacts,
  FunctionFacts,
  FunctionId,
  ValueId,
} from '../model/facts.ts';
import type { PackageInfo, Project } from '../model/project.ts';
import type { Value } from '../model/value.ts';
import type { Derived } from './file-cache.ts';
import { roleOf, type Role } from './contexts/roles.ts';

/** One file of a program. Its facts are shared between programs; what is derived from them is kept with the facts. */
export interface File {
  readonly path: string;
  /** Asked of the host anew after {@link File.letGo}. */
  readonly facts: FileFacts;
  readonly role: Role;
  /** Frees the memory that the facts take, until somebody needs them again. */
  letGo(): void;
}

/** The files that are looked at together, and what libraries do. */
export interface Program {
  readonly knowledge: Knowledge;
  /** The file itself, for its own path; another one where the project knows it. */
  file(path: string): File | undefined;
  resolve(from: File, specifier: string): File | undefined;
  /** The files whose calls are all seen; for a single file that file alone. */
  readonly paths: readonly string[];
  /** What the package that a file belongs to says of versions; see `versions.ts`. */
  packageOf(file: File): PackageInfo | undefined;
  /** Belongs to `file-cache.ts`. */
  readonly derived: Derived;
  /** The folder that paths are judged from. */
  readonly root?: string;
  /** As in `Project`. */
  readonly programs?: ReadonlyMap<string, string>;
}

/** A function anywhere in the program. */
export interface FunctionRef {
  readonly file: File;
  readonly function: FunctionId;
}

/** The program as seen from one file, which may be newer than what the project knows of it. */
export function createProgram(path: string, facts: FileFacts, knowledge: Knowledge, project: Project = {}): Program {
  return createWorkspaceProgram(knowledge, {
    ...project,
    paths: project.paths ?? [path],
    factsOf: (wanted) => (wanted === path ? facts : project.factsOf?.(wanted)),
  });
}

/** The program of all files of a project. */
export function createWorkspaceProgram(knowledge: Knowledge, project: Project): Program {
  const files = new Map<string, File>();
  const file = (wanted: string): File | undefined => {
    const known = files.get(wanted);
    if (known) return known;
    const other = project.factsOf?.(wanted);
    if (!other) return undefined;
    const file = new FileOnDemand(wanted, project, other, () => factsAgain(project, wanted));
    files.set(wanted, file);
    return file;
  };
  return {
    knowledge,
    file,
    paths: project.paths ?? [],
    derived: [],
    ...(project.root === undefined ? {} : { root: project.root }),
    packageOf: ({ path }) => project.packageOf?.(path),
    ...(project.programs ? { programs: project.programs } : {}),
    resolve: (from, specifier) => {
      const target = project.resolve?.(from.path, specifier);
      return target === undefined ? undefined : file(target);
    },
  };
}

/** A host that knew a file's facts once knows them as long as the program is used. */
function factsAgain(project: Project, path: string): FileFacts {
  const facts = project.factsOf?.(path);
  if (!facts) throw new Error(`The facts of ${path} are lost.`);
  return facts;
}

type Judged = Pick<Project, 'root' | 'programs'>;

export function fileOf(path: string, facts: FileFacts, judged: Judged): File {
  return new FileOnDemand(path, judged, facts, () => facts);
}

function roleWithin({ root, programs }: Judged, path: string, facts: FileFacts): Role {
  const role = roleOf(below(root, path), facts);
  const reason = role.kind === 'source' ? programs?.get(path) : undefined;
  return reason === undefined ? role : { kind: 'program', reason };
}

/** A class, since every question about a file goes through `facts`. */
class FileOnDemand implements File {
  readonly path: string;
  readonly role: Role;
  private known: FileFacts | undefined;
  private readonly load: () => FileFacts;

  constructor(path: string, judged: Judged, facts: FileFacts, load: () => FileFacts) {
    this.path = path;
    this.role = roleWithin(judged, path, facts);
    this.known = facts;
    this.load = load;
  }

  get facts(): FileFacts {
    return (this.known ??= this.load());
  }

  letGo(): void {
    this.known = undefined;
  }
}

/** `path` as seen from `root`; unchanged when it does not lie below. */
function below(root: string | undefined, path: string): string {
  if (root === undefined || !path.startsWith(root)) return path;
  const rest = path.slice(root.length);
  return /^[\\/]/.test(rest) ? rest.slice(1) : /[\\/]$/.test(root) ? rest : path;
}

export function isPython({ facts }: File): boolean {
  return facts.language === 'python';
}

export function valueOf(file: File, id: ValueId): Value {
  return file.facts.values[id] ?? { kind: 'unknown', start: 0, end: 0 };
}

export function functionOf(file: File, id: FunctionId): FunctionFacts {
  const found = file.facts.functions[id];
  if (!found) throw new RangeError(`${file.path} has no function ${id}`);
  return found;
}

/** The innermost function around an offset. */
export function enclosingFunction(file: File, offset: number): FunctionId {
  const { functions } = file.facts;
  for (let id = functions.length - 1; id > 0; id--) {
    const { start, end, kind } = functionOf(file, id);
    if (kind !== 'initializer' && start <= offset && offset < end) return id;
  }
  return 0;
}

export function bindingOf(file: File, id: BindingId): Binding {
  const found = file.facts.bindings[id];
  if (!found) throw new RangeError(`${file.path} has no binding ${id}`);
  return found;
}

export function classOf(file: File, id: ClassId): ClassFacts | undefined {
  return file.facts.classes[id];
}

/** Follows names to the one value they ever hold. */
export function settle(file: File, id: ValueId): ValueId {
  let current = id;
  for (let hops = 0; hops < 16; hops++) {
    const value = valueOf(file, current);
    if (value.kind !== 'name') return current;
    const { init } = bindingOf(file, value.binding);
    if (init === undefined) return current;
    current = init;
  }
  return current;
}

/** The value behind names and `await`s: what the code works with in the end. */
export function settleAwaited(file: File, id: ValueId): ValueId {
  let current = settle(file, id);
  for (let hops = 0; hops < 16; hops++) {
    const value = valueOf(file, current);
    if (value.kind !== 'await') return current;
    current = settle(file, value.of);
  }
  return current;
}
