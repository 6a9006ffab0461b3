import { resolveExport, type Resolved } from '../symbols.ts';
import type { File, Program } from '../program.ts';

/** What `name` of one of the program's own Python modules is: a name of its own, or a module of the package it is. */
export function pythonExport(program: Program, file: File, name: string, depth: number): Resolved | undefined {
  const own = resolveExport(program, file, name, depth);
  if (own || !/(^|[\\/])__init__\.py$/.test(file.path)) return own;
  const module = program.resolve(file, `.${name}`);
  return module && { kind: 'module', file: module };
}

/** `from package import name`, where `name` is a module and the package itself does not say so. */
export function submodule(program: Program, from: File, specifier: string, name: string): Resolved | undefined {
  const module = program.resolve(from, specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`);
  return module && { kind: 'module', file: module };
}

/** `os.path.exists` is a name of the module `os.path`, not of `os`. */
export function libraryModule(program: Program, module: string, path: string): Resolved | undefined {
  const library = program.knowledge.library(`${module}.${path}`);
  return library?.language === 'python' ? { kind: 'library', module: library.modules[0] ?? '', path: '' } : undefined;
}
