import type { ClassId, ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import { catchAround } from '../promises/enclosing-try.ts';
import type { Call } from '../calls/graph.ts';
import { handedOffBy } from '../calls/handed-off.ts';
import {
  bindingOf,
  classOf,
  enclosingFunction,
  functionOf,
  settle,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { stepsWithin } from '../calls/steps.ts';
import { basesOf } from '../symbols/bases.ts';
import { resolveValue, symbolName, type Resolved } from '../symbols.ts';

/** A part of what a call of Python's sends to another process, which pickle refuses. */
export interface Unpicklable {
  readonly call: Call;
  /** The part, in `file`, which is another file than the call's where the value comes from there. */
  readonly file: File;
  readonly part: ValueId;
  /** For people: `a lambda`. */
  readonly what: string;
  /** `throws`: always. `spawned`: only where processes do not begin as a copy of this one. `lost`: nobody hears of it, and nothing is sent. */
  readonly harm: 'throws' | 'spawned' | 'lost';
}

/** What a call sends to another process and cannot; calls that somebody has put into a `try` may be a test of just that. */
export function unpicklableIn(program: Program, file: File, call: Call): Unpicklable[] {
  const value = valueOf(file, call.value);
  const clones = call.entry?.clones?.some(({ by }) => by === 'pickle') ?? false;
  const name = (call.symbol && symbolName(call.symbol)) ?? '';
  const handed = handedOffBy(program, file, call);
  if (value.kind !== 'call' || (!clones && handed?.to !== 'process')) return [];
  if (catchAround({ file, function: call.function }, call.value)) return [];
  const harm = harmOf(name, value.args, file);
  if (!harm) return [];
  return sentBy(name, value.args).flatMap(({ value: id, each }) =>
    partsIn({ program, call, harm, inherits: harm === 'spawned' }, file, id, each, 0),
  );
}

/** Processes of their own begin as a copy of this one where they are forked, and are sent nothing then. */
function harmOf(name: string, args: readonly Argument[], file: File): Unpicklable['harm'] | undefined {
  if (name.startsWith('multiprocessing#Queue.')) return 'lost';
  if (!/Process$/.test(name)) return 'throws';
  return args.length === 0 || saysFork(file) ? undefined : 'spawned';
}

/** What a call hands to a pool of threads that one of processes could not take. */
export function unpicklableArguments(program: Program, file: File, call: Call): Unpicklable[] {
  const value = valueOf(file, call.value);
  const name = (call.symbol && symbolName(call.symbol)) ?? '';
  if (value.kind !== 'call') return [];
  return sentBy(name, value.args).flatMap(({ value: id, each }) =>
    partsIn({ program, call, harm: 'throws', inherits: false }, file, id, each, 0),
  );
}

/** What a function would send back from another process, and pickle refuses: `a generator`. */
export function unpicklableResult(program: Program, { file, function: id }: FunctionRef): string | undefined {
  const { body, isGenerator } = functionOf(file, id);
  if (isGenerator) return 'a generator';
  for (const step of stepsWithin(body)) {
    const what =
      step.kind === 'return' && step.value !== undefined ? whatOf(program, false, file, step.value) : undefined;
    if (what !== undefined) return what;
  }
  return undefined;
}

/** `set_start_method("fork")` or `get_context("fork")` anywhere in the file. */
export function saysFork({ facts }: File): boolean {
  return facts.values.some((value) => {
    if (value.kind !== 'call') return false;
    const callee = facts.values[value.callee];
    const name =
      callee?.kind === 'member' ? callee.name : callee?.kind === 'name' ? facts.bindings[callee.binding]?.name : '';
    const method = value.args[0] && facts.values[value.args[0].value];
    return /^(get_context|set_start_method)$/.test(name ?? '') && method?.kind === 'literal' && method.value === 'fork';
  });
}

interface Sent {
  readonly value: ValueId;
  /** Its elements are sent, and not the list itself. */
  readonly each: boolean;
}

/** Callbacks, time-outs and names stay on this side. */
function sentBy(name: string, args: readonly Argument[]): Sent[] {
  const isPool = name.startsWith('multiprocessing.pool#');
  const isProcess = /Process$/.test(name);
  const isMap = /\.(map|imap|imap_unordered|starmap|map_async|starmap_async)$/.test(name);
  const isInExecutor = name.endsWith('.run_in_executor');
  return args.flatMap(({ value, keyword, spread }, index) => {
    if (spread) return [];
    if (isMap) return keyword === undefined && (index < 2 || !isPool) ? [{ value, each: index > 0 }] : [];
    if (isInExecutor) return index > 0 ? [{ value, each: false }] : [];
    if (isPool) return index < 3 && !/callback$/.test(keyword ?? '') ? [{ value, each: false }] : [];
    if (isProcess) return /^(target|args|kwargs)$/.test(keyword ?? '') ? [{ value, each: false }] : [];
    if (name.startsWith('multiprocessing#Queue.')) return index === 0 ? [{ value, each: false }] : [];
    return [{ value, each: false }];
  });
}

interface Question {
  readonly program: Program;
  readonly call: Call;
  readonly harm: Unpicklable['harm'];
  /** A process is started with it, which is the one way for locks and queues of multiprocessing to go over. */
  readonly inherits: boolean;
}

/** Deeper than arguments are written down. */
const DEEPEST = 4;

function partsIn(question: Question, file: File, id: ValueId, each: boolean, depth: number): Unpicklable[] {
  if (depth > DEEPEST) return [];
  const value = valueOf(file, settle(file, id));
  const inner = (part: ValueId): Unpicklable[] => partsIn(question, file, part, false, depth + 1);
  if (value.kind === 'array' && !value.isLazy)
    return value.per ? [] : value.elements.flatMap((part) => (part.spread ? [] : inner(part.value)));
  if (each) return [];
  if (value.kind === 'object') return value.per ? [] : value.properties.flatMap((part) => inner(part.value));
  const what = whatOf(question.program, question.inherits, file, id);
  return what === undefined ? [] : [{ call: question.call, file, part: id, what, harm: question.harm }];
}

/** Why pickle refuses a value, for people; undefined for what it takes and what is not known. */
function whatOf(program: Program, inherits: boolean, file: File, id: ValueId): string | undefined {
  const settled = settle(file, id);
  const value = valueOf(file, settled);
  if (value.kind === 'function' && functionOf(file, value.function).kind === 'arrow') return 'a lambda';
  if (value.kind === 'array' && value.isLazy) return 'a generator';
  const symbol = resolveValue(program, file, id);
  if (value.kind === 'call') {
    const made = resolveValue(program, file, value.callee);
    if (made?.kind === 'function' && functionOf(made.file, made.function).decorators.length === 0) {
      const { isAsync, isGenerator } = functionOf(made.file, made.function);
      if (isAsync || isGenerator) return isGenerator ? 'a generator' : 'a coroutine';
    }
  }
  switch (symbol?.kind) {
    case 'function':
      return functionProblem(program, file, id, symbol);
    case 'instance':
      return instanceProblem(symbol.type, inherits);
    case 'object':
      return heldProblem(program, symbol.file, symbol.class, inherits);
    default:
      return undefined;
  }
}

function functionProblem(
  program: Program,
  file: File,
  id: ValueId,
  symbol: Extract<Resolved, { kind: 'function' }>,
): string | undefined {
  const written = valueOf(file, settle(file, id));
  const { owner, name, parent, isStatic, kind } = functionOf(symbol.file, symbol.function);
  if (kind === 'arrow') return 'a lambda';
  if (owner !== undefined) {
    if (isStatic || written.kind !== 'member') return undefined;
    const object = resolveValue(program, file, written.object);
    const held = object?.kind === 'object' ? heldProblem(program, object.file, object.class, false) : undefined;
    return held === undefined ? undefined : `\`${name ?? 'it'}\` with ${held}`;
  }
  if (parent === undefined || parent === 0 || written.kind !== 'function') return undefined;
  const mention = valueOf(file, id);
  // `global inner` makes it a name of the module, by which it can be found.
  if (mention.kind === 'name' && bindingOf(file, mention.binding).scope === 0) return undefined;
  const outer = functionOf(symbol.file, parent).name;
  return `\`${name ?? 'it'}\`, which is local to ${outer === undefined ? 'a function' : `\`${outer}\``},`;
}

const live =
  /^(threading#(Lock|RLock|Condition|Event|Semaphore|BoundedSemaphore|Barrier|Thread|Timer)|queue#\w*Queue|concurrent\.futures#\w+|sqlite3#(Connection|Cursor)|io#(TextIOWrapper|Buffered\w+|FileIO)|socket#socket|subprocess#Popen|asyncio#(Task|Future|AbstractEventLoop))$/;
const inherited = /^multiprocessing#(Queue|Lock|RLock|Semaphore|Event)$/;

function instanceProblem(type: string, inherits: boolean): string | undefined {
  const name = type.slice(type.lastIndexOf('#') + 1);
  const article = /^[AEIOU]/.test(name) ? 'an' : 'a';
  if (live.test(type)) return `${article} \`${name}\``;
  return inherited.test(type) && !inherits ? `${article} \`multiprocessing.${name}\`` : undefined;
}

/** What an instance of a class of the program has in a field that cannot go over, and nobody leaves out. */
function heldProblem(program: Program, file: File, id: ClassId, inherits: boolean, depth = 0): string | undefined {
  const owner = classOf(file, id);
  if (!owner || owner.decorators.length > 0 || depth > DEEPEST) return undefined;
  if (depth === 0 && enclosingFunction(file, owner.start) !== 0 && owner.name !== undefined)
    return `an instance of \`${owner.name}\`, which is local to a function,`;
  if (owner.members.some(({ name }) => /^__(getstate|reduce|reduce_ex|getnewargs|getnewargs_ex)__$/.test(name)))
    return undefined;
  const bases = basesOf(owner).map((base) => resolveValue(program, file, base));
  if (bases.some((base) => base?.kind !== 'class')) return undefined;
  for (const { name, init, isStatic } of [...owner.members, ...(owner.assigned ?? [])]) {
    // What the class itself has does not belong to its instances.
    if (isStatic || init === undefined) continue;
    const kept = resolveValue(program, file, init);
    const what = kept?.kind === 'instance' ? instanceProblem(kept.type, inherits) : lambdaIn(file, init);
    if (what !== undefined) return `the \`${owner.name ?? 'instance'}\` it belongs to: \`${name}\` is ${what}`;
  }
  for (const base of bases) {
    const found = base?.kind === 'class' ? heldProblem(program, base.file, base.class, inherits, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function lambdaIn(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'function' && functionOf(file, value.function).kind === 'arrow' ? 'a lambda' : undefined;
}
