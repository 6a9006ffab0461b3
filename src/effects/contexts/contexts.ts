import type { ValueId } from '../../model/facts.ts';
import { runsBeside } from './beside.ts';
import { edgesInto } from '../calls/callers.ts';
import { commandLineReason, othersBeside, type Others } from './command-line.ts';
import { isAtDesk } from './desk.ts';
import { isContinuation } from './continuations.ts';
import { mayBeDrivenByHand } from './driven-by-hand.ts';
import { graphOf, type Edge } from '../calls/graph.ts';
import { fileCache } from '../file-cache.ts';
import { functionOf, isPython, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { numberOf } from '../values/constants.ts';
import { usesOf } from '../values/uses.ts';

/**
 * Whose time a function spends. `proven`: something that was registered with an event loop leads to it. `likely`: it is async, so
 * somebody awaits it on an event loop, though we do not see who. `off`: no loop waits for it. `unknown` otherwise.
 */
export interface Context {
  readonly kind: 'proven' | 'likely' | 'unknown' | 'off';
  /** For people: `it is an Express handler`, `it runs once at start-up`. */
  readonly reason: string;
  /** A request or a person waits for it each time. */
  readonly handler: boolean;
  /** `asked`: a person at an editor or a window asks for it, now and then; `timed`: a timer does, once in minutes. */
  readonly isRare?: 'asked' | 'timed';
  /** What is known of others that wait on the same loop; absent where a handler proves that there are some. */
  readonly others?: Others;
  /** How many calls lie between it and what the loop itself runs, by the shortest way; absent for none. */
  readonly calls?: number;
  /** The edge that decided. */
  readonly edge?: Edge;
}

/** How the event loop itself begins to run a function. What runs elsewhere does not come this way. */
const entering: ReadonlySet<Edge['how']> = new Set(['handler', 'event', 'timer', 'once', 'task']);

/**
 * Whether the event loop enters here: what is async, a handler, or called back later. Synchronous functions that these call run on
 * their time.
 */
function isLoopEntry(program: Program, { file, function: id }: FunctionRef): boolean {
  if (id === 0) return false;
  if (functionOf(file, id).isAsync) return true;
  return edgesInto(program, { file, function: id }).some(({ how }) => entering.has(how));
}

/** A function that the event loop enters, with what says so. */
export interface LoopEntry {
  readonly ref: FunctionRef;
  readonly context: Context;
}

/** The functions of a file on whose time an event loop waits, proven or likely. */
export function loopEntries(program: Program, file: File): readonly LoopEntry[] {
  return entries.of(program, file);
}

const entries = fileCache<readonly LoopEntry[]>(
  (program, file) =>
    file.facts.functions.flatMap((_, id) => {
      const ref: FunctionRef = { file, function: id };
      if (!isLoopEntry(program, ref)) return [];
      const context = contextOf(program, ref);
      return context.kind === 'proven' || context.kind === 'likely' ? [{ ref, context }] : [];
    }),
  { reachesFar: true },
);

const strengths = ['off', 'unknown', 'alone', 'beside', 'likely', 'proven'] as const;

/** More calls than these are far away, however many. */
const FAR = 3;

/** How much a context says: of those that are likely, how many wait; of those that say the same, what is near before what is far. */
function strengthOf({ kind, others, calls = 0 }: Context): number {
  const strength = strengths.indexOf(kind === 'likely' && (others === 'alone' || others === 'beside') ? others : kind);
  return strength * (FAR + 1) + FAR - Math.min(calls, FAR);
}

const memos = new WeakMap<Program, Map<File, (Context | undefined)[]>>();

export function contextOf(program: Program, ref: FunctionRef): Context {
  const contexts = memoOf(program, ref.file);
  const known = contexts[ref.function];
  if (known) return known;
  decide(program, ref);
  return contexts[ref.function] ?? circle;
}

function memoOf(program: Program, file: File): (Context | undefined)[] {
  const ofProgram = memos.get(program) ?? new Map<File, (Context | undefined)[]>();
  memos.set(program, ofProgram);
  const contexts = ofProgram.get(file) ?? [];
  ofProgram.set(file, contexts);
  return contexts;
}

/** A function whose context is being looked for. */
interface Open {
  readonly ref: FunctionRef;
  /** The edges by which its context reaches others that are being looked for. */
  readonly leads: { readonly edge: Edge; readonly to: Open }[];
}

const circle: Context = { kind: 'off', reason: 'nothing but a circle of calls leads to it', handler: false };

/**
 * Finds the context of a function and of all that lead to it. Calls go round in circles, so nothing is asked of callers one by one:
 * what is certain by itself is taken first, the strongest before the weaker, and handed on along the edges. The first context that
 * reaches a function is then the strongest there is, by the shortest way.
 */
function decide(program: Program, start: FunctionRef): void {
  const offers: { readonly to: Open; readonly context: Context }[][] = strengths.flatMap(() =>
    Array.from({ length: FAR + 1 }, () => []),
  );
  const offer = (to: Open, context: Context): void => {
    offers[strengthOf(context)]?.push({ to, context });
  };
  const open = callersOf(program, start, offer);
  for (const offered of offers.toReversed()) {
    for (const { to, context } of offered) {
      const contexts = memoOf(program, to.ref.file);
      if (contexts[to.ref.function]) continue;
      contexts[to.ref.function] = context;
      for (const { edge, to: next } of to.leads) offer(next, handedOn(edge, context));
    }
  }
  for (const { ref } of open) memoOf(program, ref.file)[ref.function] ??= circle;
}

/** The function and all that lead to it, as far as their contexts are not known yet. `offer` is told what is certain of each. */
function callersOf(program: Program, start: FunctionRef, offer: (to: Open, context: Context) => void): readonly Open[] {
  const open: Open[] = [];
  const byFile = new Map<File, Open[]>();
  const openOf = (ref: FunctionRef): Open => {
    const ofFile = byFile.get(ref.file) ?? [];
    byFile.set(ref.file, ofFile);
    const known = ofFile[ref.function];
    if (known) return known;
    const made: Open = { ref, leads: [] };
    ofFile[ref.function] = made;
    open.push(made);
    return made;
  };
  openOf(start);
  // A list that grows while it is walked.
  for (const to of open) {
    const own = ownContext(to.ref);
    if (own) {
      offer(to, own);
      continue;
    }
    const edges = edgesInto(program, to.ref);
    for (const edge of edges) {
      const said = contextBy(program, edge);
      if (said) offer(to, said);
      if (said && !isContinuation(program, edge)) continue;
      if (runsBeside(program, edge) && !namesAStart(edge)) offer(to, beside(edge));
      const caller = memoOf(program, edge.from.file)[edge.from.function];
      if (caller) offer(to, handedOn(edge, caller));
      else openOf(edge.from).leads.push({ edge, to });
    }
    const unseen = unseenCallers(program, to.ref);
    if (unseen) offer(to, unseen);
    else if (edges.length === 0) offer(to, off('nobody calls it'));
  }
  return open;
}

const offRoles: Readonly<Record<string, string>> = {
  test: 'tests may block',
  script: 'scripts may block',
  build: 'build files may block',
  worker: 'a worker may block',
  declaration: 'it has no code',
};

function isOff({ role }: File): boolean {
  return offRoles[role.kind] !== undefined;
}

/** What is certain of a function whoever calls it. */
function ownContext({ file, function: id }: FunctionRef): Context | undefined {
  const { role } = file;
  if (offRoles[role.kind] !== undefined) return off(`${role.reason ?? ''}: ${offRoles[role.kind] ?? ''}`);
  return id === 0 ? off('it runs once, at start-up') : undefined;
}

function beside(edge: Edge): Context {
  return { kind: 'likely', reason: 'it is started beside other tasks', handler: false, others: 'beside', edge };
}

function off(reason: string): Context {
  return { kind: 'off', reason, handler: false };
}

/** What a person does at an editor or a window, or by changing a file. */
const gestures: ReadonlySet<string> = new Set([
  'VS Code command',
  'VS Code event',
  'Electron IPC handler',
  'Electron IPC listener',
  'file watcher',
]);

/** Also what somebody clicks on in a window: `an onClick handler`. */
function isGesture(label: string): boolean {
  return gestures.has(label) || /^`on[A-Z]\w*` handler$/.test(label);
}

/** What an edge says of the function it leads to, whoever it comes from. */
function contextBy(program: Program, edge: Edge): Context | undefined {
  const { how, label, site, from } = edge;
  if (how === 'thread' || how === 'process') return off('it runs on another thread or in another process');
  if (how === 'lifecycle') return off('it runs when the process starts or ends');
  if (isForDevelopment(program, edge)) return off('it runs only while somebody develops the program');
  if (how === 'handler' || how === 'event' || how === 'timer') {
    if (how === 'timer' && commandLineReason(program, from.file) !== undefined)
      return off('it is a timer of a command-line program');
    // What goes off once keeps waiting whom its asker keeps waiting; by itself it proves little.
    const kind = isContinuation(program, edge) ? 'likely' : (edge.confidence ?? 'proven');
    const isOfObject = how !== 'handler' || label === 'event listener';
    const isAsked = (label !== undefined && isGesture(label)) || (isOfObject && isAtDesk(program, from.file));
    const isRare = isAsked ? 'asked' : how === 'timer' && isSeldom(program, edge) ? 'timed' : undefined;
    const reason = registeredAs(how, label);
    const said: Context = { kind, reason, handler: how === 'handler', ...(isRare && { isRare }), edge };
    // A command listens, too: to its children, its streams, its terminal.
    const isAlone = how !== 'handler' && othersBeside(program, from.file) === 'alone';
    return isAlone ? { ...said, others: 'alone' } : said;
  }
  if (site.excuse === 'memoised') return off('its result is kept, so it runs once');
  if (site.excuse === 'chosen') return off('its caller asks for the synchronous way');
  if (site.excuse === 'traced') return off('somebody who looks for a fault asks for it');
  if (site.excuse === 'exiting') return off('the process ends right after it');
  return undefined;
}

const MINUTES = 60_000;

/** A timer of minutes, or of hours: `setInterval(cleanUp, 3_600_000)`. */
function isSeldom(program: Program, { from, site }: Edge): boolean {
  const call = valueOf(from.file, site.value);
  const delay = call.kind === 'call' ? call.args[1] : undefined;
  const pause = delay && numberOf(program, from.file, delay.value);
  return pause !== undefined && pause >= MINUTES;
}

/** What serves a page while it is developed is registered in functions of its own, more than which nobody nests. */
const NESTED = 3;

/** It is called, or what registers it is, only while somebody develops the program. */
function isForDevelopment(program: Program, { how, site, from }: Edge, depth = 0): boolean {
  if (site.excuse === 'developing') return true;
  const isRegistered = how === 'handler' || how === 'event' || how === 'timer';
  if ((depth === 0 && !isRegistered) || depth > NESTED || from.function === 0) return false;
  const edges = edgesInto(program, from);
  return edges.length > 0 && edges.every((edge) => isForDevelopment(program, edge, depth + 1));
}

/** What the context of a caller makes of the function that the edge leads to. */
function handedOn(edge: Edge, caller: Context): Context {
  const { how, label, from, confidence } = edge;
  if (caller.others === 'beside' && namesAStart(edge)) return onceByName;
  const kind = caller.kind === 'proven' && confidence ? confidence : caller.kind;
  const reason =
    how === 'call'
      ? calledFrom(from, caller)
      : how === 'timer' || how === 'event'
        ? registeredAs(how, label)
        : caller.reason;
  return { ...caller, kind, edge, reason, ...(how === 'call' && { calls: (caller.calls ?? 0) + 1 }) };
}

/** For people: what a function is that was registered, by what the library calls it. */
function registeredAs(how: Edge['how'], label: string | undefined): string {
  const name = label ?? (how === 'timer' ? 'timer callback' : 'event handler');
  return `it is ${article(name)} ${name}`;
}

function article(name: string): string {
  return /^`?([aeiou]|HTTPS?\b|XML)/i.test(name) ? 'an' : 'a';
}

function calledFrom(from: FunctionRef, { reason }: Context): string {
  const name = functionOf(from.file, from.function).name;
  return name === undefined ? `${reason.replace(/^it is /, '')} calls it` : `\`${name}\` calls it, and ${reason}`;
}

/** Names prove nothing, but these are reason enough to keep silent. */
const startsUp =
  /^(main|bootstrap|boot|start|startup|startServer|init|initialize|initialise|setup|activate|deactivate|shutdown|stop|teardown|migrate\w*|seed|(load|read|resolve)\w*Config\w*|onModule(Init|Destroy)|(on|before)Application(Bootstrap|Shutdown))$/;

const startsUpInPython =
  /^_*(main|amain|async_main|main_async|run|lifespan|on_startup|on_shutdown|startup_event|shutdown_event|start_up|shut_down)$/;

const onceByName: Context = {
  kind: 'unknown',
  reason: 'by its name it runs once, at start or end',
  handler: false,
};

const beforeRequests: Context = {
  kind: 'unknown',
  reason: 'it registers what answers requests, so it runs before there are any',
  handler: false,
};

function registersHandlers(program: Program, { file, function: id }: FunctionRef): boolean {
  return (graphOf(program, file).out[id] ?? []).some(({ how }) => how === 'handler');
}

const drivenByHand: Context = {
  kind: 'unknown',
  reason: 'the program steps through coroutines itself',
  handler: false,
};

function namesAStart({ to }: Edge): boolean {
  return startsUp.test(functionOf(to.file, to.function).name ?? '');
}

/** What can be said of callers that are not seen. */
function unseenCallers(program: Program, ref: FunctionRef): Context | undefined {
  const { isAsync, name = '' } = functionOf(ref.file, ref.function);
  if (!hasUnseenCallers(program, ref)) return undefined;
  if (!isAsync) return { kind: 'unknown', reason: 'its callers are not known', handler: false };
  const atTerminal = commandLineReason(program, ref.file);
  if (atTerminal !== undefined) return off(`${atTerminal}: nobody else waits`);
  if (startsUp.test(name) || (isPython(ref.file) && startsUpInPython.test(name))) return onceByName;
  if (registersHandlers(program, ref)) return beforeRequests;
  if (mayBeDrivenByHand(program, ref.file)) return drivenByHand;
  const others = othersBeside(program, ref.file);
  const reason = 'it is async, and nothing here says who awaits it';
  // Whoever is seen says more.
  return { kind: 'likely', reason, handler: false, others, calls: FAR };
}

/** Whether it is exported, a member, or goes where nobody can follow. A function that nobody mentions counts as used by others. */
function hasUnseenCallers(program: Program, { file, function: id }: FunctionRef): boolean {
  const { owner, kind } = functionOf(file, id);
  if (kind === 'module') return false;
  if (owner !== undefined) return true;
  const graph = graphOf(program, file);
  const values = usesOf(file).functions(id);
  // Tests and scripts that call it tell nothing of who else does.
  const callers = edgesInto(program, { file, function: id }).filter(
    ({ from }) => from.file === file || !isOff(from.file),
  );
  if (callers.length === 0) return true;
  // An export that the project itself uses is for the project.
  // In Python every name of a module is an export.
  const elsewhere = isPython(file) || callers.some(({ from }) => from.file !== file);
  return values.some((value) => escapes(file, value, graph.handed, elsewhere));
}

function escapes(file: File, value: ValueId, handed: ReadonlySet<ValueId>, elsewhere: boolean): boolean {
  if (handed.has(value)) return false;
  const uses = usesOf(file);
  return uses.of(value).some(({ as, by }) => {
    if (as === 'callee' || as === 'target' || (as === 'exported' && elsewhere)) return false;
    if (as !== 'written' || by === undefined) return true;
    const target = valueOf(file, by);
    return target.kind !== 'name' || uses.names(target.binding).some((name) => escapes(file, name, handed, elsewhere));
  });
}
