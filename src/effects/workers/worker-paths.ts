import type { ValueId } from '../../model/facts.ts';
import type { Call } from '../calls/graph.ts';
import { isGiven, told } from '../values/options.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';

/** The path of a worker's code, where it leads somewhere else than it seems to, or nowhere. */
export interface WorkerPath {
  /** The path or URL as it is given. */
  readonly value: ValueId;
  /**
   * `bare`: Node throws, as it is neither absolute nor begins with a dot. `cwd`: it is looked for from where the program was started,
   * and the file lies beside this one. `indirect`: no bundler sees which file is meant, so it is neither built nor shipped.
   */
  readonly how: 'bare' | 'cwd' | 'indirect';
  readonly path: string;
}

/** What is wrong with the path of the worker that a call starts; undefined where nothing is, or where it is not written down. */
export function workerPathOf(program: Program, file: File, call: Call): WorkerPath | undefined {
  const option = call.entry?.workerModule;
  const value = valueOf(file, call.value);
  if (!option || (value.kind !== 'call' && value.kind !== 'new')) return undefined;
  const given = told(program, file, value.args, option);
  // A path that comes from another file is the business of that file.
  if (typeof given === 'string' || given.file !== file) return undefined;
  if (isOfBrowser(call)) return indirectPath(program, file, given.value);
  const isCode = isGiven(program, file, value.args, { argument: 1, property: 'eval', values: [true] });
  const path = isCode ? undefined : textOf(file, given.value);
  return path === undefined ? undefined : nodePath(program, file, call, given.value, path);
}

function isOfBrowser({ symbol }: Call): boolean {
  return symbol?.kind === 'library' && symbol.module === 'global';
}

function textOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

function nodePath(program: Program, file: File, call: Call, value: ValueId, path: string): WorkerPath | undefined {
  const module = call.symbol?.kind === 'library' ? call.symbol.module : undefined;
  if (module === 'node:worker_threads' && isBare(path)) return { value, how: 'bare', path };
  const startsHere =
    module === 'node:worker_threads' || (module === 'node:child_process' && !saysWhere(program, file, call));
  if (!startsHere || !/^\.\.?\//.test(path) || !isInside(file.path)) return undefined;
  const beside = program.resolve(file, path);
  if (!beside) return undefined;
  // Beside the file and where the program is usually started may be the same place.
  const fromRoot = program.root === undefined ? undefined : program.file(join(program.root, path));
  return beside === fromRoot ? undefined : { value, how: 'cwd', path };
}

function isBare(path: string): boolean {
  return /^[\w@-][\w@./-]*\.[cm]?[jt]s$/.test(path);
}

/** `fork(path, { cwd })` */
function saysWhere(program: Program, file: File, { value: id }: Call): boolean {
  const value = valueOf(file, id);
  return (
    value.kind === 'call' &&
    [1, 2].some((argument) => {
      const found = told(program, file, value.args, { argument, property: 'cwd' });
      // Arguments for the child may stand before the options.
      return typeof found !== 'string' || (found === 'unknown' && !isList(file, value.args[argument]?.value));
    })
  );
}

function isList(file: File, id: ValueId | undefined): boolean {
  return id !== undefined && valueOf(file, settle(file, id)).kind === 'array';
}

/** It lies in a folder where nobody starts a program: one starts it from the folder above. */
function isInside(path: string): boolean {
  return /(^|[\\/])(src|lib|source|server|app|dist)[\\/]/.test(path);
}

/** Only for paths that begin with a dot and stay below the root. */
function join(root: string, path: string): string {
  return `${root.replace(/[\\/]$/, '')}/${path.replace(/^\.\//, '')}`;
}

/**
 * `const url = new URL('../w.js', import.meta.url); new Worker(url)`, or a path in a variable: bundlers know all of it written as one, and
 * nothing else.
 */
function indirectPath(program: Program, file: File, value: ValueId): WorkerPath | undefined {
  const url = valueOf(file, settle(file, value));
  if (url.kind !== 'new' || !isUrl(program, file, url.callee)) return undefined;
  const [target, base] = url.args;
  if (!target || !base || !isOwnUrl(file, base.value)) return undefined;
  if (valueOf(file, value).kind !== 'name' && valueOf(file, target.value).kind !== 'name') return undefined;
  const path = textOf(file, target.value);
  return path !== undefined && /^\.\.?\//.test(path) ? { value, how: 'indirect', path } : undefined;
}

function isUrl(program: Program, file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  if (value.kind === 'global') return value.name === 'URL';
  const symbol = resolveValue(program, file, callee);
  return symbol?.kind === 'library' && symbol.path === 'URL';
}

/** `import.meta.url` */
function isOwnUrl(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  const object = value.kind === 'member' && value.name === 'url' ? valueOf(file, value.object) : undefined;
  return object?.kind === 'global' && object.name === 'import.meta';
}
