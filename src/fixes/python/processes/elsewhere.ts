import { graphOf, type Call } from '../../../effects/calls/graph.ts';
import { selfContained } from '../../../effects/calls/self-contained.ts';
import { stepsWithin } from '../../../effects/calls/steps.ts';
import { bindingOf, functionOf, valueOf, type File, type FunctionRef, type Program } from '../../../effects/program.ts';
import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import { nameOf, threadReport } from '../../../effects/threads/threads.ts';
import { givenTo } from '../../../effects/values/value-flow.ts';
import type { ValueId } from '../../../model/facts.ts';
import type { FixRequest } from '../../remedy.ts';
import { listed } from '../words.ts';
import { isOwnVariable } from './plain-results.ts';

/** Why a function cannot be found by another process, for a person; undefined where it can, by its name. */
export function whyNotByName({ file, function: id }: FunctionRef): string | undefined {
  const { parent, owner, kind, name = 'it', captures } = functionOf(file, id);
  if (owner !== undefined)
    return `\`${name}\` is a method: its whole object would be copied to each process. Make it a function of the module first.`;
  return kind === 'arrow' || parent !== 0 || captures.length > 0
    ? 'A lambda, or a function within a function, cannot go to another process. Make it a function of the module first.'
    : undefined;
}

/**
 * Why a function would not do the same in another process, on copies of its arguments; undefined where it needs nothing else, changes
 * nothing, and all that it calls is known to do neither.
 */
export function whyNotElsewhere(request: FixRequest, ref: FunctionRef): string | undefined {
  const { name = 'it', isGenerator, isAsync } = functionOf(ref.file, ref.function);
  if (isGenerator || isAsync)
    return `\`${name}\` gives its results bit by bit, while somebody waits for each. Let it return a list first.`;
  const { hazard } = threadReport(request.program, ref);
  if (hazard?.kind === 'writes' || hazard?.kind === 'shares')
    return `\`${name}\` changes \`${hazard.name}\`, which in another process nobody would see.`;
  if (hazard) return `\`${name}\` calls \`${hazard.name}\`, which belongs to this process.`;
  const parts = selfContained(ref);
  if (!parts)
    return `\`${name}\` uses more of its module than functions, constants and what only computes. Hand it all that it needs first.`;
  const strange = [...reached(request, ref)].flatMap((each) =>
    (graphOf(request.program, ref.file).calls[each] ?? []).filter(
      (call) => !isHarmless(request, { ...ref, function: each }, call),
    ),
  );
  const lost = whyLost(request, ref);
  if (lost !== undefined) return lost;
  if (strange.length > 0) {
    const names = [...new Set(strange.map(({ value }) => nameOf(ref.file, value)))];
    return `What \`${name}\` calls may do more than compute: ${listed(names)}. In another process nobody here would see that.`;
  }
  for (const { specifier } of parts.imports) {
    const setting = settingIn(request, specifier);
    if (setting !== undefined)
      return `\`${name}\` uses \`${specifier}\`, and the program sets how that works (\`${setting}\`), which another process does not know.`;
  }
  return undefined;
}

/** Why something that a function changes would be lost in another process; undefined where all of that is its own. */
export function whyLost(request: FixRequest, ref: FunctionRef): string | undefined {
  const { name = 'it' } = functionOf(ref.file, ref.function);
  const [lost] = [...reached(request, ref)].flatMap((each) => foreignWrites(request, { ...ref, function: each }));
  return lost === undefined
    ? undefined
    : `\`${name}\` changes \`${nameOf(ref.file, lost)}\`, which may be part of what it is given: in another process nobody would see that.`;
}

/** The function and all of the same file that it calls. */
function reached({ program }: FixRequest, { file, function: id }: FunctionRef): Set<number> {
  const found = new Set([id]);
  // A set that grows while it is walked.
  for (const each of found)
    for (const { to } of graphOf(program, file).out[each] ?? []) if (to.file === file) found.add(to.function);
  return found;
}

const computing =
  /^global#(abs|all|any|ascii|bin|bool|bytearray|bytes|chr|complex|dict|divmod|enumerate|filter|float|format|frozenset|hex|int|isinstance|len|list|map|max|min|oct|ord|pow|range|repr|reversed|round|set|slice|sorted|str|sum|tuple|zip|\w+(Error|Exception))(\.\w+)?$/;
/** What changes its first argument, or looks at more than its arguments. */
const changing =
  /^(heapq#\w+|bisect#insort\w*|operator#(i\w+|setitem|delitem)|random#(shuffle|seed)|struct#pack_into|array#\w+\.\w+|decimal#(getcontext|setcontext|localcontext))$/;
/** Methods of Python's own types that leave these as they are. */
const reading =
  /^(get|keys|values|items|copy|count|index|find|rfind|rindex|split|rsplit|splitlines|partition|rpartition|join|strip|lstrip|rstrip|lower|upper|title|capitalize|casefold|swapcase|replace|translate|format|startswith|endswith|encode|decode|isdigit|isalpha|isalnum|isspace|isupper|islower|isnumeric|isdecimal|zfill|ljust|rjust|center|bit_length|bit_count|to_bytes|hex|union|intersection|difference|symmetric_difference|issubset|issuperset|isdisjoint|group|groups|groupdict|span|start|end|most_common|digest|hexdigest|isoformat|date|time|timestamp|total_seconds|weekday|as_integer_ratio|is_integer|conjugate)$/;

/** It only computes, or changes what this very call of `owner` has made. */
function isHarmless(request: FixRequest, ref: FunctionRef, { symbol, value: id }: Call): boolean {
  const { file } = ref;
  const value = valueOf(file, id);
  if (value.kind !== 'call') return false;
  if (symbol?.kind === 'function') return symbol.file === file;
  const callee = valueOf(file, value.callee);
  const isOwn = (place: ValueId): boolean => isMadeHere(request, ref, place);
  const name = symbol && symbolName(symbol);
  if (name !== undefined && changing.test(name)) {
    const first = value.args[0]?.value;
    return /^(heapq|bisect)#/.test(name) && first !== undefined && isOwn(first);
  }
  if (symbol?.kind === 'library') return name?.startsWith('global#') !== true || computing.test(name);
  // A method of something: of an own container any, and else one that is only known to look.
  return callee.kind === 'member' && (reading.test(callee.name) || isOwn(callee.object));
}

/** Places that a function writes in something that it may not have made itself. */
function foreignWrites(request: FixRequest, ref: FunctionRef): ValueId[] {
  const { file } = ref;
  return stepsWithin(functionOf(file, ref.function).body).flatMap((step) => {
    if (step.kind !== 'write') return [];
    const place = valueOf(file, step.target);
    if (place.kind === 'member' || place.kind === 'index')
      return isMadeHere(request, ref, place.object) ? [] : [step.target];
    // `rows += [row]` changes the list itself, which may go by another name as well.
    const isInPlace = step.operator !== undefined && place.kind === 'name' && !bindingOf(file, place.binding).parameter;
    return isInPlace && !isOwnVariable(request, ref, place.binding) ? [step.target] : [];
  });
}

/** Functions that make something new. What those of other modules give is new as well, but for those that pick or hand on. */
const making =
  /^(global#(list|dict|set|bytearray|sorted)|(?!global#|heapq#|random#|functools#|operator#|itertools#)[\w.]+#[\w.]+)$/;

/** A container that this very call has made: whatever is put into it, the container is nobody else's. */
function isMadeHere({ program }: FixRequest, { file, function: owner }: FunctionRef, id: ValueId): boolean {
  const name = valueOf(file, id);
  if (name.kind !== 'name' || bindingOf(file, name.binding).parameter) return false;
  const given = givenTo(file, owner, name.binding);
  return given.length > 0 && given.every((each) => isMaking(program, file, each));
}

function isMaking(program: Program, file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'array' || value.kind === 'object') return true;
  // `[0] * size`
  if (value.kind === 'operation')
    return value.operator === '*' && value.operands.some((each) => isMaking(program, file, each));
  const symbol = value.kind === 'call' ? resolveValue(program, file, value.callee) : undefined;
  return symbol?.kind === 'library' && making.test(symbolName(symbol) ?? '');
}

/** What changes how a module works for all of this process. */
const settings: Readonly<Record<string, readonly string[]>> = {
  random: ['seed', 'setstate'],
  decimal: ['getcontext', 'setcontext', 'localcontext'],
};

/** `seed` of `random.seed(1)` anywhere in the program. */
function settingIn({ program }: FixRequest, module: string): string | undefined {
  const names = settings[module] ?? [];
  for (const path of names.length > 0 ? program.paths : []) {
    const facts = program.file(path)?.facts;
    if (facts?.specifiers.includes(module) !== true) continue;
    const found = names.find(
      (name) =>
        facts.values.some((value) => value.kind === 'member' && value.name === name) ||
        facts.bindings.some(({ import: from }) => from?.name === name),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
