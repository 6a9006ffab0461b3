import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Write } from '../../model/step.ts';
import { graphOf } from '../calls/graph.ts';
import { fileCache } from '../file-cache.ts';
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
  const view = settle(file, heldBy(file, place.object));
  const made = valueOf(file, view);
  if (made.kind !== 'new') return false;
  const type = resolveValue(program, file, made.callee);
  const [buffer] = made.args;
  if (!type || !views.test(symbolName(type) ?? '') || !buffer) return false;
  const memory = resolveValue(program, file, heldBy(file, buffer.value));
  if (memory?.kind === 'instance') return memory.type === 'global#SharedArrayBuffer';
  return viewsOfAtomics.of(program, file).has(view);
}

/** What a file uses `Atomics` on: whoever does so knows that threads share it, wherever its memory comes from. */
const viewsOfAtomics = fileCache((program, file) => {
  const views = graphOf(program, file)
    .calls.flat()
    .flatMap(({ symbol, value }) => {
      const call = valueOf(file, value);
      const isAtomic = symbol?.kind === 'library' && /^Atomics\.\w+$/.test(symbol.path) && symbol.module === 'global';
      const view = isAtomic && call.kind === 'call' ? call.args[0] : undefined;
      return view ? [settle(file, heldBy(file, view.value))] : [];
    });
  return new Set(views);
});

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
    const name = (symbol && symbolName(symbol)) ?? '';
    if (name.startsWith('global#Atomics.')) return locking.has(name);
    return call.kind === 'call' && namesALock(file, call.callee);
  });
}
