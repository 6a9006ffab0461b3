import type { FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import type { Call } from '../../model/value.ts';
import { baseOfMethod } from './bases.ts';
import { isTransparent } from '../calls/decorated.ts';
import { isManager } from '../calls/entering.ts';
import { bindingOf, functionOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { resolveValue } from '../symbols.ts';
import { entryOf, instanceMade, instanceOf, ownerOf } from './libraries.ts';
import { sameSymbol, type ClassRef, type FunctionSymbol, type Resolved } from './resolved.ts';

/** An instance of the class whose method this is, or the class for a static one; of a method in an object, that object. */
export function resolveThis(file: File, owner: FunctionId): Resolved | undefined {
  const { owner: id, isStatic } = functionOf(file, owner);
  if (id === undefined) {
    const object = objectsWithMethods(file).get(owner);
    return object === undefined ? undefined : { kind: 'literal', file, value: object };
  }
  return isStatic ? { kind: 'class', file, class: id } : { kind: 'object', file, class: id };
}

const withMethods = new WeakMap<FileFacts, ReadonlyMap<FunctionId, ValueId>>();

/** By function, the object that it is written in as a method: `{ load() { … }, save: function () { … } }`. */
function objectsWithMethods({ facts }: File): ReadonlyMap<FunctionId, ValueId> {
  const known = withMethods.get(facts);
  if (known) return known;
  const found = new Map<FunctionId, ValueId>();
  facts.values.forEach((value, id) => {
    if (value.kind !== 'object') return;
    for (const { value: property } of value.properties) {
      const method = facts.values[property];
      if (method?.kind === 'function') found.set(method.function, id);
    }
  });
  withMethods.set(facts, found);
  return found;
}

/** `super` is the instance, seen as its base class; in a static method the base class itself. */
export function resolveSuper(program: Program, file: File, method: FunctionId, depth: number): Resolved | undefined {
  const id = baseOfMethod(file, method);
  const base = id === undefined ? undefined : resolveValue(program, file, id, depth + 1);
  if (!isPython(file) && functionOf(file, method).isStatic) return base;
  if (base?.kind === 'class') return { kind: 'object', file: base.file, class: base.class, exact: true };
  return base?.kind === 'library' ? instanceMade(program, base) : undefined;
}

export function resolveCall(program: Program, file: File, id: ValueId, depth: number): Resolved | undefined {
  const value = valueOf(file, id);
  if (value.kind !== 'call') return undefined;
  const callee = resolveValue(program, file, value.callee, depth);
  const bound = boundFunction(program, file, value, depth) ?? requiredModule(program, file, value, depth);
  if (bound) return bound;
  // Python makes an instance by calling its class.
  if (callee?.kind === 'class' && isPython(file)) return instanceOfClass(callee);
  if (callee?.kind === 'function') {
    const result = resolveResult(program, callee, depth);
    return result?.kind === 'function' && !result.made ? { ...result, made: { file, call: id } } : result;
  }
  const entry = callee && entryOf(program, callee);
  if (entry?.wraps !== undefined) return { kind: 'wrapper', file, call: id };
  // What has members of its own before it is awaited: the task of `asyncio.create_task`.
  if (callee && entry?.handle !== undefined) return instanceOf(program, ownerOf(callee), entry.handle);
  if (!callee || entry?.returns === undefined) return undefined;
  if (entry.returns === 'this') return callee.kind === 'method' ? { kind: 'instance', type: callee.type } : undefined;
  return instanceOf(program, ownerOf(callee), entry.returns);
}

function instanceOfClass({ file, class: id }: ClassRef): Resolved {
  return { kind: 'object', file, class: id, exact: true };
}

/** What a function of the program gives, once awaited, as far as all its `return`s agree. */
function resolveResult(
  program: Program,
  { file, function: id, receiver }: FunctionSymbol,
  depth: number,
): Resolved | undefined {
  const { isGenerator, decorators, body, kind } = functionOf(file, id);
  // A decorator may make something else of it, a derived class another result.
  if (receiver || kind === 'constructor') return undefined;
  const isEntered = isGenerator && isManager(program, { file, function: id });
  if (!isEntered && (isGenerator || !decorators.every((each) => isTransparent(program, file, each)))) return undefined;
  const ends = stepsWithin(body).flatMap((step) => (isEntered ? yielded(file, step) : returned(step)));
  const results = ends.filter((value) => !isNothing(file, value));
  const [first, ...others] = results.map((value) => resolveValue(program, file, value, depth + 1));
  if (!first || !isMade(first)) return undefined;
  return others.every((each) => each && sameSymbol(each, first)) ? first : undefined;
}

function returned(step: Step): ValueId[] {
  return step.kind === 'return' && step.value !== undefined ? [step.value] : [];
}

/** What a context manager gives to the `with` block; the block takes it for what is entered. */
function yielded(file: File, step: Step): ValueId[] {
  const value = step.kind === 'evaluate' ? valueOf(file, step.value) : undefined;
  return value?.kind === 'yield' && value.of !== undefined ? [value.of] : [];
}

/** Other literals are a value each time, and of no interest as a place; a global's name alone says nothing. */
function isMade(result: Resolved): boolean {
  if (result.kind === 'library') return result.module !== 'global';
  return result.kind !== 'literal' || valueOf(result.file, result.value).kind === 'object';
}

/** `return null` and `return undefined` say that there is none. */
function isNothing(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'literal' && (value.value === undefined || value.value === null);
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

/** What compilers wrap around `require` so that `default` is there. */
const interop = /^_{1,2}(importDefault|importStar|toESM|interopRequireDefault|interopRequireWildcard)\$?\d*$/;

/** `__importDefault(require('fs'))` is that module, as TypeScript, Babel and esbuild write it. */
function requiredModule(program: Program, file: File, { callee, args }: Call, depth: number): Resolved | undefined {
  const written = valueOf(file, callee);
  const name =
    written.kind === 'name'
      ? bindingOf(file, written.binding).name
      : written.kind === 'member' || written.kind === 'global'
        ? written.name
        : '';
  const [first] = args;
  if (!first || !interop.test(name)) return undefined;
  const module = resolveValue(program, file, first.value, depth);
  return module?.kind === 'module' || (module?.kind === 'library' && module.path === '') ? module : undefined;
}

export function resolveNew(program: Program, file: File, callee: ValueId, depth: number): Resolved | undefined {
  const target = resolveValue(program, file, callee, depth);
  if (target?.kind === 'class') return instanceOfClass(target);
  if (target?.kind !== 'library') return undefined;
  return instanceMade(program, target);
}
