import type { ValueId } from '../../model/facts.ts';
import type { Branch } from '../../model/step.ts';
import { stepsOfKind, stepsWithin } from '../calls/steps.ts';
import { functionOf, valueOf, type File } from '../program.ts';
import type { Call } from '../calls/graph.ts';

/** Whether the first argument of a call is a text that begins so, or stands where `address.startswith("data:")` is known to hold. */
export function beginsWithOneOf(
  file: File,
  { value: id, function: owner }: Call,
  beginnings: readonly string[],
): boolean {
  const call = valueOf(file, id);
  const [first] = call.kind === 'call' ? call.args : [];
  const address = first && valueOf(file, first.value);
  if (address?.kind === 'literal') return isOneOf(address.value, beginnings);
  if (address?.kind !== 'name') return false;
  return stepsOfKind(functionOf(file, owner).body, 'branch').some((branch) => {
    const holds = asksFor(file, branch.test, address.binding, beginnings);
    return holds !== undefined && isReachedOnlyBy(branch, holds ? 0 : 1, id, call.start);
  });
}

/** Whether the condition holds for such texts, or for all others; undefined where it asks something else. */
function asksFor(file: File, test: ValueId, binding: number, beginnings: readonly string[]): boolean | undefined {
  const value = valueOf(file, test);
  const negated = value.kind === 'operation' && /^(not|!)$/.test(value.operator) ? value.operands[0] : undefined;
  if (negated !== undefined) {
    const inner = asksFor(file, negated, binding, beginnings);
    return inner === undefined ? undefined : !inner;
  }
  if (value.kind === 'operation' && /^(==|!=)$/.test(value.operator)) {
    const [one, other] = value.operands.map((each) => valueOf(file, each));
    const named = [one, other].some((each) => each?.kind === 'name' && each.binding === binding);
    const text = [one, other].find((each) => each?.kind === 'literal');
    const isSaid = named && text?.kind === 'literal' && isOneOf(text.value, beginnings);
    return isSaid ? value.operator === '==' : undefined;
  }
  const member = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || member?.kind !== 'member' || !/^starts[wW]ith$/.test(member.name)) return undefined;
  const object = valueOf(file, member.object);
  const [prefix] = value.args;
  const begins = prefix && valueOf(file, prefix.value);
  const isAsked = object.kind === 'name' && object.binding === binding;
  return isAsked && begins?.kind === 'literal' && isOneOf(begins.value, beginnings) ? true : undefined;
}

/** The call stands in that arm, or after a branch whose other arm leaves. */
function isReachedOnlyBy({ arms, end }: Branch, arm: number, call: ValueId, start: number): boolean {
  const own = stepsWithin(arms[arm] ?? []);
  if (own.some((step) => step.kind === 'evaluate' && step.value === call)) return true;
  const last = arms[1 - arm]?.at(-1);
  return start >= end && (last?.kind === 'return' || last?.kind === 'throw');
}

function isOneOf(text: unknown, beginnings: readonly string[]): boolean {
  return typeof text === 'string' && beginnings.some((each) => text.startsWith(each));
}
