import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop } from '../../model/step.ts';
import { edgesInto } from '../calls/callers.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { enclosingFunction, functionOf, isPython, valueOf, type File, type Program } from '../program.ts';
import { sitesOf } from '../calls/sites.ts';
import { resolveValue } from '../symbols.ts';
import { tripsOf } from '../loops/trips.ts';
import { usesOf } from '../values/uses.ts';

/** A write to a stream again and again, by someone who never looks whether the other side keeps up. */
export interface UncheckedWrite {
  readonly call: Call;
  readonly stream: ValueId;
  /** `data`: for each piece that another stream sends; `pump`: for each piece that is awaited; `loop`: as fast as a loop goes round. */
  readonly when: 'data' | 'pump' | 'loop';
  /** The listener's registration, or the loop. */
  readonly round: ValueId | Loop;
}

/** Names that say that somebody does look. They make no finding, but keep one back. */
const looking = /^(drain|pause|needDrain|writableNeedDrain|writableLength|bufferedAmount|cork|get_write_buffer_size)$/i;

/** Where a file looks whether a stream keeps up, by the last name of what it asks. */
interface Look {
  readonly names: readonly string[];
  readonly function: FunctionId;
}

const looks = fileCache((_program, file) =>
  file.facts.values.flatMap((value, id): Look[] => {
    const of = (asked: readonly ValueId[]): Look => ({
      names: asked.flatMap((each) => lastName(file, each) ?? []),
      function: enclosingFunction(file, value.start),
    });
    if (value.kind === 'member' && looking.test(value.name)) return [of([value.object])];
    if (value.kind !== 'literal' || value.value !== 'drain') return [];
    // `stream.once('drain', …)`, `once(stream, 'drain')`
    const calls = usesOf(file)
      .of(id)
      .flatMap(({ by }) => (by === undefined ? [] : [valueOf(file, by)]));
    const asked = calls.flatMap((call) => {
      const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
      const others = call.kind === 'call' ? call.args.map(({ value: each }) => each) : [];
      return callee?.kind === 'member' ? [callee.object, ...others] : others;
    });
    return [of(asked)];
  }),
);

/** Those of a file in which nobody asks whether there is room: not where they stand, nor of a stream of that name anywhere. */
export function uncheckedWritesIn(program: Program, file: File): UncheckedWrite[] {
  return graphOf(program, file)
    .calls.flat()
    .filter(({ entry }) => entry?.backpressure !== undefined)
    .flatMap((call) => uncheckedWrite(program, file, call) ?? [])
    .filter(({ call, stream }) => {
      const name = lastName(file, stream);
      const around = functionsAround(file, call.function);
      return !looks.of(program, file).some((look) => {
        const isNear = around.has(look.function) || functionsAround(file, look.function).has(call.function);
        return isNear || name === undefined || look.names.includes(name);
      });
    });
}

/** A function with all that it stands in, but for the module. */
function functionsAround(file: File, id: FunctionId): ReadonlySet<FunctionId> {
  const found = new Set<FunctionId>();
  for (let each: FunctionId | undefined = id; each !== undefined && each !== 0; each = functionOf(file, each).parent)
    found.add(each);
  return found;
}

function lastName(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? file.facts.bindings[value.binding]?.name : undefined;
}

function uncheckedWrite(program: Program, file: File, call: Call): UncheckedWrite | undefined {
  const value = valueOf(file, call.value);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind !== 'call' || callee?.kind !== 'member' || isTerminal(file, callee.object)) return undefined;
  // A callback, or an option that we cannot read: whoever gave it may wait for it.
  if (value.args.length !== 1 || value.args[0]?.spread === true) return undefined;
  const stream = callee.object;
  const listener = listenerOf(program, file, call, value.args[0]?.value);
  if (listener !== undefined)
    return isLookedAt(file, call.value, true) ? undefined : { call, stream, when: 'data', round: listener };
  const loop = call.loops.at(-1);
  if (!loop || isLookedAt(file, call.value, false) || isMadeIn(file, stream, loop)) return undefined;
  const when = pace(program, file, call, loop);
  return when && { call, stream, when, round: loop };
}

/** `process.stdout` goes to a person or a file of theirs. */
function isTerminal(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  return value.kind === 'member' && /^(stdout|stderr|stdin)$/.test(value.name) && isProcess(file, value.object);
}

function isProcess(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'name') return file.facts.bindings[value.binding]?.name === 'process';
  return value.kind === 'global' && value.name === 'process';
}

/** The answer says whether there is room. What an arrow function of a listener returns nobody looks at. */
function isLookedAt(file: File, id: ValueId, inListener: boolean): boolean {
  return usesOf(file)
    .of(id)
    .some(({ as }) => !(as === 'returned' && inListener));
}

/** A stream for each round is done with when the round is over. */
function isMadeIn(file: File, stream: ValueId, loop: Loop): boolean {
  const value = valueOf(file, stream);
  const start = value.kind === 'name' ? file.facts.bindings[value.binding]?.start : undefined;
  return start !== undefined && start >= loop.start && start < loop.end;
}

/** `source.on('data', (chunk) => target.write(chunk))`: the call of `on`. */
function listenerOf(program: Program, file: File, call: Call, written: ValueId | undefined): ValueId | undefined {
  const [chunk] = functionOf(file, call.function).parameters;
  if (!chunk || written === undefined || !passes(file, written, chunk.binding)) return undefined;
  const edge = edgesInto(program, { file, function: call.function }).find(({ how, from }) => {
    return how === 'event' && from.file === file;
  });
  const on = edge && valueOf(file, edge.site.value);
  const callee = on?.kind === 'call' ? valueOf(file, on.callee) : undefined;
  const event = on?.kind === 'call' && on.args[0] ? valueOf(file, on.args[0].value) : undefined;
  if (!edge || callee?.kind !== 'member' || event?.kind !== 'literal' || event.value !== 'data') return undefined;
  return isTerminal(file, callee.object) ? undefined : edge.site.value;
}

/** What is written is what came in, as it is or as text; an answer to it is something else. */
function passes(file: File, id: ValueId, binding: BindingId): boolean {
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'name':
      return value.binding === binding;
    case 'call': {
      const callee = valueOf(file, value.callee);
      return callee.kind === 'member' && passes(file, callee.object, binding);
    }
    case 'template':
      return value.parts.some((each) => passes(file, each, binding));
    case 'operation':
      return value.operands.some((each) => passes(file, each, binding));
    default:
      return false;
  }
}

function pace(program: Program, file: File, call: Call, loop: Loop): 'pump' | 'loop' | undefined {
  const awaits = (sitesOf(file)[call.function] ?? []).filter(
    ({ value, loops }) => loops.includes(loop) && valueOf(file, value).kind === 'await',
  );
  if (loop.form === 'for-await') return awaits.length === 0 ? 'pump' : undefined;
  if (awaits.length > 0) return awaits.every(({ value }) => isRead(file, value)) ? 'pump' : undefined;
  if (isPython(file) && !functionOf(file, call.function).isAsync) return undefined;
  return loop.source !== undefined && tripsOf(program, file, loop) === 'input' ? 'loop' : undefined;
}

/** `await reader.read()` */
function isRead(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  const read = value.kind === 'await' ? valueOf(file, value.of) : undefined;
  const callee = read?.kind === 'call' ? valueOf(file, read.callee) : undefined;
  return callee?.kind === 'member' && /^(read|readline|readexactly|readuntil|recv)$/.test(callee.name);
}

/** Whether a value is known to be a stream that others fill. */
export function isStream(program: Program, file: File, id: ValueId): boolean {
  const symbol = resolveValue(program, file, id);
  return symbol?.kind === 'instance' && program.knowledge.member(symbol.type, 'setEncoding') !== undefined;
}
