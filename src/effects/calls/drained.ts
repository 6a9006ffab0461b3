import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { bindingOf, functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsOfKind } from './steps.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { usesOf, type Use } from '../values/uses.ts';
import { isManager } from './entering.ts';

/** What of each language goes through all that it is given before it returns. */
const drains =
  /^(global#(Array\.from|Set|Map|Object\.fromEntries|Promise\.(all|allSettled)|list|tuple|set|frozenset|dict|sorted|len|sum|min|max|any|all)|collections#deque)$/;

/**
 * Whether the body of a generator runs where `call` stands: the call itself runs nothing, but whoever goes through what it gives,
 * there and then, runs all of it. In Python a context manager that is written as a generator runs in its `with`.
 */
export function isDrained(program: Program, file: File, call: ValueId, generator: FunctionRef): boolean {
  const uses = usesOf(file).of(call);
  if (uses.some((use) => drainsIn(program, file, use, call))) return true;
  if (isPython(file) && uses.some(({ as }) => as === 'resource')) return isManager(program, generator);
  return isNameDrained(program, file, uses);
}

/** Whether somebody goes through what a call gives where it stands, and not by `async for`. */
export function isWalked(program: Program, file: File, owner: FunctionId, call: ValueId): boolean {
  const uses = usesOf(file).of(call);
  const holders = [call, ...namesOf(file, uses)];
  const isAsync = stepsOfKind(functionOf(file, owner).body, 'loop').some(
    ({ form, source }) => form === 'for-await' && source !== undefined && holders.includes(source),
  );
  if (isAsync) return false;
  return uses.some((use) => drainsIn(program, file, use, call)) || isNameDrained(program, file, uses);
}

function isNameDrained(program: Program, file: File, uses: readonly Use[]): boolean {
  return namesOf(file, uses).some((name) =>
    usesOf(file)
      .of(name)
      .some((use) => drainsIn(program, file, use, name)),
  );
}

/** The mentions of a variable that holds it, and nothing else. */
function namesOf(file: File, uses: readonly Use[]): readonly ValueId[] {
  return uses.flatMap(({ as, by }) => {
    const target = as === 'written' && by !== undefined ? valueOf(file, by) : undefined;
    if (target?.kind !== 'name' || bindingOf(file, target.binding).init === undefined) return [];
    return usesOf(file).names(target.binding);
  });
}

function drainsIn(program: Program, file: File, { as, by }: Use, id: ValueId): boolean {
  if (as === 'iterated') return true;
  const value = by === undefined ? undefined : valueOf(file, by);
  switch (value?.kind) {
    case 'yield':
      return value.delegates;
    case 'array':
      return isSpread(value.elements, id);
    case 'call':
    case 'new': {
      if (isSpread(value.args, id)) return true;
      const callee = as === 'argument' ? resolveValue(program, file, value.callee) : undefined;
      return callee !== undefined && drains.test(symbolName(callee) ?? '') && value.args[0]?.value === id;
    }
    default:
      return false;
  }
}

function isSpread(list: readonly Argument[], id: ValueId): boolean {
  return list.some(({ value, spread }) => spread && value === id);
}
