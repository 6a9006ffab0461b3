import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { Branch, Loop, Region, Step, Try } from '../../model/step.ts';
import { presenceIn, type Presence } from '../values/conditions.ts';
import { fileCache } from '../file-cache.ts';
import { isLimited, lockChange } from '../concurrency/held.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { containerUse, entryPlace, sharedPlace, type SharedPlace } from '../values/shared-places.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** Where a function lets others run. */
export interface Suspension extends Span {
  readonly by: 'await' | 'yield' | 'for-await' | 'async-with';
}

/** A write that may undo what others did: what it rests on was read before a suspension, on one path through the function. */
export interface StaleWrite {
  readonly place: SharedPlace;
  /** The value that was read: `this.total`, `cache.has(key)`. */
  readonly read: ValueId;
  /** The first suspension after the read. */
  readonly suspension: Suspension;
  /** The place that is written, or the call that writes it: `cache.set(key, value)`. */
  readonly write: ValueId;
  /** What is written; absent for a deletion. */
  readonly written?: ValueId;
  /** `computed`: the value written is made from what was read. `tested`: only a condition on what was read leads to the write. */
  readonly how: 'computed' | 'tested';
  /** For `tested`: whether the condition found something there or nothing. Absent where it asked something else. */
  readonly found?: Presence;
  /** What was read belongs to an earlier round of a loop around both. */
  readonly isAcrossRounds: boolean;
  /** `+=` and the like: the place is read again at the write itself. */
  readonly isCompound: boolean;
  /** A lock, or a semaphore, was held from the read to the write, as far as names and libraries tell. */
  readonly isHeld: boolean;
  /** Whoever came second was turned away before: `if (this.busy) return; this.busy = true;` on the way, with no suspension between. */
  readonly isClaimed: boolean;
}

const cache = fileCache<Map<FunctionId, readonly StaleWrite[]>>(() => new Map());

/**
 * The writes of shared state in one function that rest on what was read before a suspension: variables of the module and of functions
 * around, what hangs on `this`, and entries of such containers. Locals and parameters are never among them, nor is a place that the
 * function wrote again between read and suspension, which is how a claim is made. Whether the function can run twice at once is for
 * the caller to ask.
 */
export function staleWrites(program: Program, { file, function: id }: FunctionRef): readonly StaleWrite[] {
  const known = cache.of(program, file);
  const before = known.get(id);
  if (before) return before;
  const walk = new Walk(program, file, id);
  walk.steps(functionOf(file, id).body, { reads: [], guards: [], locks: 0, isClaimed: false });
  known.set(id, walk.found);
  return walk.found;
}

interface Read {
  readonly place: SharedPlace;
  readonly value: ValueId;
  readonly suspension?: Suspension;
  readonly locks: number;
  /** How many rounds of loops began before. */
  readonly round: number;
}

/** A condition that led here. */
interface Guard {
  readonly test: ValueId;
  readonly holds: boolean;
  /** The reads it rests on. */
  readonly reads: readonly ValueId[];
}

/** What holds at one point of a path; `undefined` for a point that is never reached. */
interface State {
  readonly reads: readonly Read[];
  readonly guards: readonly Guard[];
  readonly locks: number;
  readonly isClaimed: boolean;
}

type Reached = State | undefined;

/** What can be left by `break`, or by its label alone. */
interface Frame {
  readonly of: 'loop' | 'switch' | 'label';
  readonly label: string | undefined;
  readonly left: State[];
  readonly next: State[];
}

/** More reads than this are not followed: no function has so many that matter. */
const MOST_READS = 64;

/** In loops within more loops than this only what happens within one round is followed: nobody nests so many by hand. */
const MOST_LOOPS = 6;

class Walk {
  readonly found: StaleWrite[] = [];
  private readonly frames: Frame[] = [];
  private rounds = 0;
  private readonly program: Program;
  private readonly file: File;
  private readonly owner: FunctionId;

  constructor(program: Program, file: File, owner: FunctionId) {
    this.program = program;
    this.file = file;
    this.owner = owner;
  }

  steps(steps: readonly Step[], from: Reached): Reached {
    let state = from;
    for (const step of steps) {
      if (!state) return undefined;
      state = this.step(step, state);
    }
    return state;
  }

  private step(step: Step, state: State): Reached {
    switch (step.kind) {
      case 'evaluate':
        return this.evaluate(step.value, state);
      case 'write': {
        const place = sharedPlace(this.file, this.owner, step.target);
        return place ? this.write(state, place, step.target, step.value, step.operator !== undefined) : state;
      }
      case 'branch':
        return this.branch(step, state);
      case 'loop':
        return this.loop(step, state);
      case 'try':
        return this.try(step, state);
      case 'region':
        return this.region(step, state);
      case 'break':
      case 'continue': {
        const frame = this.frames.findLast(({ of, label }) => {
          if (step.label !== undefined) return label === step.label;
          return of === 'loop' || (of === 'switch' && step.kind === 'break');
        });
        (step.kind === 'break' ? frame?.left : frame?.next)?.push(state);
        return undefined;
      }
      default:
        return undefined;
    }
  }

  private evaluate(id: ValueId, state: State): State {
    const value = valueOf(this.file, id);
    switch (value.kind) {
      case 'await':
        return suspend(state, { by: 'await', start: value.start, end: value.end });
      case 'yield':
        return suspend(state, { by: 'yield', start: value.start, end: value.end });
      case 'call': {
        const use = containerUse(this.file, this.owner, id);
        if (use?.does === 'read') return this.read(state, use.place, id);
        if (use) return this.write(state, use.place, id, use.written);
        return { ...state, locks: Math.max(0, state.locks + lockChange(this.program, this.file, id)) };
      }
      case 'name':
      case 'member':
      case 'index': {
        const place = sharedPlace(this.file, this.owner, id);
        return place ? this.read(state, place, id) : state;
      }
      default:
        return state;
    }
  }

  private read(state: State, place: SharedPlace, value: ValueId): State {
    const others = state.reads.filter((each) => each.value !== value);
    if (others.length >= MOST_READS) return state;
    return { ...state, reads: [...others, { place, value, locks: state.locks, round: this.rounds }] };
  }

  private write(
    state: State,
    place: SharedPlace,
    write: ValueId,
    written: ValueId | undefined,
    isCompound = false,
  ): State {
    const made = written === undefined ? undefined : sourcesOf(this.file, this.owner, written);
    const fresh = new Set(state.reads.filter((each) => !each.suspension).map(({ value }) => value));
    const own = state.reads.filter((each) => each.place.key === place.key);
    // What is looked at again after the suspension is known to be so; and `if (generation !== this.generation)` asks for all the rest.
    const isAskedAgain = state.guards.some(({ test, reads }) =>
      reads.some((id) => fresh.has(id) && (own.some(({ value }) => value === id) || this.compares(test, state))),
    );
    const isClaimed =
      state.isClaimed ||
      own.some(({ value, suspension }) => !suspension && state.guards.some(({ reads }) => reads.includes(value)));
    for (const { value: read, suspension, locks, round } of own) {
      if (!suspension) continue;
      const guard = state.guards.findLast(({ reads }) => reads.includes(read));
      const how =
        (made?.has(read) ?? false) || (isCompound && read === write) ? 'computed' : guard ? 'tested' : undefined;
      if (!how || isAskedAgain || this.found.some((each) => each.write === write && each.read === read)) continue;
      const found = how === 'tested' && guard ? presenceIn(this.file, guard.test, read, guard.holds) : undefined;
      this.found.push({
        place,
        read,
        suspension,
        write,
        ...(written === undefined ? {} : { written }),
        how,
        ...(found === undefined ? {} : { found }),
        isAcrossRounds: round < this.rounds && valueOf(this.file, read).start > valueOf(this.file, write).start,
        isCompound,
        isHeld: locks > 0 && state.locks > 0,
        isClaimed: state.isClaimed,
      });
    }
    return { ...state, isClaimed, reads: state.reads.filter((each) => each.place.key !== place.key) };
  }

  /** Whether a condition compares what is there now with what was kept from before. */
  private compares(test: ValueId, { reads }: State): boolean {
    return [...sourcesOf(this.file, this.owner, test)].some((id) => {
      const value = valueOf(this.file, id);
      if (value.kind !== 'operation' || !/^([!=]==?|is|is not)$/.test(value.operator)) return false;
      const isNow = value.operands.map((each) =>
        reads.some((read) => read.value === each && read.suspension === undefined),
      );
      const kept = value.operands[isNow[0] ? 1 : 0];
      return isNow.includes(true) && kept !== undefined && valueOf(this.file, kept).kind === 'name';
    });
  }

  private branch(step: Branch, before: State): Reached {
    const { test, arms, form, cases } = step;
    const state = this.testReads(test, before);
    const sources = state.reads.length > 0 ? sourcesOf(this.file, this.owner, test) : new Set();
    const reads = state.reads.filter(({ value }) => sources.has(value)).map(({ value }) => value);
    if (form === 'switch') return this.switch(arms, cases, state, step.label);
    const frame = this.enter(step.label === undefined ? undefined : step);
    const ends = arms.map((arm, index) => {
      const guard: Guard = { test, holds: index === 0, reads };
      return this.steps(arm, reads.length === 0 ? state : { ...state, guards: [...state.guards, guard] });
    });
    const reached = ends.filter((each) => each !== undefined);
    // When the other way leaves, the condition goes on to hold.
    const [only] = reached;
    const after = reached.length === 1 ? only : meet(reached, state.guards);
    return this.leave(frame, after);
  }

  /** `key in cache` takes no step of its own. */
  private testReads(test: ValueId, state: State): State {
    let current = state;
    for (const id of sourcesOf(this.file, this.owner, test)) {
      const value = valueOf(this.file, id);
      if (value.kind !== 'operation' || !/^(not )?in$/.test(value.operator)) continue;
      const [key = -1, object = -1] = value.operands;
      const container = sharedPlace(this.file, this.owner, object);
      const place = container && entryPlace(this.file, container, key);
      if (place && !current.reads.some((each) => each.value === id)) current = this.read(current, place, id);
    }
    return current;
  }

  private switch(arms: Branch['arms'], cases: Branch['cases'], state: State, label: string | undefined): Reached {
    const frame: Frame = { of: 'switch', label, left: [], next: [] };
    this.frames.push(frame);
    const ends: Reached[] = [];
    let falling: Reached;
    arms.forEach((arm, index) => {
      const end = this.steps(arm, merge([state, falling]));
      const falls = cases?.[index]?.fallsThrough ?? false;
      falling = falls ? end : undefined;
      if (!falls) ends.push(end);
    });
    this.frames.pop();
    const hasDefault = cases?.some(({ isDefault }) => isDefault) ?? false;
    return withGuards(merge([...ends, falling, ...frame.left, ...(hasDefault ? [] : [state])]), state.guards);
  }

  private loop(step: Loop, state: State): Reached {
    const frame: Frame = { of: 'loop', label: step.label, left: [], next: [] };
    this.frames.push(frame);
    const turn = (from: Reached): Reached => {
      if (!from) return undefined;
      const given = step.form === 'for-await' ? suspend(from, { by: 'for-await', ...step.head }) : from;
      return withGuards(merge([this.steps(step.body, given), ...frame.next.splice(0)]), state.guards);
    };
    const first = turn(state);
    this.rounds++;
    // A second round sees what the first one has read. Within many loops it would double the work with each of them.
    const inner = this.frames.filter(({ of }) => of === 'loop').length;
    const second = inner > MOST_LOOPS ? undefined : turn(merge([state, first]));
    this.rounds--;
    this.frames.pop();
    return withGuards(merge([state, first, second, ...frame.left]), state.guards);
  }

  private try(step: Try, state: State): Reached {
    const frame = this.enter(step.label === undefined ? undefined : step);
    const points: Reached[] = [state];
    let body: Reached = state;
    for (const each of step.body) {
      body = body && this.step(each, body);
      points.push(body);
    }
    const end = this.steps(step.otherwise ?? [], body);
    const failed = withGuards(merge(points), state.guards);
    const handled = step.handlers.map((handler) => this.steps(handler.body, failed));
    const after = merge([end, ...handled]);
    const final = step.finalizer ? this.steps(step.finalizer, after ?? failed) : after;
    return this.leave(frame, after && final);
  }

  private region(step: Region, state: State): Reached {
    const at: Suspension = { by: 'async-with', start: step.start, end: valueOf(this.file, step.resource).end };
    const site = { value: step.resource, function: this.owner, loops: [], held: [step.resource] };
    const lock = isLimited(this.program, this.file, site) ? 1 : 0;
    const entered = step.isAsync ? suspend(state, at) : state;
    const end = this.steps(step.body, { ...entered, locks: entered.locks + lock });
    const left = end && { ...end, locks: Math.max(0, end.locks - lock) };
    return left && step.isAsync ? suspend(left, at) : left;
  }

  /** `await lock.acquire()` and `lock.release()`. */
  private enter(labelled: { readonly label?: string } | undefined): Frame | undefined {
    if (labelled?.label === undefined) return undefined;
    const frame: Frame = { of: 'label', label: labelled.label, left: [], next: [] };
    this.frames.push(frame);
    return frame;
  }

  private leave(frame: Frame | undefined, state: Reached): Reached {
    if (!frame) return state;
    this.frames.pop();
    return merge([state, ...frame.left]);
  }
}

function suspend(state: State, suspension: Suspension): State {
  return { ...state, reads: state.reads.map((each) => (each.suspension ? each : { ...each, suspension })) };
}

/** Where the arms of a branch meet: what was looked at again on one of the ways counts as read there. */
function meet(states: readonly State[], guards: readonly Guard[]): Reached {
  return withGuards(
    merge(
      states.map((state) => {
        const asked = new Set(state.guards.slice(guards.length).flatMap(({ reads }) => reads));
        const again = state.reads.filter(({ value, suspension }) => !suspension && asked.has(value));
        if (again.length === 0) return state;
        const isAgain = ({ place }: Read): boolean => again.some((each) => each.place.key === place.key);
        return {
          ...state,
          reads: state.reads.map(({ suspension, ...read }) =>
            suspension === undefined || isAgain(read) ? read : { ...read, suspension },
          ),
        };
      }),
    ),
    guards,
  );
}

function withGuards(state: Reached, guards: readonly Guard[]): Reached {
  return state && { ...state, guards };
}

/** What may hold where several ways meet: a read counts as followed by a suspension when it is on one of them. */
function merge(states: readonly Reached[]): Reached {
  const reached = states.filter((each) => each !== undefined);
  const [first, ...others] = reached;
  if (!first || others.length === 0) return first;
  const reads = new Map<ValueId, Read>();
  for (const state of reached) {
    for (const read of state.reads) {
      const known = reads.get(read.value);
      if (!known?.suspension) reads.set(read.value, read);
    }
  }
  return {
    ...first,
    reads: [...reads.values()],
    locks: Math.min(...reached.map(({ locks }) => locks)),
    isClaimed: reached.every(({ isClaimed }) => isClaimed),
  };
}
