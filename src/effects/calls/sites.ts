import type { FileFacts, FunctionId, ValueId } from '../../model/facts.ts';
import type { Branch, Loop, Region, Step } from '../../model/step.ts';
import type { Value } from '../../model/value.ts';
import { armFilledAfter, fillsTested, memoisedFrom, nothingFilled, type Filled } from '../blocking/memoised.ts';
import { developingArm } from './developing.ts';
import { idleArm, leftWith } from './idle.ts';
import { bindingOf, functionOf, settle, valueOf, type File } from '../program.ts';

/** A call, construction or await, with what stands around it in its function. */
export interface Site {
  readonly value: ValueId;
  readonly function: FunctionId;
  /** From the outermost in. */
  readonly loops: readonly Loop[];
  /** Why nobody is kept waiting by it: it runs at most once, when the process ends anyway, or because somebody chose so. */
  readonly excuse?: Excuse;
  /** What is held meanwhile, by a `with` block; from the outermost in. */
  readonly held?: readonly ValueId[];
  /** In a `catch` or an `except`: it runs only after something has failed. */
  readonly rescues?: true;
}

/**
 * `chosen`: the caller asks for the synchronous way by a flag. `idle`: the thread or loop that would do it does not run. `traced`: somebody who
 * looks for a fault asks for it by an environment variable. `developing`: only whoever develops the program comes there.
 */
export type Excuse = 'memoised' | 'exiting' | 'chosen' | 'idle' | 'traced' | 'developing';

/** A `with` block; `value` is what it enters and leaves. */
export interface RegionSite extends Site {
  readonly step: Region;
}

interface Sites {
  readonly sites: readonly (readonly Site[])[];
  readonly regions: readonly (readonly RegionSite[])[];
  readonly iterations: readonly (readonly Site[])[];
}

const cache = new WeakMap<FileFacts, Sites>();

/** The calls, constructions and awaits of every function, by function id, in the order of evaluation. */
export function sitesOf(file: File): Sites['sites'] {
  return bothOf(file).sites;
}

const waiting = new WeakMap<readonly Site[], ReadonlySet<Loop>>();

/** Whether a loop of a function waits in its rounds: by an `await`, or by `for await`. */
export function waitsInRounds(file: File, owner: FunctionId, loop: Loop): boolean {
  if (loop.form === 'for-await') return true;
  const sites = sitesOf(file)[owner];
  if (!sites) return false;
  // Asked of each call in the loop, of which there may be thousands.
  const known =
    waiting.get(sites) ??
    new Set(sites.flatMap(({ value, loops }) => (valueOf(file, value).kind === 'await' ? loops : [])));
  waiting.set(sites, known);
  return known.has(loop);
}

/** The `with` blocks of every function, by function id. */
export function regionsOf(file: File): Sites['regions'] {
  return bothOf(file).regions;
}

/** What the loops of every function go through, not counting `async for`, by function id. */
export function iterationsOf(file: File): Sites['iterations'] {
  return bothOf(file).iterations;
}

/** Where a function reads these properties, with what stands around each. */
export function sitesOfReads(file: File, id: FunctionId, reads: ReadonlySet<ValueId>): readonly Site[] {
  const found: Found = { sites: [], regions: [], iterations: [], filled: nothingFilled(), reads };
  collect(file, id, functionOf(file, id).body, { loops: [] }, found);
  return found.sites;
}

function bothOf(file: File): Sites {
  const known = cache.get(file.facts);
  if (known) return known;
  const filled = nothingFilled();
  const found = file.facts.functions.map(({ body }, id) => {
    const ofFunction: Found = { sites: [], regions: [], iterations: [], filled };
    collect(file, id, body, { loops: [] }, ofFunction);
    return ofFunction;
  });
  const both = {
    sites: found.map(({ sites }) => sites),
    regions: found.map(({ regions }) => regions),
    iterations: found.map(({ iterations }) => iterations),
  };
  cache.set(file.facts, both);
  return both;
}

interface Found {
  readonly sites: Site[];
  readonly regions: RegionSite[];
  readonly iterations: Site[];
  /** Shared by all functions of the file. */
  readonly filled: Filled;
  /** Only these, instead of all calls. */
  readonly reads?: ReadonlySet<ValueId>;
}

/** What stands around a list of steps. */
type Around = Omit<Site, 'value' | 'function'>;

function collect(file: File, owner: FunctionId, steps: readonly Step[], around: Around, found: Found): void {
  const memoised = memoisedFrom(file, owner, steps, found.filled);
  const ends = endsProcess(file, steps);
  const idle = leftWith(idleArm, file, steps);
  const developing = leftWith(developingArm, file, steps);
  const within = (body: readonly Step[], here: Around): void => {
    collect(file, owner, body, here, found);
  };
  steps.forEach((step, index) => {
    const left = index >= idle ? 'idle' : index >= developing ? 'developing' : undefined;
    const own = ends ? 'exiting' : index >= memoised ? 'memoised' : left;
    const excuse = around.excuse ?? own;
    const here: Around = excuse === undefined ? around : { ...around, excuse };
    const siteOf = (value: ValueId): Site => ({ value, function: owner, ...here });
    switch (step.kind) {
      case 'evaluate':
        if (!found.reads && isSite(file, step.value)) found.sites.push(siteOf(step.value));
        for (const read of found.reads ? readsOf(file, step.value) : []) {
          const isNew = found.reads?.has(read) === true && !found.sites.some(({ value }) => value === read);
          if (isNew) found.sites.push(siteOf(read));
        }
        break;
      case 'branch': {
        const filledAfter = armFilledAfter(file, owner, steps, index, found.filled);
        step.arms.forEach((arm, which) => {
          const isFilled = which === filledAfter || fillsTested(file, owner, step.test, arm, found.filled);
          const filled = isFilled ? 'memoised' : undefined;
          const chosen = which === syncArm(file, step) ? 'chosen' : undefined;
          const traced = which === 0 && isTraced(file, step) ? 'traced' : undefined;
          const idles = which === idleArm(file, step) ? 'idle' : undefined;
          const develops = which === developingArm(file, step) ? 'developing' : undefined;
          const reason = excuse ?? filled ?? chosen ?? traced ?? idles ?? develops;
          within(arm, reason === undefined ? here : { ...here, excuse: reason });
        });
        break;
      }
      case 'loop':
        if (step.source !== undefined && step.form !== 'for-await') found.iterations.push(siteOf(step.source));
        within(step.body, { ...here, loops: [...here.loops, step] });
        break;
      case 'try':
        within(step.body, here);
        for (const { body } of step.handlers) within(body, { ...here, rescues: true });
        if (step.otherwise) within(step.otherwise, here);
        if (step.finalizer) within(step.finalizer, here);
        break;
      case 'region':
        found.regions.push({ ...siteOf(step.resource), step });
        within(step.body, { ...here, held: [...(here.held ?? []), step.resource] });
        break;
      default:
    }
  });
}

/** The properties that are read on the way to a value: `a.b` and `a.b.c` for `a.b.c`, and for `a.b.c()`. */
function readsOf(file: File, id: ValueId): readonly ValueId[] {
  const found: ValueId[] = [];
  let next: ValueId | undefined = id;
  while (next !== undefined) {
    const value: Value = valueOf(file, next);
    if (value.kind === 'member') found.unshift(next);
    // Of a chain of calls each has a step of its own.
    if (value.kind === 'member' || value.kind === 'index') next = value.object;
    else next = value.kind === 'call' && next === id ? value.callee : undefined;
  }
  return found;
}

/** The arm that `sync ? execFileSync(…) : execFile(…)` takes for a flag of that name; -1 for any other condition. */
function syncArm(file: File, { form, test }: Branch): number {
  if (form !== 'if' && form !== 'conditional') return -1;
  const value = valueOf(file, test);
  const [negated] = value.kind === 'operation' && value.operator === '!' ? value.operands : [];
  const flag = valueOf(file, negated ?? test);
  const name =
    flag.kind === 'member' ? flag.name : flag.kind === 'name' ? file.facts.bindings[flag.binding]?.name : undefined;
  if (name === undefined || !/^(is|use|run|be)?_?sync(hronous(ly)?)?$/i.test(name)) return -1;
  return negated === undefined ? 0 : 1;
}

const tracing = /(^|_)(LOG|DEBUG|TRACE|DUMP|PROFILE|VERBOSE)(_|$)/;

/** `if (process.env.APP_LOG_FILE)`, be it by a variable that holds what was said. */
function isTraced(file: File, { form, test }: Branch): boolean {
  const asked = valueOf(file, settle(file, test));
  const object = asked.kind === 'member' ? valueOf(file, asked.object) : undefined;
  return (
    form === 'if' &&
    asked.kind === 'member' &&
    object?.kind === 'member' &&
    object.name === 'env' &&
    tracing.test(asked.name)
  );
}

function isSite(file: File, id: ValueId): boolean {
  const { kind } = valueOf(file, id);
  // Reading a property of Python's, or what has a key, may call a function.
  return (
    kind === 'call' ||
    kind === 'new' ||
    kind === 'await' ||
    ((kind === 'member' || kind === 'index') && file.facts.language === 'python')
  );
}

/** The list of steps leads to `process.exit()` without a condition: nobody is left to wait. */
function endsProcess(file: File, steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind !== 'evaluate' && step.kind !== 'throw') return false;
    const call = step.value === undefined ? undefined : valueOf(file, step.value);
    if (call?.kind !== 'call') return false;
    const callee = valueOf(file, call.callee);
    return file.facts.language === 'python' ? endsPython(file, callee) : endsNode(file, callee);
  });
}

function endsNode(file: File, callee: Value): boolean {
  if (callee.kind !== 'member' || (callee.name !== 'exit' && callee.name !== 'abort')) return false;
  const object = valueOf(file, callee.object);
  return object.kind === 'global' && object.name === 'process';
}

/** `sys.exit()`, `os._exit()`, `exit()`, and `raise SystemExit()`. */
function endsPython(file: File, callee: Value): boolean {
  if (callee.kind === 'global') return /^(exit|quit|SystemExit)$/.test(callee.name);
  if (callee.kind === 'name') return isExit(bindingOf(file, callee.binding).import);
  const object = callee.kind === 'member' ? valueOf(file, callee.object) : undefined;
  if (callee.kind !== 'member' || object?.kind !== 'name') return false;
  const module = bindingOf(file, object.binding).import;
  return module?.name === '*' && isExit({ specifier: module.specifier, name: callee.name });
}

function isExit(imported: { readonly specifier: string; readonly name: string } | undefined): boolean {
  if (imported === undefined) return false;
  return /^(sys#exit|os#(_exit|abort))$/.test(`${imported.specifier}#${imported.name}`);
}
