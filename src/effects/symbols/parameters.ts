import type { Callback } from '../../knowledge/schema.ts';
import type { FileFacts, ValueId } from '../../model/facts.ts';
import type { WrittenType } from '../../model/written-type.ts';
import { fileCache } from '../file-cache.ts';
import { functionOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { valueOfType } from './types.ts';
import { usesOf, type Use } from '../values/uses.ts';
import { entryOf, instanceOf, ownerOf } from './libraries.ts';
import {
  decoratedParameter,
  defaultOf,
  entryPointParameter,
  overriddenParameter,
  passedParameter,
  type Place,
} from './python-parameters.ts';
import type { Resolved } from './resolved.ts';

/** What is known of a parameter, and at which depth it was asked for: from deeper on less is found, never more. */
interface Known {
  readonly depth: number;
  readonly is: Resolved | undefined;
}

const known = fileCache<Map<string, Known>>(() => new Map());

/**
 * What a parameter is that has no written type of its own. It is the same at each mention, and takes going through all calls, so it
 * is kept.
 */
export function resolveParameter(program: Program, file: File, place: Place, depth: number): Resolved | undefined {
  const places = known.of(program, file);
  const key = `${place.function} ${place.index}`;
  const before = places.get(key);
  if (before && (before.is !== undefined || before.depth <= depth)) return before.is;
  // One that is passed on to itself proves nothing.
  places.set(key, { depth: 0, is: undefined });
  const is = parameterAt(program, file, place, depth);
  places.set(key, { depth, is });
  return is;
}

function parameterAt(program: Program, file: File, place: Place, depth: number): Resolved | undefined {
  return (
    handedParameter(program, file, place, depth) ??
    (isPython(file)
      ? pythonParameter(program, file, place, depth)
      : (routedParameter(program, file, place) ?? usualParameter(program, file, place, depth)))
  );
}

/** `(mailer = new Mailer()) => …`: what is passed instead is of that class, or one derived from it; TypeScript takes it for its type. */
function usualParameter(program: Program, file: File, place: Place, depth: number): Resolved | undefined {
  const usual = functionOf(file, place.function).parameters[place.index]?.default;
  const known = usual === undefined ? undefined : resolveValue(program, file, usual, depth);
  if (known?.kind === 'object') return { kind: 'object', file: known.file, class: known.class };
  return defaultOf(program, file, place, depth);
}

function pythonParameter(program: Program, file: File, place: Place, depth: number): Resolved | undefined {
  return (
    decoratedParameter(program, file, place, depth) ??
    overriddenParameter(program, file, place) ??
    entryPointParameter(program, file, place) ??
    passedParameter(program, file, place, depth) ??
    defaultOf(program, file, place, depth)
  );
}

/** What a library gives to a callback: `app` in `fastify.register(async (app) => …)`, or in a function of the type `FastifyPluginAsync`. */
function handedParameter(
  program: Program,
  file: File,
  { function: id, index }: Place,
  depth: number,
): Resolved | undefined {
  const uses = usesOf(file);
  for (const value of uses.functions(id)) {
    const typed = takenBy(program, file, value, index, depth);
    if (typed) return typed;
    for (const use of uses.of(value).flatMap((each) => throughWrapper(program, file, each, depth))) {
      if (use.as !== 'argument' || use.by === undefined || use.index === undefined) continue;
      const call = valueOf(file, use.by);
      if (call.kind !== 'call' && call.kind !== 'new') continue;
      const kept = index === 0 && use.index === 0 ? promiseBefore(file, call.callee) : undefined;
      if (kept !== undefined) return resolveValue(program, file, kept, depth);
      const callee = resolveValue(program, file, call.callee, depth);
      const callbacks = callee && entryOf(program, callee)?.callbacks;
      const type = callbacks?.find((each) => takes(each, use.index ?? 0, call.args.length))?.parameters?.[index];
      if (type != null && callee) return instanceOf(program, ownerOf(callee), type);
    }
  }
  return undefined;
}

/** Where a library makes another function of it that is called in the same way, what that is used for. */
function throughWrapper(program: Program, file: File, use: Use, depth: number): readonly Use[] {
  const call = use.as === 'argument' && use.by !== undefined ? resolveValue(program, file, use.by, depth) : undefined;
  return call?.kind === 'wrapper' && use.by !== undefined ? usesOf(file).of(use.by) : [use];
}

/** The promise in `promise.then(…)`: what it gives is what the callback is handed. */
function promiseBefore(file: File, callee: ValueId): ValueId | undefined {
  const member = valueOf(file, callee);
  return member.kind === 'member' && member.name === 'then' && !isPython(file) ? member.object : undefined;
}

function takes({ argument, from = 0, property }: Callback, index: number, count: number): boolean {
  if (property !== undefined) return false;
  return argument === 'every' ? index >= from : (argument < 0 ? count + argument : argument) === index;
}

/** `const routes: FastifyPluginAsync = async (app) => …` */
function takenBy(program: Program, file: File, id: ValueId, index: number, depth: number): Resolved | undefined {
  const written = isPython(file) ? undefined : typedFunctions(file).get(id);
  const type = written && valueOfType(program, { file, type: written }, depth);
  if (type?.kind !== 'instance') return undefined;
  const taken = program.knowledge.type(type.type)?.takes?.[index];
  return taken == null ? undefined : instanceOf(program, type.type, taken);
}

const typed = new WeakMap<FileFacts, ReadonlyMap<ValueId, WrittenType>>();

/** The functions that are the first value of a name with a written type. */
function typedFunctions({ facts }: File): ReadonlyMap<ValueId, WrittenType> {
  const known = typed.get(facts);
  if (known) return known;
  const found = new Map<ValueId, WrittenType>();
  for (const { init, annotation } of facts.bindings)
    if (init !== undefined && annotation && facts.values[init]?.kind === 'function') found.set(init, annotation.type);
  typed.set(facts, found);
  return found;
}

/** What registers routes, by the package that has it. */
const routers: readonly (readonly [name: string, type: string])[] = [
  ['express', 'express#Application'],
  ['fastify', 'fastify#FastifyInstance'],
];

const verbs = /^(get|post|put|patch|delete|all)$/;

/**
 * `module.exports = (app) => { app.get('/users', (request, response) => …) }`: whoever calls hands in what routes are registered on.
 * That is told by what is done with it, in a package that depends on one framework that has such a thing.
 */
function routedParameter(program: Program, file: File, { function: id, index }: Place): Resolved | undefined {
  const dependencies = program.packageOf(file)?.dependencies;
  const known = dependencies && routers.filter(([name]) => Object.hasOwn(dependencies, name));
  const parameter = functionOf(file, id).parameters[index];
  if (known?.length !== 1 || !parameter) return undefined;
  const uses = usesOf(file);
  const isRouted = uses
    .names(parameter.binding)
    .flatMap((name) => uses.of(name))
    .some(({ as, by }) => as === 'object' && by !== undefined && registersRoute(program, file, by));
  return isRouted && known[0] ? { kind: 'instance', type: known[0][1] } : undefined;
}

/** `app.get('/path', (request, response) => …)`, or fastify's `app.route({ url: '/path', handler })`. */
function registersRoute(program: Program, file: File, member: ValueId): boolean {
  const callee = valueOf(file, member);
  const by = usesOf(file)
    .of(member)
    .find(({ as }) => as === 'callee')?.by;
  const call = by === undefined ? undefined : valueOf(file, by);
  if (callee.kind !== 'member' || call?.kind !== 'call') return false;
  const [path, ...others] = call.args.map(({ value }) => value);
  const first = path === undefined ? undefined : valueOf(file, path);
  if (callee.name === 'route' && first?.kind === 'object')
    return ['url', 'handler'].every((key) => first.properties.some(({ name }) => name === key));
  const isPath = first?.kind === 'literal' && typeof first.value === 'string' && first.value.startsWith('/');
  // A client of an API is called the same way, but for what it is handed.
  return isPath && verbs.test(callee.name) && others.some((each) => answersRequests(program, file, each));
}

function answersRequests(program: Program, file: File, id: ValueId): boolean {
  const target = resolveValue(program, file, id);
  return target?.kind === 'function' && functionOf(target.file, target.function).parameters.length >= 2;
}
