import type { BindingId, ImportReference, ValueId } from '../../model/facts.ts';
import { fileCache } from '../file-cache.ts';
import { enclosingFunction, functionOf, isPython, settle, valueOf, type File, type Program } from '../program.ts';
import { submodule } from './python-modules.ts';
import { libraryMember } from './libraries.ts';
import { resolveMember } from './members.ts';
import { DEEPEST, type Resolved } from './resolved.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

export function resolveImport(
  program: Program,
  file: File,
  reference: ImportReference,
  depth: number,
): Resolved | undefined {
  const module = resolveModule(program, file, reference.specifier);
  if (!module || reference.name === '*') return module;
  // `module.exports = f` may have more beside it: `module.exports.g = …`.
  if (module.kind === 'function' || module.kind === 'class') {
    if (reference.name === 'default') return module;
    const target = program.resolve(file, reference.specifier);
    return target && resolveExport(program, target, reference.name, depth);
  }
  if (module.kind === 'module') {
    const found = resolveMember(program, module, reference.name, depth);
    return found ?? (isPython(file) ? submodule(program, file, reference.specifier, reference.name) : undefined);
  }
  if (module.kind !== 'library') return undefined;
  const inner = isPython(file) ? submodule(program, file, reference.specifier, reference.name) : undefined;
  return inner ?? libraryMember(program, module.module, '', reference.name);
}

export function resolveModule(program: Program, from: File, specifier: string): Resolved | undefined {
  const target = program.resolve(from, specifier);
  if (target) return wholeModule(program, target);
  const canonical = program.knowledge.library(specifier)?.modules[0] ?? specifier;
  return { kind: 'library', module: canonical, path: '' };
}

/** `module.exports = function …` makes the function the module, and `module.exports = […]` the list. */
export function wholeModule(program: Program, file: File): Resolved {
  const whole = file.facts.exports.find((each) => each.name === '=');
  const value = whole?.value === undefined ? undefined : resolveValue(program, file, whole.value);
  const isList = value?.kind === 'literal' && valueOf(value.file, value.value).kind === 'array';
  return value?.kind === 'function' || value?.kind === 'class' || isList ? value : { kind: 'module', file };
}

type Memo = Map<string, Resolved | undefined>;

/** By name. A barrel of hundreds of files is asked for the same name by most of them. */
const memos = fileCache<Memo>(() => new Map());

/** What `name` of a module of this program is, through re-exports. */
export function resolveExport(program: Program, file: File, name: string, depth: number): Resolved | undefined {
  const memo = memos.of(program, file);
  if (memo.has(name)) return memo.get(name);
  if (depth > DEEPEST) return undefined;
  const found = findExport(program, file, name, depth, new Set<File>());
  // What is not found on the way to itself may be found when it is asked for from elsewhere.
  if (found) memo.set(name, found);
  return found;
}

/** `seen` holds the modules already asked: barrels may form a circle. */
function findExport(program: Program, file: File, name: string, depth: number, seen: Set<File>): Resolved | undefined {
  if (depth > DEEPEST) return undefined;
  const { exports, moduleSystem } = file.facts;
  const named = exports.filter((each) => each.name === name);
  const own = named.find(({ typeOnly }) => !typeOnly) ?? named[0];
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
    if (name === 'default') return object;
    return (object && resolveMember(program, object, name, depth + 1)) ?? storedExport(program, file, name, depth);
  }
  // The default import of a CommonJS module is the module.
  if (name === 'default') return moduleSystem === 'commonjs' ? { kind: 'module', file } : undefined;
  if (moduleSystem === 'commonjs') return storedExport(program, file, name, depth);
  return resolveStarExport(program, file, name, depth, seen.add(file));
}

/** `const Users = module.exports; Users.find = async …`: what is stored there once, by whichever name. */
function storedExport(program: Program, file: File, name: string, depth: number): Resolved | undefined {
  const uses = usesOf(file);
  const [target, ...others] = uses.memberWrites(name).filter((id) => {
    const place = valueOf(file, id);
    return place.kind === 'member' && isExports(file, place.object);
  });
  if (target === undefined) return mixedIn(program, file, name, depth);
  const value = others.length > 0 ? undefined : uses.writtenTo(target);
  return value === undefined ? undefined : resolveValue(program, file, value, depth + 1);
}

/** A parameter that this module is handed in, and stores things in. */
interface Mixin {
  readonly file: File;
  readonly binding: BindingId;
}

const mixins = fileCache((program, file) => (file.facts.moduleSystem === 'commonjs' ? mixinsOf(program, file) : []));

/** `require('./create')(Users)`, as the module is loaded: what that function stores in `Users` is exported here. */
function mixinsOf(program: Program, file: File): Mixin[] {
  return file.facts.values.flatMap((value) => {
    if (value.kind !== 'call') return [];
    const index = value.args.findIndex(({ value: each, spread }) => !spread && isExports(file, each));
    if (index < 0 || enclosingFunction(file, value.start) !== 0) return [];
    const target = resolveValue(program, file, value.callee);
    const given = target?.kind === 'function' ? functionOf(target.file, target.function).parameters[index] : undefined;
    return target?.kind === 'function' && given ? [{ file: target.file, binding: given.binding }] : [];
  });
}

function mixedIn(program: Program, file: File, name: string, depth: number): Resolved | undefined {
  const [found, ...others] = mixins.of(program, file).flatMap((mixin) => {
    const uses = usesOf(mixin.file);
    const targets = uses.memberWrites(name).filter((id) => {
      const place = valueOf(mixin.file, id);
      const object = place.kind === 'member' ? valueOf(mixin.file, place.object) : undefined;
      return object?.kind === 'name' && object.binding === mixin.binding;
    });
    return targets.map((target) => ({ file: mixin.file, value: uses.writtenTo(target) }));
  });
  if (found?.value === undefined || others.length > 0) return undefined;
  return resolveValue(program, found.file, found.value, depth + 1);
}

/** `module.exports`, `exports`, or a name for either or for what `module.exports` is set to. */
function isExports(file: File, id: ValueId): boolean {
  if (isModuleExports(file, id)) return true;
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  if (value.kind === 'global') return value.name === 'exports';
  const whole = settled !== id && file.facts.exports.some((each) => each.name === '=' && each.value === settled);
  return whole || isModuleExports(file, settled);
}

/** Whether a value is `module.exports` as it is written. */
export function isModuleExports(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  const object = value.kind === 'member' && value.name === 'exports' ? valueOf(file, value.object) : undefined;
  return object?.kind === 'global' && object.name === 'module' && file.facts.moduleSystem === 'commonjs';
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
    const found = findExport(program, target, name, depth + 1, seen);
    if (found) return found;
  }
  return undefined;
}
