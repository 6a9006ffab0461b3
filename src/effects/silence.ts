import type { Argument } from '../model/value.ts';
import { graphOf } from './calls/graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from './program.ts';
import type { BlockingPath } from './blocking/blocking.ts';
import type { Reach } from './calls/io.ts';
import type { ValueId } from '../model/facts.ts';

/*
 * Names prove nothing, so they never make a finding. But a name that says "limited" or "one transaction" is reason enough to keep
 * silent about what we cannot see.
 */

const limiting =
  /(^|_)(acquire|schedule|enqueue|throttle|throttled|debounce|semaphore|mutex|lock|withlock|runexclusive|limit|limiter|queue|pool)/i;

/** Whether the function calls something unknown that, by its name, waits for its turn. */
export function seemsLimited(program: Program, ref: FunctionRef): boolean {
  return (graphOf(program, ref.file).calls[ref.function] ?? []).some(({ value, symbol }) => {
    if (symbol && symbol.kind !== 'library') return false;
    const call = valueOf(ref.file, value);
    const name = call.kind === 'call' ? lastName(ref.file, call.callee) : undefined;
    return name !== undefined && limiting.test(name);
  });
}

const locking =
  /(^|_)(lock|with_?lock|mutex|semaphore|synchroni[sz]ed?|serial(ly|i[sz]e)?|exclusive(ly)?|run_?exclusive|enqueue|queue|schedule|limit|limiter|atomic|transaction|critical|single_?flight|dedupe|once|memoi[sz]e|guard)|(lock|mutex|queue|sequencer|throttler|limiter|semaphore|exclusive|transaction)$/i;

/** Whether a function, or what it is called on, lets others in one at a time by its name: `this.queue.add`, `withLock`. */
export function namesALock(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  const name = lastName(file, callee);
  if (name !== undefined && locking.test(name)) return true;
  return value.kind === 'member' && namesALock(file, value.object);
}

const guarding =
  /^_?(assert|ensure|require|check|verify|validate|authori[sz]e|authenticate|guard|can|may|has(Permission|Access|Role)|is(Allowed|Authori[sz]ed|Logged))/;

/** `ensureMember`, `canEdit`: what comes after a check is not meant to start before it. */
export function namesAGuard(file: File, callee: ValueId): boolean {
  const name = lastName(file, callee);
  return name !== undefined && guarding.test(name);
}

/** `levenshtein`, `titleSimilarity`: what it compares, letter by letter, mostly is a few words long, as its name goes. */
export function comparesWords({ file, function: id }: FunctionRef): boolean {
  return /levenshtein|edit_?distance|similarity|jaro|hamming|damerau/i.test(functionOf(file, id).name ?? '');
}

const logged = /^(log|trace|debug|verbose|info|warn|warning|error|fatal)$/;

/** `Log.warn(…)`, `this.logger.info(…)`: nobody waits for a line in a log, and a line that is lost is told nobody. */
export function namesALogCall(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  if (value.kind !== 'member' || !logged.test(value.name)) return false;
  return /^_?(log|logger|logging|console)$/i.test(lastName(file, value.object) ?? '');
}

/** `this.setState(…)` of a component gives no promise, though some await it. */
export function namesASetState(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  return value.kind === 'member' && value.name === 'setState' && valueOf(file, value.object).kind === 'this';
}

const reporting = /^_?(telemetry|analytics|posthog|mixpanel|amplitude|plausible|matomo|gtag|stats|usage|metrics)/i;
const reported =
  /^_?((track|capture|report|record|send|log)\w*(Telemetry|Analytics)|(track|capture|report|record)\w*(Usage|Metrics?|Stats?))(Events?)?$/;
const tracked = /^_?(track|trackEvent|trackPage\w*|captureEvent|capturePageview|identify|logEvent)$/;

/** `telemetry.capture(…)`, `this.statsStore.increment(…)`, `trackEvent(…)`: nobody waits for a report of use, and one that is lost harms nobody. */
export function namesAReport(file: File, callee: ValueId): boolean {
  const value = valueOf(file, callee);
  const name = lastName(file, callee) ?? '';
  if (tracked.test(name) || reported.test(name)) return true;
  return (
    value.kind === 'member' &&
    /^(track|capture|increment|record|report|send)/.test(name) &&
    isReporter(file, value.object)
  );
}

function isReporter(file: File, id: ValueId): boolean {
  return reporting.test(lastName(file, id) ?? '');
}

const settings = /^(settings?|config|configuration|preferences?|prefs|envs?|dotenv)$/;

/** `Settings.save`, `writeConfig`, or a function of `settings.ts`: by the names on the way to it, the file holds what a program is told once. */
export function holdsSettings({ hops }: BlockingPath): boolean {
  return hops.some(({ file, site }) => {
    const { name = '', owner } = functionOf(file, site.function);
    const className = owner === undefined ? '' : (file.facts.classes[owner]?.name ?? '');
    return [name, className, file.path.replace(/^.*\//, '')].some((each) =>
      wordsOf(each).some((word) => settings.test(word)),
    );
  });
}

const changing = /^(set|unset|save|update|write|store|persist|sync|change|reset|delete|remove|add|regenerate|migrate)/;

/** `settings.save()`: somebody changes what a program is told, which happens when a person says so. */
export function changesSettings(path: BlockingPath): boolean {
  if (!holdsSettings(path)) return false;
  if (/#(write|append|rename|unlink|copy|mkdir)/.test(path.symbol)) return true;
  return path.hops.some(({ file, site }) => {
    const call = valueOf(file, site.value);
    return call.kind === 'call' && changing.test(lastName(file, call.callee) ?? '');
  });
}

/** `writeGlobalSettings` and `global-settings.ts` are made of words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

const serialMethod =
  /^_?(next|pull|read|transform|flush|write|final|drain|dispose|close|destroy|disconnect|teardown|tearDown|setUp|reset|mounted|created|deactivate|on_?(startup|shutdown|Module\w+|Application\w+)|ng[A-Z]\w+|component(Did|Will)\w+|connectedCallback|disconnectedCallback|__a?(enter|exit|next)__)$/;

/** Whether a method is one that streams, iterators and frameworks call one at a time, or once, as its name goes. */
export function namesASerialMethod(name: string): boolean {
  return serialMethod.test(name);
}

const shared = /^(tx|trx|txn|transaction|session|queryrunner|conn|connection|manager|em|entitymanager)$/i;

/** Whether a call goes over one connection that all tasks share: there is nothing to limit, and nothing to gain. */
export function sharesConnection(file: File, { call, serial, resource }: Reach): boolean {
  if (serial) return true;
  const value = valueOf(file, call.value);
  if (value.kind !== 'call') return false;
  const receiver = valueOf(file, value.callee);
  const root = receiver.kind === 'member' ? lastName(file, receiver.object) : undefined;
  // A client of HTTP may be called `session`, and takes as many at once as one likes.
  const isClient = resource === 'network' && root !== undefined && /^session$/i.test(root);
  return (
    (root !== undefined && shared.test(root) && !isClient) ||
    value.args.some((argument) => passesShared(file, argument))
  );
}

/** Whether asking for several things at once gains nothing, since each would wait for the answer before. */
export function answersInTurn(file: File, reach: Reach): boolean {
  return !reach.pipelined && sharesConnection(file, reach);
}

function passesShared(file: File, { value: id }: Argument): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'object') return value.properties.some(({ name }) => name !== undefined && shared.test(name));
  const name = lastName(file, id);
  return name !== undefined && shared.test(name);
}

function lastName(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'global') return value.name;
  return value.kind === 'name' ? file.facts.bindings[value.binding]?.name : undefined;
}

/** `PROVIDERS` is a list or a number that somebody wrote down, even where we cannot see it. */
export function isConstantByName(file: File, id: ValueId): boolean {
  const name = lastName(file, id);
  return name !== undefined && name.length > 1 && /^[A-Z][A-Z0-9_]*$/.test(name);
}

const chosen = /retr|attempt|worker|concurren|parallel|thread|limit|max|pool|cpu|cores|batch|chunk|(page|step)_?size/i;

/** `concurrency` and `batchSize` are numbers that somebody picked in order to keep something small. */
export function isChosenByName(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  const name = lastName(file, value.kind === 'call' ? value.callee : id);
  return name !== undefined && chosen.test(name);
}

/** `chunk`, `idBatch`, `page`: one piece of a list that was cut. */
export function namesAPiece(name: string): boolean {
  return /^(chunk|batch|page|slice|window)$|(Chunk|Batch|_chunk|_batch)$/.test(name);
}

/** `chunks`, `inBatches`, `splitEvery`: gives pieces, each of a size that somebody chose. */
export function namesPieces(name: string): boolean {
  return /chunk|batch|partition|window|slices|split_?every|paginate|pages$/i.test(name);
}
