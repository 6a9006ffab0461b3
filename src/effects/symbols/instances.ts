import { promisifiedName } from '../../knowledge/lookup.ts';
import type { FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import type { Call } from '../../model/value.ts';
import { agreed } from './agreed.ts';
import { baseOfMethod } from './bases.ts';
import { isTransparent } from '../calls/decorated.ts';
import { isManager } from '../calls/entering.ts';
import { bindingOf, functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { resolveValue } from '../symbols.ts';
import { entryOf, instanceMade, instanceOf, ownerOf } from './libraries.ts';
import { givenType, valueOfType } from './types.ts';
import type { ClassRef, FunctionSymbol, Resolved } from './resolved.ts';

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
  if (entry?.promisifies !== undefined) return promisified(program, file, value.args[entry.promisifies]?.value, depth);
  // What has members of its own before it is awaited: the task of `asyncio.create_task`.
  if (callee && entry?.handle !== undefined) return instanceOf(program, ownerOf(callee), entry.handle);
  if (!callee || entry?.returns === undefined) return undefined;
  if (entry.returns === 'this') return callee.kind === 'method' ? { kind: 'instance', type: callee.type } : undefined;
  return instanceOf(program, ownerOf(callee), entry.returns);
}

/** What `promisify` makes of a function of a library. */
function promisified(program: Program, file: File, given: ValueId | undefined, depth: number): Resolved | undefined {
  const target = given === undefined ? undefined : resolveValue(program, file, given, depth);
  if (target?.kind !== 'library' || target.path === '') return undefined;
  const made = promisifiedName(program.knowledge, target.module, target.path.replace(/^default\./, ''));
  return program.knowledge.entry(made.module, made.path) && { kind: 'library', ...made };
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
  const opaque = decorators.filter((each) => !isTransparent(program, file, each));
  // In Python it is a decorator that makes a getter.
  if (!isEntered && (isGenerator || opaque.length > (kind === 'getter' && isPython(file) ? 1 : 0))) return undefined;
  const ends = stepsWithin(body).flatMap((step) => (isEntered ? yielded(file, step) : returned(step)));
  const given = agreed(program, file, ends, depth + 1);
  return given && isMade(given) ? given : undefined;
}

/** What reading a property with a getter gives: by the type written down for it, or what its `return`s agree on. */
export function resolveGotten(program: Program, getter: FunctionRef, depth: number): Resolved | undefined {
  const type = givenType(getter);
  if (type?.isCoroutine) return undefined;
  return (type && valueOfType(program, type, depth)) ?? resolveResult(program, { kind: 'function', ...getter }, depth);
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

/** `f.bind(…)` is `f`, and so are `partial(f, …)` and `useCallback(f, …)`. */
function boundFunction(program: Program, file: File, { callee, args }: Call, depth: number): Resolved | undefined {
  const maker = resolveValue(program, file, callee, depth);
  const { gives } = (maker?.kind === 'library' && entryOf(program, maker)) || {};
  const given = gives === undefined ? undefined : args[gives];
  if (given && !given.spread) return resolveValue(program, file, given.value, depth);
  if (isPython(file)) return undefined;
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
