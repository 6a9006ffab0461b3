import type { ValueId } from '../../model/facts.ts';
import type { Branch } from '../../model/step.ts';
import { stepsOfKind, stepsWithin } from '../calls/steps.ts';
import { functionOf, valueOf, type File } from '../program.ts';
import type { Call } from '../calls/graph.ts';

/**
 * Whether a call opens an address that holds its own content: it stands where `address.startswith("data:")` is known to hold. Nothing
 * goes out into the network then.
 */
export function opensDataUrl(file: File, { value: id, function: owner }: Call): boolean {
  const call = valueOf(file, id);
  const [first] = call.kind === 'call' ? call.args : [];
  const address = first && valueOf(file, first.value);
  if (address?.kind === 'literal') return beginsAsData(address.value);
  if (address?.kind !== 'name') return false;
  return stepsOfKind(functionOf(file, owner).body, 'branch').some((branch) => {
    const holds = saysData(file, branch.test, address.binding);
    return holds !== undefined && isReachedOnlyBy(branch, holds ? 0 : 1, id, call.start);
  });
}

/** Whether the condition holds for such addresses, or for all others; undefined where it asks something else. */
function saysData(file: File, test: ValueId, binding: number): boolean | undefined {
  const value = valueOf(file, test);
  if (
    value.kind === 'operation' &&
    (value.operator === 'not' || value.operator === '!') &&
    value.operands[0] !== undefined
  ) {
    const inner = saysData(file, value.operands[0], binding);
    return inner === undefined ? undefined : !inner;
  }
  const member = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || member?.kind !== 'member' || member.name !== 'startswith') return undefined;
  const object = valueOf(file, member.object);
  const [prefix] = value.args;
  const begins = prefix && valueOf(file, prefix.value);
  const isAsked = object.kind === 'name' && object.binding === binding;
  return isAsked && begins?.kind === 'literal' && beginsAsData(begins.value) ? true : undefined;
}

/** The call stands in that arm, or after a branch whose other arm leaves. */
function isReachedOnlyBy({ arms, end }: Branch, arm: number, call: ValueId, start: number): boolean {
  const own = stepsWithin(arms[arm] ?? []);
  if (own.some((step) => step.kind === 'evaluate' && step.value === call)) return true;
  const last = arms[1 - arm]?.at(-1);
  return start >= end && (last?.kind === 'return' || last?.kind === 'throw');
}

function beginsAsData(text: unknown): boolean {
  return typeof text === 'string' && text.startsWith('data:');
}
