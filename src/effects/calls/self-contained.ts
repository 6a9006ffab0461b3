import type { BindingId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef } from '../program.ts';

/** What a function needs to run somewhere else, itself included. */
export interface SelfContained {
  /** Names it takes from modules that only compute. */
  readonly imports: readonly Taken[];
  /** Top-level declarations, in the order of the file. */
  readonly parts: readonly Part[];
}

/** `specifier#name` under a name of this file; `name` is `*` for the whole module. */
export interface Taken {
  readonly local: string;
  readonly specifier: string;
  readonly name: string;
}

export interface Part extends Span {
  /** The span begins at the name: a `const ` belongs before it where the language has one. */
  readonly isConst: boolean;
}

/** Modules of the platform that reach nothing outside of the process: they are the same everywhere, also where nothing else is in reach. */
const computing: Readonly<Record<File['facts']['language'], ReadonlySet<string>>> = {
  javascript: new Set(
    [
      'crypto',
      'zlib',
      'util',
      'buffer',
      'path',
      'url',
      'querystring',
      'string_decoder',
      'timers',
      'timers/promises',
    ].flatMap((name) => [name, `node:${name}`]),
  ),
  python: new Set([
    ...['math', 'cmath', 'statistics', 'random', 'decimal', 'fractions', 'itertools', 'functools', 'operator'],
    ...['collections', 'collections.abc', 'heapq', 'bisect', 'array', 'copy', 're', 'string', 'textwrap', 'typing'],
    ...['unicodedata', 'difflib', 'json', 'struct', 'base64', 'binascii', 'hashlib', 'hmac', 'zlib', 'datetime'],
  ]),
};

/**
 * The top-level declarations that a function needs, itself included; undefined when it needs anything that would not be the
 * same elsewhere: other modules, state, `this`, names of an enclosing function.
 */
export function selfContained({ file, function: id }: FunctionRef): SelfContained | undefined {
  const root = declarationOf(file, id);
  if (root === undefined) return undefined;
  const needed = new Set<BindingId>();
  if (!gather(file, root, needed)) return undefined;
  const bindings = [...needed].map((each) => ({ id: each, binding: bindingOf(file, each) }));
  return {
    imports: bindings.flatMap(({ binding: { name: local, import: from } }) => (from ? [{ ...from, local }] : [])),
    parts: bindings
      .flatMap(({ id: each, binding }) => (binding.import ? [] : [statementOf(file, each)]))
      .toSorted((a, b) => a.start - b.start),
  };
}

/** The top-level name that stands for a function and nothing else. */
function declarationOf(file: File, id: number): BindingId | undefined {
  const found = file.facts.bindings.findIndex(({ init, scope, kind }) => {
    if (scope !== 0 || init === undefined || (kind !== 'function' && kind !== 'const')) return false;
    const value = valueOf(file, init);
    return value.kind === 'function' && value.function === id;
  });
  return found < 0 ? undefined : found;
}

function gather(file: File, id: BindingId, needed: Set<BindingId>): boolean {
  if (needed.has(id)) return true;
  const { kind, scope, init, reassigned, import: from } = bindingOf(file, id);
  if (from) {
    if (reassigned > 0 || !computing[file.facts.language].has(from.specifier)) return false;
    // `import a.b` binds `a`.
    if (from.name === '*' && from.specifier.includes('.')) return false;
    needed.add(id);
    return true;
  }
  if (scope !== 0 || init === undefined || reassigned > 0 || (kind !== 'function' && kind !== 'const')) return false;
  const value = valueOf(file, init);
  if (value.kind === 'function') {
    const { usesThis, captures, decorators } = functionOf(file, value.function);
    // What decorates a function may keep something from call to call.
    if (usesThis || captures.length > 0 || decorators.length > 0) return false;
  } else if (value.kind !== 'literal' && value.kind !== 'regex' && value.kind !== 'operation') return false;
  needed.add(id);
  return mentioned(file, value, id).every((each) => gather(file, each, needed));
}

/** The module's own names that a piece of code mentions. */
function mentioned(file: File, { start, end }: Span, self: BindingId): BindingId[] {
  const found = new Set<BindingId>();
  for (const value of file.facts.values) {
    if (value.kind !== 'name' || value.inType || value.start < start || value.end > end || value.binding === self)
      continue;
    // A name that only a type annotation mentions is gone when the code runs.
    if (bindingOf(file, value.binding).scope === 0 && !isDeclaration(file, value.binding, { start, end }))
      found.add(value.binding);
  }
  return [...found];
}

function isDeclaration(file: File, id: BindingId, within: Span): boolean {
  const { start } = bindingOf(file, id);
  return start >= within.start && start < within.end;
}

function statementOf(file: File, id: BindingId): Part {
  const { init = 0, start, kind } = bindingOf(file, id);
  const value = valueOf(file, init);
  return kind === 'function'
    ? { start: value.start, end: value.end, isConst: false }
    : { start, end: value.end, isConst: true };
}
