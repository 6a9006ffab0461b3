import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import { edgesInto } from '../calls/callers.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { innerSteps } from '../calls/steps.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { partsOf } from '../values/value-flow.ts';

/** A use of an event that comes to nothing, because the event has been dispatched meanwhile. */
export interface LateUse {
  /** `event.preventDefault`, `event.currentTarget`. */
  readonly member: ValueId;
  readonly name: string;
  /** The first `await` before it. */
  readonly wait: ValueId;
}

const expiring = new Set(['preventDefault', 'stopPropagation', 'stopImmediatePropagation', 'currentTarget']);

/** Where an async listener uses its event after it has waited, and not before. */
export function lateEventUses(program: Program, ref: FunctionRef): readonly LateUse[] {
  const { isAsync, parameters, body } = functionOf(ref.file, ref.function);
  const [event] = parameters;
  if (!isAsync || !event || event.isRest) return [];
  const walk = new Walk(ref.file, event.binding);
  walk.steps(body, undefined);
  const late = walk.late.filter(({ name }) => !walk.early.has(name));
  if (late.length === 0) return [];
  return late.filter(({ member }) => isEvent(program, ref, member));
}

/** The library says so of the event it hands over, or it is the handler of an element. */
function isEvent(program: Program, ref: FunctionRef, member: ValueId): boolean {
  const symbol = resolveValue(program, ref.file, member);
  if (symbol) return entryOf(program, symbol)?.expires === true;
  return edgesInto(program, ref).some(({ from, site }) => {
    const element = valueOf(from.file, site.value);
    // A component may hand over anything; `button` hands over its event.
    return element.kind === 'markup' && element.tag === undefined;
  });
}

class Walk {
  readonly late: LateUse[] = [];
  /** What was used before the first wait on some way. */
  readonly early = new Set<string>();

  private readonly file: File;
  private readonly event: BindingId;

  constructor(file: File, event: BindingId) {
    this.file = file;
    this.event = event;
  }

  /** The wait that has been at the end of the steps; `left` where the end is never reached. */
  steps(steps: readonly Step[], before: ValueId | undefined): ValueId | undefined | 'left' {
    let wait = before;
    for (const step of steps) {
      if (step.kind === 'return' || step.kind === 'throw' || step.kind === 'break' || step.kind === 'continue')
        return 'left';
      if (step.kind === 'evaluate') wait = this.evaluate(step.value, wait);
      else {
        const at = wait;
        const ends = innerSteps(step).map((each) => this.steps(each, at));
        const isLeft = step.kind === 'branch' && ends.length > 1 && ends.every((end) => end === 'left');
        if (isLeft) return 'left';
        wait ??= ends.find((end): end is ValueId => end !== 'left' && end !== undefined);
      }
    }
    return wait;
  }

  private evaluate(id: ValueId, wait: ValueId | undefined): ValueId | undefined {
    const value = valueOf(this.file, id);
    if (value.kind === 'await') return wait ?? id;
    for (const member of this.mentioned(id)) {
      const place = valueOf(this.file, member);
      if (place.kind !== 'member') continue;
      if (wait === undefined) this.early.add(place.name);
      else if (!this.late.some((each) => each.member === member)) this.late.push({ member, name: place.name, wait });
    }
    return wait;
  }

  /** The parts of an expression that ask the event for what expires. */
  private mentioned(id: ValueId, depth = 0): ValueId[] {
    const value = valueOf(this.file, id);
    if (depth > 4 || value.kind === 'function') return [];
    const object = value.kind === 'member' && expiring.has(value.name) ? valueOf(this.file, value.object) : undefined;
    if (object?.kind === 'name' && object.binding === this.event) return [id];
    return partsOf(value).flatMap((part) => this.mentioned(part, depth + 1));
  }
}
