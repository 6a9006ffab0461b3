import { absoluteType } from '../knowledge/lookup.ts';
import type { Callback, Entry } from '../knowledge/schema.ts';
import type { ClassId, FunctionId, ImportReference, ValueId } from '../model/facts.ts';
import type { Call, ObjectValue, Value } from '../model/value.ts';
import { baseOfMethod, basesOf } from './bases.ts';
import { fileCache } from './file-cache.ts';
import { bindingOf, classOf, functionOf, valueOf, type File, type Program } from './program.ts';
import { libraryModule, pythonExport, submodule } from './python-modules.ts';
import { usesOf } from './uses.ts';

/** What a value stands for, as far as names, imports and written types prove it. */
export type Resolved =
  /** `path` is empty for the module itself. */
  | { readonly kind: 'library'; readonly module: string; readonly path: string }
  | { readonly kind: 'instance'; readonly type: string }
  | { readonly kind: 'method'; readonly type: string; readonly name: string }
  | { readonly kind: 'function'; readonly file: File; readonly function: FunctionId }
  | { readonly kind: 'class'; readonly file: File; readonly class: ClassId }
  | { readonly kind: 'object'; readonly file: File; readonly class: ClassId }
  | { readonly kind: 'module'; readonly file: File }
  | { readonly kind: 'literal'; readonly file: File; readonly value: ValueId };

const DEEPEST = 24;

type Memo = Map<ValueId, Resolved | undefined>;
const memos = fileCache<Memo>(() => new Map());

/** What value `id` of `file` is; undefined where nothing is proven. */
export function resolveValue(program: Program, file: File, id: ValueId, depth = 0): Resolved | undefined {
  const memo = memos.of(program, file);
  if (memo.has(id)) return memo.get(id);
  if (depth > DEEPEST) return undefined;
  memo.set(id, undefined); // a value defined by itself proves nothing
  const resolved = resolveFresh(program, file, id, depth + 1);
  memo.set(id, resolved);
  return resolved;
}

function resolveFresh(program: Program, file: File, id: ValueId, depth: number): Resolved | undefined {
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'name':
      return resolveBinding(program, file, value.binding, depth);
    case 'global':
      return { kind: 'library', module: 'global', path: value.name };
    case 'member': {
      const object = resolveValue(program, file, value.object, depth);
      return object && resolveMember(program, object, value.name, depth);
    }
    case 'call':
      return resolveCall(program, file, value, depth);
    case 'new':
      return resolveNew(program, file, value.callee, depth);
    case 'import':
      return value.specifier === undefined ? undefined : resolveModule(program, file, value.specifier);
    case 'await':
      return resolveValue(program, file, value.of, depth);
    case 'function':
      return { kind: 'function', file, function: value.function };
    case 'class':
      return { kind: 'class', file, class: value.class };
    case 'this':
      return resolveThis(file, value.function);
    case 'super':
      return resolveSuper(program, file, value.function, depth);
    case 'choice':
      return resolveChoice(program, file, value.of, depth);
    case 'array':
    case 'object':
    case 'literal':
    case 'regex':
    case 'template':
      return { kind: 'literal', file, value: id };
    default:
      return undefined;
  }
}

function resolveBinding(program: Program, file: File, binding: number, depth: number): Resolved | undefined {
  const declared = bindingOf(file, binding);
  if (declared.import) return resolveImport(program, file, declared.import, depth);
  if (declared.init !== undefined) {
    const known = resolveValue(program, file, declared.init, depth);
    if (known) return known;
  }
  const annotated = resolveAnnotation(program, file, declared.annotation?.reference, depth);
  return annotated ?? (declared.parameter && resolveHandedParameter(program, file, declared.parameter, depth));
}

/** What a library gives to a callback: `app` in `fastify.register(async (app) => …)`. */
function resolveHandedParameter(
  program: Program,
  file: File,
  { function: id, index }: { readonly function: FunctionId; readonly index: number },
  depth: number,
): Resolved | undefined {
  const uses = usesOf(file);
  for (const value of uses.functions(id)) {
    for (const use of uses.of(value)) {
      if (use.as !== 'argument' || use.by === undefined || use.index === undefined) continue;
      const call = valueOf(file, use.by);
      if (call.kind !== 'call' && call.kind !== 'new') continue;
      const callee = resolveValue(program, file, call.callee, depth);
      const callbacks = callee && entryOf(program, callee)?.callbacks;
      const type = callbacks?.find((each) => takes(each, use.index ?? 0, call.args.length))?.parameters?.[index];
      if (type != null && callee) return instanceOf(program, ownerOf(callee), type);
    }
  }
  return undefined;
}

function takes({ argument, from = 0, property }: Callback, index: number, count: number): boolean {
  if (property !== undefined) return false;
  return argument === 'every' ? index >= from : (argument < 0 ? count + argument : argument) === index;
}

/** The library that a type named in an entry of `symbol` belongs to, as `module#`. */
function ownerOf(symbol: Resolved): string {
  if (symbol.kind === 'library') return `${symbol.module}#`;
  return symbol.kind === 'method' || symbol.kind === 'instance' ? symbol.type : '';
}

/** An instance of the type that somebody wrote down. */
function resolveAnnotation(
  program: Program,
  file: File,
  reference: ValueId | undefined,
  depth: number,
): Resolved | undefined {
  const type = reference === undefined ? undefined : resolveValue(program, file, reference, depth);
  if (type?.kind === 'class') return { kind: 'object', file: type.file, class: type.class };
  if (type?.kind !== 'library') return undefined;
  const library = program.knowledge.library(type.module);
  const name = library && absoluteType(library, type.path.replace(/^default\./, ''));
  return name !== undefined && program.knowledge.type(name) ? { kind: 'instance', type: name } : undefined;
}

function resolveImport(program: Program, file: File, reference: ImportReference, depth: number): Resolved | undefined {
  const module = resolveModule(program, file, reference.specifier);
  if (!module || reference.name === '*') return module;
  if (module.kind === 'function' || module.kind === 'class') return reference.name === 'default' ? module : undefined;
  if (module.kind === 'module') {
    const found = resolveMember(program, module, reference.name, depth);
    return found ?? (isPython(file) ? submodule(program, file, reference.specifier, reference.name) : undefined);
  }
  if (module.kind !== 'library') return undefined;
  const inner = isPython(file) ? submodule(program, file, reference.specifier, reference.name) : undefined;
  return inner ?? libraryMember(program, module.module, '', reference.name);
}

function isPython({ facts }: File): boolean {
  return facts.language === 'python';
}

function resolveModule(program: Program, from: File, specifier: string): Resolved | undefined {
  const target = program.resolve(from, specifier);
  if (target) return wholeModule(program, target);
  const canonical = program.knowledge.library(specifier)?.modules[0] ?? specifier;
  return { kind: 'library', module: canonical, path: '' };
}

/** `module.exports = function …` makes the function the module. */
function wholeModule(program: Program, file: File): Resolved {
  const whole = file.facts.exports.find((each) => each.name === '=');
  const value = whole?.value === undefined ? undefined : resolveValue(program, file, whole.value);
  return value?.kind === 'function' || value?.kind === 'class' ? value : { kind: 'module', file };
}

/** What `name` of a module of this program is, through re-exports. `seen` holds the modules already asked: barrels may form a circle. */
export function resolveExport(
  program: Program,
  file: File,
  name: string,
  depth: number,
  seen: Set<File> = new Set<File>(),
): Resolved | undefined {
  if (depth > DEEPEST) return undefined;
  const { exports, moduleSystem } = file.facts;
  const own = exports.find((each) => each.name === name);
  if (own?.value !== undefined) return resolveValue(program, file, own.value, depth + 1);
  if (own?.from !== undefined) {
    return resolveImport(
      program,
      file,
      { specifier: own.from, name: own.imported ?? name, typeOnly: false },
      depth + 1,
    );
  }
  const whole = exports.find((each) => each.name === '=');
  if (whole?.value !== undefined) {
    const object = resolveValue(program, file, whole.value, depth + 1);
    return name === 'default' || !object ? object : resolveMember(program, object, name, depth + 1);
  }
  // The default import of a CommonJS module is the module.
  if (name === 'default') return moduleSystem === 'commonjs' ? { kind: 'module', file } : undefined;
  return resolveStarExport(program, file, name, depth, seen.add(file));
}

function resolveStarExport(
  program: Program,
  file: File,
  name: string,
  depth: number,
  seen: Set<File>,
): Resolved | undefined {
  for (const { name: exported, from } of file.facts.exports) {
    if (exported !== '*' || from === undefined) continue;
    const target = program.resolve(file, from);
    if (!target || seen.has(target)) continue;
    seen.add(target);
    const found = resolveExport(program, target, name, depth + 1, seen);
    if (found) return found;
  }
  return undefined;
}

export function resolveMember(program: Program, object: Resolved, name: string, depth = 0): Resolved | undefined {
  switch (object.kind) {
    case 'library':
      return libraryMember(program, object.module, object.path, name);
    case 'instance': {
      const entry = program.knowledge.member(object.type, name);
      return entry?.type === undefined
        ? { kind: 'method', type: object.type, name }
        : instanceOf(program, object.type, entry.type);
    }
    case 'module':
      return (isPython(object.file) ? pythonExport : resolveExport)(program, object.file, name, depth);
    case 'class':
      return resolveClassMember(program, object.file, object.class, name, true, depth);
    case 'object':
      return resolveClassMember(program, object.file, object.class, name, false, depth);
    case 'literal': {
      const value = valueOf(object.file, object.value);
      if (value.kind === 'array') return { kind: 'method', type: 'global#Array', name };
      return value.kind === 'object' ? resolveProperty(program, object.file, value, name, depth) : undefined;
    }
    default:
      return undefined;
  }
}

function resolveProperty(
  program: Program,
  file: File,
  { properties }: ObjectValue,
  name: string,
  depth: number,
): Resolved | undefined {
  const index = properties.findLastIndex((each) => each.name === name);
  const property = properties[index];
  // What is spread or written later may have taken its place.
  if (!property || properties.some(({ spread }, at) => spread && at > index) || isWrittenOutside(file, name))
    return undefined;
  const value = valueOf(file, property.value);
  const isAccessor = value.kind === 'function' && /^[gs]etter$/.test(functionOf(file, value.function).kind);
  return isAccessor ? undefined : resolveValue(program, file, property.value, depth + 1);
}

const globalObjects = new Set(['globalThis', 'window', 'self', 'global']);

function libraryMember(program: Program, module: string, path: string, name: string): Resolved {
  const { knowledge } = program;
  if (module === 'global' && globalObjects.has(path)) return { kind: 'library', module, path: name };
  const entry = path === '' ? undefined : knowledge.entry(module, path);
  if (entry?.type !== undefined) {
    const instance = instanceOf(program, `${module}#`, entry.type);
    return resolveMember(program, instance, name) ?? instance;
  }
  // CommonJS modules reach their members through `default` as well as without it.
  const joined = path === '' || path === 'default' ? name : `${path}.${name}`;
  const known = joined === 'default' && !knowledge.entry(module, 'default') ? '' : joined;
  const value = knowledge.entry(module, known);
  const inner = value ? undefined : libraryModule(program, module, joined);
  if (inner) return inner;
  return value?.type === undefined
    ? { kind: 'library', module, path: known }
    : instanceOf(program, `${module}#`, value.type);
}

function instanceOf(program: Program, owner: string, type: string): Resolved {
  if (type.includes('#')) return { kind: 'instance', type };
  const module = owner.slice(0, owner.lastIndexOf('#'));
  const library = program.knowledge.library(module);
  return { kind: 'instance', type: library ? absoluteType(library, type) : `${module}#${type}` };
}

function resolveClassMember(
  program: Program,
  file: File,
  id: ClassId,
  name: string,
  isStatic: boolean,
  depth: number,
): Resolved | undefined {
  const owner = classOf(file, id);
  if (!owner || depth > DEEPEST) return undefined;
  const named = [...owner.members, ...(owner.assigned ?? [])].filter((each) => each.name === name);
  // In Python an instance has what its class has, and the class its instances' methods.
  const member = named.find((each) => each.isStatic === isStatic) ?? (isPython(file) ? named[0] : undefined);
  if (member?.function !== undefined) {
    // Reading an accessor calls it; its result is not the accessor.
    const { kind } = functionOf(file, member.function);
    return kind === 'getter' || kind === 'setter' ? undefined : { kind: 'function', file, function: member.function };
  }
  const stored = storedIn(file, id, name);
  if (member || stored.length > 0) {
    // Only what is stored there once, and by the class itself, is always there.
    const values = stored.length === 0 && member?.init !== undefined ? [member.init] : stored;
    const only = values.length === 1 && !isWrittenOutside(file, name) ? values[0] : undefined;
    const known = only === undefined ? undefined : resolveValue(program, file, only, depth + 1);
    return known ?? resolveAnnotation(program, file, member?.annotation?.reference, depth + 1);
  }
  for (const id of basesOf(owner)) {
    const base = resolveValue(program, file, id, depth + 1);
    const inherited = base?.kind === 'library' ? instanceMade(program, base) : undefined;
    const found =
      base?.kind === 'class'
        ? resolveClassMember(program, base.file, base.class, name, isStatic, depth + 1)
        : inherited && resolveMember(program, inherited, name, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** In Python `super()` is the instance, seen as its base class. */
function resolveSuper(program: Program, file: File, method: FunctionId, depth: number): Resolved | undefined {
  const id = isPython(file) ? baseOfMethod(file, method) : undefined;
  const base = id === undefined ? undefined : resolveValue(program, file, id, depth + 1);
  if (base?.kind === 'class') return { kind: 'object', file: base.file, class: base.class };
  return base?.kind === 'library' ? instanceMade(program, base) : undefined;
}

/** The values that the class's own code stores in `this.name`, initial ones included. */
function storedIn(file: File, id: ClassId, name: string): ValueId[] {
  const uses = usesOf(file);
  return uses.memberWrites(name).flatMap((target) => {
    const place = valueOf(file, target);
    const object = place.kind === 'member' ? valueOf(file, place.object) : undefined;
    const isOwn = object?.kind === 'this' && functionOf(file, object.function).owner === id;
    const value = uses.writtenTo(target);
    return isOwn && value !== undefined ? [value] : [];
  });
}

/** `other.name = …` may be a write to any object that has such a member. */
function isWrittenOutside(file: File, name: string): boolean {
  return usesOf(file)
    .memberWrites(name)
    .some((target) => {
      const place = valueOf(file, target);
      return place.kind === 'member' && valueOf(file, place.object).kind !== 'this';
    });
}

/** An instance of the class whose method this is, or the class for a static one. */
function resolveThis(file: File, owner: FunctionId): Resolved | undefined {
  const { owner: id, isStatic } = functionOf(file, owner);
  if (id === undefined) return undefined;
  return isStatic ? { kind: 'class', file, class: id } : { kind: 'object', file, class: id };
}

function resolveCall(
  program: Program,
  file: File,
  value: Extract<Value, { kind: 'call' }>,
  depth: number,
): Resolved | undefined {
  const callee = resolveValue(program, file, value.callee, depth);
  const bound = boundFunction(program, file, value, depth);
  if (bound) return bound;
  // Python makes an instance by calling its class.
  if (callee?.kind === 'class' && isPython(file)) return { kind: 'object', file: callee.file, class: callee.class };
  const entry = callee && entryOf(program, callee);
  if (!callee || entry?.returns === undefined) return undefined;
  if (entry.returns === 'this') return callee.kind === 'method' ? { kind: 'instance', type: callee.type } : undefined;
  return instanceOf(program, ownerOf(callee), entry.returns);
}

/** `f.bind(…)` is `f`, and so is `partial(f, …)`. */
function boundFunction(program: Program, file: File, { callee, args }: Call, depth: number): Resolved | undefined {
  const [first] = args;
  if (isPython(file)) {
    const maker = resolveValue(program, file, callee, depth);
    const isPartial = maker?.kind === 'library' && `${maker.module}#${maker.path}` === 'functools#partial';
    return isPartial && first ? resolveValue(program, file, first.value, depth) : undefined;
  }
  const member = valueOf(file, callee);
  if (member.kind !== 'member' || member.name !== 'bind') return undefined;
  const target = resolveValue(program, file, member.object, depth);
  return target?.kind === 'function' ? target : undefined;
}

function resolveNew(program: Program, file: File, callee: ValueId, depth: number): Resolved | undefined {
  const target = resolveValue(program, file, callee, depth);
  if (target?.kind === 'class') return { kind: 'object', file: target.file, class: target.class };
  if (target?.kind !== 'library') return undefined;
  return instanceMade(program, target);
}

/** What constructing a library's class gives. */
function instanceMade(program: Program, target: Extract<Resolved, { kind: 'library' }>): Resolved | undefined {
  const entry = entryOf(program, target);
  if (entry?.returns !== undefined) return instanceOf(program, `${target.module}#`, entry.returns);
  const type = instanceOf(program, `${target.module}#`, target.path);
  return type.kind === 'instance' && program.knowledge.type(type.type) ? type : undefined;
}

/** The only alternative that is not a plain literal, or the one they all agree on. */
function resolveChoice(program: Program, file: File, of: readonly ValueId[], depth: number): Resolved | undefined {
  const candidates = of.filter((each) => valueOf(file, each).kind !== 'literal');
  const resolved = candidates.map((each) => resolveValue(program, file, each, depth));
  const [first] = resolved;
  return first && resolved.every((each) => each && sameSymbol(each, first)) ? first : undefined;
}

function sameSymbol(a: Resolved, b: Resolved): boolean {
  if (a.kind === 'function' && b.kind === 'function') return a.file === b.file && a.function === b.function;
  const name = symbolName(a);
  return name !== undefined && name === symbolName(b) && a.kind === b.kind;
}

/** What a call of `symbol` does, where a library says so. */
export function entryOf(program: Program, symbol: Resolved): Entry | undefined {
  const { knowledge } = program;
  if (symbol.kind === 'library') {
    return knowledge.entry(symbol.module, symbol.path === '' ? 'default' : symbol.path);
  }
  if (symbol.kind === 'method') return knowledge.member(symbol.type, symbol.name);
  return symbol.kind === 'instance' ? knowledge.type(symbol.type)?.call : undefined;
}

/** `module#path`, for library symbols only. */
export function symbolName(symbol: Resolved): string | undefined {
  if (symbol.kind === 'library') return `${symbol.module}#${symbol.path}`;
  if (symbol.kind === 'method') return `${symbol.type}.${symbol.name}`;
  return symbol.kind === 'instance' ? symbol.type : undefined;
}
