import type { Holding, TypeEntry } from '../../knowledge/schema.ts';
import type { BindingId, ClassId, ValueId } from '../../model/facts.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { membersNamed } from '../indexes.ts';
import {
  bindingOf,
  enclosingFunction,
  functionOf,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { stepsOfKind } from '../calls/steps.ts';
import { resolveValue } from '../symbols.ts';
import { usesOf, type Use } from '../values/uses.ts';

/** Something dear or lasting that a function makes: a pool, a worker, a client, an interval, a limiter, a lock. */
export interface MadeResource {
  readonly call: Call;
  /** `piscina#Piscina`; of an interval what the call gives. */
  readonly type: string;
  readonly what: Holding['what'] | 'interval' | 'limiter' | 'lock' | 'queue';
  /** The methods that let go of it, as the library says. */
  readonly closedBy: readonly string[];
  /** Events that somebody should listen to. */
  readonly needsListener: readonly string[];
  /**
   * How often it is made. `module`: once, when the file is loaded. `instance`: with each instance of a class. `memoised`: when it is
   * first asked for. `call`: each time the function runs; `round`: in each round of a loop of it.
   */
  readonly made: 'module' | 'instance' | 'memoised' | 'call' | 'round';
  /** Where it is kept. `local`: in variables of the function, or nowhere. */
  readonly kept: 'local' | 'module' | 'captured' | 'field' | 'elsewhere';
  /** Who else has it: `returned`, `passed` to a call, put into a list or an object, `exported`. It may be closed there. */
  readonly escapes: readonly Escape[];
  /** The calls that let go of it, wherever they stand in the file. */
  readonly closings: readonly Closing[];
  /** The events that somebody listens to: `on('error', …)`, `onerror = …`. */
  readonly listened: ReadonlySet<string>;
  /** All methods that are called on it. */
  readonly methods: ReadonlySet<string>;
}

export interface Escape {
  readonly as: 'returned' | 'passed' | 'stored' | 'exported';
  readonly value: ValueId;
}

export interface Closing {
  readonly value: ValueId;
  /** It happens whatever happens: at the end of a `with` or `using`, or in a `finally`. */
  readonly isSure: boolean;
}

const cache = fileCache<Map<number, readonly MadeResource[]>>(() => new Map());

/** The resources that a function makes by calls of known libraries, with what becomes of each within its file. */
export function resourcesMadeIn(program: Program, { file, function: id }: FunctionRef): readonly MadeResource[] {
  const known = cache.of(program, file);
  const before = known.get(id);
  if (before) return before;
  const found = (graphOf(program, file).calls[id] ?? []).flatMap((call) => madeBy(program, file, call) ?? []);
  known.set(id, found);
  return found;
}

function madeBy(program: Program, file: File, call: Call): MadeResource | undefined {
  const kind = kindOf(program, file, call);
  if (!kind) return undefined;
  const followed = followUses(file, call, kind.closedBy);
  return { call, ...kind, made: howOften(file, call), ...followed };
}

type Kind = Pick<MadeResource, 'type' | 'what' | 'closedBy' | 'needsListener'>;

function kindOf(program: Program, file: File, call: Call): Kind | undefined {
  if (!call.entry) return undefined;
  const made = resolveValue(program, file, call.value);
  // `pool.on(…)` gives the pool again.
  const isSame = call.symbol?.kind === 'method' && made?.kind === 'instance' && call.symbol.type === made.type;
  if (made?.kind !== 'instance' || isSame) return undefined;
  const { type } = made;
  const needsListener = inherited(program, type, (each) => each.needsListener) ?? [];
  const base = { type, needsListener };
  const holds = inherited(program, type, (each) => each.holds);
  if (holds) return { ...base, what: holds.what, closedBy: holds.closedBy };
  if (call.entry.callbacks?.some(({ repeats }) => repeats)) return { ...base, what: 'interval', closedBy: ['close'] };
  if (call.entry.limits) return { ...base, what: 'limiter', closedBy: [] };
  if (inherited(program, type, (each) => each.lock)) return { ...base, what: 'lock', closedBy: [] };
  return inherited(program, type, (each) => each.queue) ? { ...base, what: 'queue', closedBy: [] } : undefined;
}

/** What a type says, or else the types that it extends. */
function inherited<T>(program: Program, type: string, ask: (entry: TypeEntry) => T | undefined): T | undefined {
  let current: string | undefined = type;
  for (let hops = 0; current !== undefined && hops < 8; hops++) {
    const entry: TypeEntry | undefined = program.knowledge.type(current);
    const found = entry && ask(entry);
    if (found !== undefined) return found;
    const base: string | undefined = entry?.extends;
    current = base === undefined || base.includes('#') ? base : `${current.slice(0, current.lastIndexOf('#'))}#${base}`;
  }
  return undefined;
}

function howOften(file: File, { function: id, loops, excuse }: Call): MadeResource['made'] {
  if (excuse === 'memoised') return 'memoised';
  if (loops.length > 0) return 'round';
  const { kind } = functionOf(file, id);
  if (kind === 'module') return 'module';
  return kind === 'constructor' || kind === 'initializer' ? 'instance' : 'call';
}

type Followed = Pick<MadeResource, 'kept' | 'escapes' | 'closings' | 'listened' | 'methods'>;

const listening = new Set(['on', 'once', 'addListener', 'prependListener', 'addEventListener']);

/** Follows a resource through the names and fields that hold it. */
function followUses(file: File, call: Call, closedBy: readonly string[]): Followed {
  const uses = usesOf(file);
  const sure = sureValues(file);
  const escapes: Escape[] = [];
  const closings: Closing[] = [];
  const listened = new Set<string>();
  const methods = new Set<string>();
  let kept: MadeResource['kept'] = 'local';
  const same = new Set([call.value]);
  const close = (value: ValueId, isSure: boolean): void => {
    closings.push({ value, isSure: isSure || sure.has(value) });
  };
  const onMember = (member: ValueId): void => {
    const place = valueOf(file, member);
    if (place.kind !== 'member') return;
    const written = uses.writtenTo(member);
    if (written !== undefined && place.name.startsWith('on')) listened.add(place.name.slice(2));
    for (const { as, by } of uses.of(member)) {
      const used = as === 'callee' && by !== undefined ? valueOf(file, by) : undefined;
      if (used?.kind !== 'call' || by === undefined) continue;
      methods.add(place.name);
      if (closedBy.includes(place.name)) close(by, false);
      const [event] = used.args;
      const name = event && valueOf(file, event.value);
      if (listening.has(place.name) && name?.kind === 'literal') listened.add(String(name.value));
      // `worker.once('error', f).once('exit', g)` goes on with the same.
      if (listening.has(place.name)) same.add(by);
    }
  };
  const onUse = (value: ValueId, { as, by }: Use): void => {
    switch (as) {
      case 'awaited':
        if (by !== undefined) same.add(by);
        break;
      case 'part':
        if (by !== undefined && valueOf(file, by).kind === 'choice') same.add(by);
        break;
      case 'resource':
        close(value, true);
        break;
      case 'object':
        if (by !== undefined) onMember(by);
        break;
      case 'written':
        if (by !== undefined) kept = keptAt(file, call, by, same, kept);
        break;
      case 'argument':
        if (by !== undefined && clears(file, by)) close(by, false);
        else if (by !== undefined) escapes.push({ as: 'passed', value: by });
        break;
      case 'returned':
      case 'yielded':
        // `(resolve) => worker.once('message', resolve)` gives the worker to nobody who looks.
        if (!isHeard(file, call, value, as)) escapes.push({ as: 'returned', value });
        break;
      case 'element':
      case 'property':
        escapes.push({ as: 'stored', value: by ?? value });
        break;
      case 'exported':
        escapes.push({ as: 'exported', value });
        break;
      default:
    }
  };
  // A set that grows while it is walked.
  for (const value of same) for (const use of uses.of(value)) onUse(value, use);
  return { kept, escapes, closings, listened, methods };
}

/** What an arrow within the function that made the thing returns only because listening to it gives the thing again. */
function isHeard(file: File, { function: owner }: Call, id: ValueId, as: Use['as']): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  const isListening = callee?.kind === 'member' && listening.has(callee.name);
  if (as !== 'returned' || !isListening) return false;
  const around = enclosingFunction(file, value.start);
  return around !== owner && functionOf(file, around).kind === 'arrow';
}

/** `clearInterval(timer)` */
function clears(file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  const name = callee?.kind === 'global' || callee?.kind === 'member' ? callee.name : importedName(file, callee);
  return /^clear(Interval|Timeout|Immediate)$/.test(name ?? '');
}

function importedName(file: File, value: ReturnType<typeof valueOf> | undefined): string | undefined {
  return value?.kind === 'name' ? bindingOf(file, value.binding).import?.name : undefined;
}

/** Where the place is, and every other mention of it, which is the same thing. */
function keptAt(
  file: File,
  { function: owner }: Call,
  target: ValueId,
  same: Set<ValueId>,
  before: MadeResource['kept'],
): MadeResource['kept'] {
  const place = valueOf(file, target);
  if (place.kind === 'name') {
    for (const name of usesOf(file).names(place.binding)) same.add(name);
    const { scope } = bindingOf(file, place.binding);
    if (scope === 0) return 'module';
    return scope === owner ? before : 'captured';
  }
  const object = place.kind === 'member' ? valueOf(file, place.object) : undefined;
  if (place.kind !== 'member' || object?.kind !== 'this') return 'elsewhere';
  const of = functionOf(file, object.function).owner;
  if (of === undefined) return 'elsewhere';
  for (const id of fieldMentions(file, of, place.name)) same.add(id);
  return 'field';
}

/** `this.name` in the methods of a class. */
function fieldMentions(file: File, owner: ClassId, name: string): ValueId[] {
  return membersNamed(file, name).filter((id) => {
    const member = valueOf(file, id);
    const object = member.kind === 'member' ? valueOf(file, member.object) : undefined;
    return object?.kind === 'this' && functionOf(file, object.function).owner === owner;
  });
}

const sureByFile = new WeakMap<File['facts'], ReadonlySet<ValueId>>();

/** What is computed in a `finally` somewhere in the file. */
function sureValues({ facts }: File): ReadonlySet<ValueId> {
  const known = sureByFile.get(facts);
  if (known) return known;
  const found = new Set<ValueId>();
  for (const { body } of facts.functions) {
    for (const { finalizer } of stepsOfKind(body, 'try'))
      for (const { value } of stepsOfKind(finalizer ?? [], 'evaluate')) found.add(value);
  }
  sureByFile.set(facts, found);
  return found;
}

/** The variable that holds it alone, if there is one. */
export function variableOf(file: File, { call }: MadeResource): BindingId | undefined {
  const [use] = usesOf(file).of(call.value);
  const target = use?.as === 'written' && use.by !== undefined ? valueOf(file, use.by) : undefined;
  return target?.kind === 'name' ? target.binding : undefined;
}
