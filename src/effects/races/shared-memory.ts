import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Write } from '../../model/step.ts';
import { graphOf } from '../calls/graph.ts';
import { functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { namesALock } from '../silence.ts';
import { stepsOfKind } from '../calls/steps.ts';
import { placeOf } from '../values/places.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** The writes of a function to memory that threads share, of what was read there just before, without `Atomics`. */
export function nonAtomicWrites(program: Program, { file, function: id }: FunctionRef): readonly Write[] {
  const writes = stepsOfKind(functionOf(file, id).body, 'write').filter(
    (step) => isReadBefore(file, id, step) && isSharedView(program, file, step.target),
  );
  return writes.length > 0 && !takesALock(program, file, id) ? writes : [];
}

/** `view[0]++`, `view[0] = view[0] + 1`. */
function isReadBefore(file: File, owner: FunctionId, { target, value, operator }: Write): boolean {
  const place = valueOf(file, target);
  if (place.kind !== 'index') return false;
  if (operator !== undefined) return true;
  const key = keyOf(file, place.key);
  const object = placeOf(file, place.object);
  return [...sourcesOf(file, owner, value)].some((id) => {
    const read = valueOf(file, id);
    return (
      id !== target && read.kind === 'index' && placeOf(file, read.object) === object && keyOf(file, read.key) === key
    );
  });
}

function keyOf(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  return value.kind === 'literal' ? JSON.stringify(value.value ?? null) : (placeOf(file, id) ?? `value ${id}`);
}

const views = /^global#(Big)?(Ui|I)nt(8|16|32|64)Array$/;

/** `new Int32Array(shared)` over a `SharedArrayBuffer`, kept in a variable or a field. */
function isSharedView(program: Program, file: File, target: ValueId): boolean {
  const place = valueOf(file, target);
  if (place.kind !== 'index') return false;
  const made = valueOf(file, settle(file, heldBy(file, place.object)));
  if (made.kind !== 'new') return false;
  const type = resolveValue(program, file, made.callee);
  const [buffer] = made.args;
  if (!type || !views.test(symbolName(type) ?? '') || !buffer) return false;
  const memory = resolveValue(program, file, heldBy(file, buffer.value));
  return memory?.kind === 'instance' && memory.type === 'global#SharedArrayBuffer';
}

/** What a field is given where one place alone gives it something; any other value is itself. */
function heldBy(file: File, id: ValueId): ValueId {
  const value = valueOf(file, id);
  if (value.kind !== 'member' || valueOf(file, value.object).kind !== 'this') return id;
  const uses = usesOf(file);
  const written = uses.memberWrites(value.name).map((target) => uses.writtenTo(target) ?? id);
  const declared = file.facts.classes.flatMap(({ members }) =>
    members.flatMap(({ name, init }) => (name === value.name && init !== undefined ? [init] : [])),
  );
  const [only, ...others] = new Set([...written, ...declared]);
  return only !== undefined && others.length === 0 ? only : id;
}

const locking = new Set(['compareExchange', 'exchange', 'wait', 'waitAsync'].map((name) => `global#Atomics.${name}`));

/** It waits its turn by other means. */
function takesALock(program: Program, file: File, id: FunctionId): boolean {
  return (graphOf(program, file).calls[id] ?? []).some(({ symbol, value }) => {
    const call = valueOf(file, value);
    return locking.has((symbol && symbolName(symbol)) ?? '') || (call.kind === 'call' && namesALock(file, call.callee));
  });
}
