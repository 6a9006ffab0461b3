import type { FileFacts } from '../model/facts.ts';
import { carriedOver, fileCache } from './file-cache.ts';
import { fileOf, type File, type Program } from './program.ts';

/** A program with newer versions of some of its files. */
interface Newer extends Program {
  /** The program as it was first made, which knows the older versions. */
  readonly origin: Program;
  readonly replaced: ReadonlyMap<string, File>;
}

/**
 * The next version of a program, in which one file says something else. What was derived from the files that import it, directly or
 * through re-exports, is derived anew; what reaches it in other ways keeps seeing the old version until the program is made afresh.
 */
export function replaceFile(program: Program, path: string, facts: FileFacts): Program {
  const { origin, replaced: before } = isNewer(program)
    ? program
    : { origin: program, replaced: new Map<string, File>() };
  const replaced = new Map(before).set(path, fileOf(path, facts, program));
  const next: Newer = {
    ...origin,
    derived: carriedOver(program, dependentsOf(program, origin, path)),
    origin,
    replaced,
    paths: program.paths.includes(path) ? program.paths : [...program.paths, path],
    file: (wanted) => replaced.get(wanted) ?? origin.file(wanted),
    resolve: (from, specifier) => {
      const target = origin.resolve(from, specifier);
      return target && (replaced.get(target.path) ?? target);
    },
  };
  return next;
}

/** The program as it was first made. */
export function originOf(program: Program): Program {
  return isNewer(program) ? program.origin : program;
}

/** The newer versions of files that a program has. */
export function newerFiles(program: Program): readonly File[] {
  return isNewer(program) ? [...program.replaced.values()] : [];
}

function isNewer(program: Program): program is Newer {
  return 'origin' in program;
}

/** The file itself and those whose symbols may stand in it. */
function dependentsOf(program: Program, origin: Program, path: string): Set<File> {
  const importers = importersOf(origin);
  const paths = new Set([path]);
  // A set that grows while it is walked: files that only pass names on have dependents of their own.
  for (const each of paths) {
    const passesOn = program.file(each)?.facts.exports.some(({ from }) => from !== undefined);
    if (each === path || passesOn) for (const importer of importers.get(each) ?? []) paths.add(importer);
  }
  return new Set([...paths].flatMap((each) => program.file(each) ?? []));
}

const importersByPath = new WeakMap<Program, ReadonlyMap<string, readonly string[]>>();

/** Which files import which, when the program was first made. */
export function importersOf(origin: Program): ReadonlyMap<string, readonly string[]> {
  const known = importersByPath.get(origin);
  if (known) return known;
  const importers = new Map<string, string[]>();
  for (const path of origin.paths) {
    const file = origin.file(path);
    for (const specifier of file ? asked.of(origin, file) : []) {
      const target = file && origin.resolve(file, specifier);
      if (!target) continue;
      const known = importers.get(target.path);
      if (known) known.push(path);
      else importers.set(target.path, [path]);
    }
  }
  importersByPath.set(origin, importers);
  return importers;
}

const asked = fileCache((_program, file) => askedFor(file.facts), { lasts: true });

/** Notes what a file imports; see `notes.ts`. */
export function noteImports(program: Program, file: File): void {
  asked.of(program, file);
}

const importedIn = new WeakMap<Program, Map<string, boolean>>();

/** Whether any file of the program imports a package under this name, be it only for what that does to others. */
export function importsAnywhere(program: Program, name: string): boolean {
  const origin = originOf(program);
  const known = importedIn.get(origin) ?? new Map<string, boolean>();
  importedIn.set(origin, known);
  if (!known.has(name)) {
    const imports = (path: string): boolean => {
      const file = origin.file(path);
      return file !== undefined && asked.of(origin, file).has(name);
    };
    known.set(name, origin.paths.some(imports));
  }
  return known.get(name) === true || newerFiles(program).some((file) => asked.of(program, file).has(name));
}

/** Every module that a file may ask for: `from package import name` may mean a module of the package. */
function askedFor({ language, specifiers, bindings }: FileFacts): ReadonlySet<string> {
  const asked = new Set(specifiers);
  for (const { import: reference } of bindings) {
    if (!reference) continue;
    const { specifier, name, typeOnly } = reference;
    // What a type says can make a finding, too.
    if (typeOnly) asked.add(specifier);
    if (language !== 'python' || typeOnly || name === '*') continue;
    asked.add(specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`);
  }
  return asked;
}
