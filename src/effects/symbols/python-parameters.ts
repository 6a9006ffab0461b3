import type { Callback } from '../../knowledge/schema.ts';
import type { FunctionId, ValueId } from '../../model/facts.ts';
import { overridesOf } from '../calls/library-calls.ts';
import { fileCache } from '../file-cache.ts';
import { membersNamed } from '../indexes.ts';
import { bindingOf, functionOf, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';
import { growsParameter } from '../values/growth.ts';
import { entryOf, instanceOf, ownerOf } from './libraries.ts';
import { sameSymbol, type Resolved } from './resolved.ts';

/** A parameter's place. */
export interface Place {
  readonly function: FunctionId;
  readonly index: number;
}

/**
 * What all calls of a function of Python's pass, where the whole file only calls it: `fetch(session, url)`, whose `session` is always
 * the one of `async with aiohttp.ClientSession() as session`. Other files may pass something else, but nothing that is used otherwise.
 */
export function passedParameter(
  program: Program,
  file: File,
  { function: id, index }: Place,
  depth: number,
): Resolved | undefined {
  const { parameters, owner, decorators, kind } = functionOf(file, id);
  const parameter = parameters[index];
  if (!parameter || parameter.isRest || decorators.length > 0) return undefined;
  const uses = usesOf(file);
  const names =
    kind === 'constructor'
      ? namesOfClass(file, owner)
      : owner === undefined
        ? uses.functions(id)
        : mentionsOnSelf(file, id);
  const passed: (ValueId | undefined)[] = names
    .flatMap((name) => uses.of(name))
    .filter(({ as }) => as !== 'exported' && as !== 'written' && as !== 'target')
    .map(({ as, by }) => {
      const call = as === 'callee' && by !== undefined ? valueOf(file, by) : undefined;
      if (call?.kind !== 'call' || call.args.some(({ spread }) => spread)) return undefined;
      const placed = call.args[index];
      return (
        call.args.find(({ keyword }) => keyword === parameter.name) ??
        (placed?.keyword === undefined ? placed : undefined)
      )?.value;
    });
  const [first, ...others] = passed.map((value) =>
    value === undefined ? undefined : resolveValue(program, file, value, depth),
  );
  // The only list that it ever gets is as long as it is written, where nothing is added to it.
  if (first?.kind === 'literal' && others.length === 0) {
    const isList = valueOf(first.file, first.value).kind === 'array';
    return isList && !growsParameter(file, parameter.binding) ? first : undefined;
  }
  if (first?.kind !== 'instance' || first.type.startsWith('global#')) return undefined;
  return others.every((each) => each && sameSymbol(each, first)) ? first : undefined;
}

/** Where a method is mentioned, when that is always as `self.name` and the file has no other function of its name. */
function mentionsOnSelf(file: File, id: FunctionId): readonly ValueId[] {
  const { name } = functionOf(file, id);
  if (name === undefined || file.facts.functions.some((other, each) => each !== id && other.name === name)) return [];
  const mentions = membersNamed(file, name);
  const isOnSelf = (mention: ValueId): boolean => {
    const member = valueOf(file, mention);
    return member.kind === 'member' && valueOf(file, member.object).kind === 'this';
  };
  return mentions.every(isOnSelf) ? mentions : [];
}

/** Where a file mentions one of its classes. */
function namesOfClass(file: File, owner: number | undefined): readonly ValueId[] {
  const binding = owner === undefined ? undefined : file.facts.classes[owner]?.binding;
  return binding === undefined || bindingOf(file, binding).reassigned > 0 ? [] : usesOf(file).names(binding);
}

/**
 * What a parameter holds where nothing is passed: `def fetch(url, client=requests.Session())`. Whoever passes another one passes what
 * takes its place.
 */
export function defaultOf(
  program: Program,
  file: File,
  { function: id, index }: Place,
  depth: number,
): Resolved | undefined {
  const given = functionOf(file, id).parameters[index]?.default;
  const found = given === undefined ? undefined : resolveValue(program, file, given, depth);
  return found?.kind === 'instance' && !found.type.startsWith('global#') ? found : undefined;
}

/** What a library gives to the function below its decorator: `ctx` of `@bot.command()`. */
export function decoratedParameter(program: Program, file: File, place: Place, depth: number): Resolved | undefined {
  const { decorators, name = '' } = functionOf(file, place.function);
  for (const decorator of decorators) {
    const symbol = resolveValue(program, file, decorator, depth);
    const callback = symbol && entryOf(program, symbol)?.callbacks?.find(({ argument }) => argument === 0);
    const type = callback && typeGiven(callback, name, place.index);
    if (symbol && type !== undefined) return instanceOf(program, ownerOf(symbol), type);
  }
  return undefined;
}

/** What a library gives to a method that it calls by its name: `message` of `on_message` in a class made from `discord.Client`. */
export function overriddenParameter(program: Program, file: File, place: Place): Resolved | undefined {
  const { owner, name = '', decorators } = functionOf(file, place.function);
  const overrides = owner === undefined || decorators.length > 0 ? undefined : overridesOf(program, file, owner);
  const called = overrides && Object.hasOwn(overrides, name) ? overrides[name] : undefined;
  const type = called && typeGiven(called, name, place.index);
  return type?.includes('#') ? { kind: 'instance', type } : undefined;
}

/** The type of a library that a callback of this name is given in that place. */
function typeGiven(
  { parameters, parametersOf = {} }: Pick<Callback, 'parameters' | 'parametersOf'>,
  name: string,
  index: number,
): string | undefined {
  const given = Object.hasOwn(parametersOf, name) ? parametersOf[name] : parameters;
  return given?.[index] ?? undefined;
}

/** What a library passes to a function that it looks for by its name, in each module that it loads: `async def setup(bot)`. */
export function entryPointParameter(
  program: Program,
  file: File,
  { function: id, index }: Place,
): Resolved | undefined {
  const { parent, owner, name = '', decorators } = functionOf(file, id);
  if (parent !== 0 || owner !== undefined || decorators.length > 0) return undefined;
  for (const [module, points] of entryPoints.of(program, file)) {
    const type = Object.hasOwn(points, name) ? points[name]?.[index] : undefined;
    if (type != null) return instanceOf(program, `${module}#`, type);
  }
  return undefined;
}

type Points = Readonly<Record<string, readonly (string | null)[]>>;

const entryPoints = fileCache((program, file): readonly (readonly [module: string, points: Points])[] => {
  const modules = new Set(file.facts.bindings.flatMap((each) => modulesOf(each.import)));
  return [...modules].flatMap((module) => {
    const points = program.knowledge.library(module)?.entryPoints;
    return points ? [[module, points] as const] : [];
  });
});

/** `from discord.ext import commands` imports a module, too. */
function modulesOf(imported: { readonly specifier: string; readonly name: string } | undefined): string[] {
  return imported ? [imported.specifier, `${imported.specifier}.${imported.name}`] : [];
}
