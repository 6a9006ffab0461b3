import type { Entry, TypeEntry } from '../../knowledge/schema.ts';
import { absoluteType } from '../../knowledge/lookup.ts';
import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Step, Write } from '../../model/step.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { resolveValue, symbolName } from '../symbols.ts';

/** What a function would do that belongs to the event loop's thread. `name` is for people, as written in the code. */
export interface ThreadHazard {
  /**
   * `loop`: it uses an event loop or what belongs to one. `writes`: it changes what others may look at meanwhile. `shares`: it uses an
   * object that is not made for threads, and that others have, too. `binds`: it gives away an object that only the thread that made it
   * may use. `stops`: it may raise StopIteration, which no future can hold. `context`, `thread`, `main`, `process`: what the knowledge of
   * what it calls says (`tied`).
   */
  readonly kind: 'loop' | 'writes' | 'shares' | 'binds' | 'stops' | NonNullable<Entry['tied']>;
  readonly name: string;
  readonly in: FunctionRef;
}

/** Whether a function may run on a thread of its own while the event loop goes on. */
export interface ThreadReport {
  readonly hazard?: ThreadHazard;
  /** Calls that could not be looked into, as written. */
  readonly unknown: readonly string[];
}

const DEEPEST = 12;

/** Follows all that a synchronous function calls. */
export function threadReport(program: Program, ref: FunctionRef): ThreadReport {
  const unknown = new Set<string>();
  const hazard = hazardIn(program, ref, unknown, new Set(), 0);
  return { ...(hazard ? { hazard } : {}), unknown: [...unknown] };
}

function hazardIn(
  program: Program,
  ref: FunctionRef,
  unknown: Set<string>,
  seen: Set<string>,
  depth: number,
): ThreadHazard | undefined {
  const key = `${ref.function} ${ref.file.path}`;
  if (seen.has(key) || depth > DEEPEST) return undefined;
  seen.add(key);
  const own = bindHazard(program, ref) ?? localHazard(program, ref) ?? writeHazard(ref) ?? stopHazard(ref);
  if (own) return own;
  const graph = graphOf(program, ref.file);
  const edges = graph.out[ref.function] ?? [];
  for (const call of graph.calls[ref.function] ?? []) {
    const hazard = callHazard(program, ref, call);
    if (hazard) return hazard;
    const leads = edges.some(({ site }) => site.value === call.value);
    if (!leads && call.symbol === undefined) unknown.add(nameOf(ref.file, call.value));
  }
  for (const { to, how, site } of edges) {
    if (functionOf(to.file, to.function).isAsync) return { kind: 'loop', name: nameOf(ref.file, site.value), in: ref };
    if (how !== 'call' && how !== 'inline') continue;
    const inner = hazardIn(program, to, unknown, seen, depth + 1);
    if (inner) return inner;
  }
  return undefined;
}

const loops = /^(asyncio|anyio|trio|curio|uvloop|tornado|twisted|tkinter|PyQt\d|PySide\d|gi)(\.|#|$)/;
/** Methods by which the code of a loop is told something, whatever object they are called on. */
const loopMethods =
  /^(call_soon|call_later|call_at|create_task|ensure_future|set_result|set_exception|run_until_complete|add_reader|add_writer)$/;

/** Why this one call should not be made on another thread. */
export function callHazard(program: Program, ref: FunctionRef, call: Call): ThreadHazard | undefined {
  const { file } = ref;
  const { symbol } = call;
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' && value.kind !== 'new') return undefined;
  const name = nameOf(file, call.value);
  const callee = valueOf(file, value.callee);
  const module = symbol && symbolName(symbol);
  if (module !== undefined && loops.test(module)) return { kind: 'loop', name, in: ref };
  if (!symbol && callee.kind === 'member' && loopMethods.test(callee.name)) return { kind: 'loop', name, in: ref };
  if (call.entry?.tied !== undefined) return { kind: call.entry.tied, name, in: ref };
  if (module === 'global#next' && value.args.length === 1) return { kind: 'stops', name, in: ref };
  if (callee.kind !== 'member') return undefined;
  const isOwn = isFresh(file, callee.object, ref.function);
  if (symbol?.kind === 'method') {
    const { threads } = typeOf(program, symbol.type) ?? {};
    if ((threads === 'unsafe' || threads === 'bound') && !isOwn) return { kind: 'shares', name, in: ref };
  }
  const isCollection = !symbol || (symbol.kind === 'method' && symbol.type.startsWith('global#'));
  if (isCollection && !isOwn && changing.test(callee.name)) {
    const root = rootOf(file, callee.object);
    if (root !== undefined && isShared(file, root, ref.function))
      return { kind: 'writes', name: placeName(file, callee.object), in: ref };
  }
  return undefined;
}

/** Whether threads may share instances of a type, as far as it or what it extends says. */
function typeOf(program: Program, name: string): TypeEntry | undefined {
  let type = program.knowledge.type(name);
  let current = name;
  for (let hops = 0; type?.threads === undefined && type?.extends !== undefined && hops < 8; hops++) {
    const library = program.knowledge.library(current.slice(0, current.lastIndexOf('#')));
    if (!library) return type;
    current = absoluteType(library, type.extends);
    type = program.knowledge.type(current);
  }
  return type;
}

/** Whether an instance of the type that `object` is may be used by a thread, and by the loop's thread afterwards. */
export function sharing(program: Program, file: File, object: ValueId): TypeEntry['threads'] {
  const symbol = resolveValue(program, file, object);
  return symbol?.kind === 'instance' ? typeOf(program, symbol.type)?.threads : undefined;
}

/** Methods of Python's own collections that change them. */
const changing =
  /^(append|appendleft|extend|insert|add|update|pop|popitem|popleft|remove|discard|clear|setdefault|sort|reverse)$/;

/** Made by this very call of the function, so that nobody else has it yet. */
export function isFresh(file: File, id: ValueId, owner: FunctionId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'name') {
    const { scope, init } = bindingOf(file, value.binding);
    if (scope !== owner || init === undefined) return false;
  }
  const made = valueOf(file, settle(file, id));
  return made.kind === 'call' || made.kind === 'array' || made.kind === 'object' || made.kind === 'literal';
}

/** Whether only the thread that made this very object may use it. */
export function isBound(program: Program, file: File, id: ValueId): boolean {
  return sharing(program, file, id) === 'bound';
}

function bindHazard(program: Program, ref: FunctionRef): ThreadHazard | undefined {
  const { file } = ref;
  for (const step of stepsWithin(functionOf(file, ref.function).body)) {
    if (step.kind !== 'return' && step.kind !== 'write') continue;
    const isKept = step.kind !== 'write' || valueOf(file, step.target).kind !== 'name';
    if (isKept && step.value !== undefined && isBound(program, file, step.value))
      return { kind: 'binds', name: nameOf(file, settle(file, step.value)), in: ref };
  }
  return undefined;
}

/** What a thread keeps in a `threading.local` another one does not see. */
function localHazard(program: Program, ref: FunctionRef): ThreadHazard | undefined {
  const { file } = ref;
  for (const step of stepsWithin(functionOf(file, ref.function).body)) {
    if (step.kind !== 'evaluate') continue;
    const value = valueOf(file, step.value);
    const object = value.kind === 'member' ? resolveValue(program, file, value.object) : undefined;
    if (object?.kind === 'instance' && object.type === 'threading#local')
      return { kind: 'thread', name: nameOf(file, step.value), in: ref };
  }
  return undefined;
}

function writeHazard(ref: FunctionRef): ThreadHazard | undefined {
  const { file, function: id } = ref;
  for (const step of stepsWithin(functionOf(file, id).body)) {
    if (step.kind !== 'write' || isOwnName(file, step, id)) continue;
    const target = valueOf(file, step.target);
    const root = rootOf(file, step.target);
    if (root === undefined || !isShared(file, root, id)) continue;
    const isPlace = target.kind === 'member' || target.kind === 'index';
    if (isPlace || target.kind === 'name') return { kind: 'writes', name: placeName(file, step.target), in: ref };
  }
  return undefined;
}

/** A variable or parameter of the function's own is given another value; `list += …` may change what its caller passed. */
function isOwnName(file: File, { target, operator, value }: Write, owner: FunctionId): boolean {
  const name = valueOf(file, target);
  if (name.kind !== 'name' || bindingOf(file, name.binding).scope !== owner) return false;
  return operator === undefined || valueOf(file, value).kind === 'literal';
}

/** Whether others than this call of `owner` can reach what a place begins with. */
function isShared(file: File, root: ValueId, owner: FunctionId): boolean {
  const value = valueOf(file, root);
  // What a constructor fills nobody has seen yet.
  if (value.kind === 'this') return functionOf(file, owner).kind !== 'constructor';
  if (value.kind !== 'name') return true;
  const { scope, kind, init } = bindingOf(file, value.binding);
  if (scope !== owner || kind === 'parameter') return true;
  if (init === undefined) return false;
  const from = rootOf(file, init);
  return from !== undefined && from !== root && isShared(file, from, owner);
}

/** The value that a place begins with: `self` of `self.cache[key]`. Undefined for what a call gives, or anything made on the spot. */
function rootOf(file: File, id: ValueId): ValueId | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'index') return rootOf(file, value.object);
  return value.kind === 'name' || value.kind === 'this' || value.kind === 'global' ? id : undefined;
}

function stopHazard(ref: FunctionRef): ThreadHazard | undefined {
  const { file } = ref;
  const raises = stepsWithin(functionOf(file, ref.function).body).some((step: Step) => {
    const value = step.kind === 'throw' && step.value !== undefined ? valueOf(file, step.value) : undefined;
    const raised = value?.kind === 'call' ? valueOf(file, value.callee) : value;
    return raised?.kind === 'global' && raised.name === 'StopIteration';
  });
  return raises ? { kind: 'stops', name: 'StopIteration', in: ref } : undefined;
}

/** A call, or another value, as a person would write it. */
export function nameOf(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  return value.kind === 'call' || value.kind === 'new' ? placeName(file, value.callee) : placeName(file, id);
}

/** A place as a person would write it: `self.cache[…]`. */
function placeName(file: File, id: ValueId): string {
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'name':
      return bindingOf(file, value.binding).name;
    case 'global':
      return value.name;
    case 'this':
      return 'self';
    case 'member':
      return `${placeName(file, value.object)}.${value.name}`;
    case 'index':
      return `${placeName(file, value.object)}[…]`;
    default:
      return '…';
  }
}
