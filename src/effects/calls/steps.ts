import type { ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';

/** The lists of steps directly inside a step. */
export function innerSteps(step: Step): readonly (readonly Step[])[] {
  switch (step.kind) {
    case 'branch':
      return step.arms;
    case 'try':
      return [
        step.body,
        ...step.handlers.map(({ body }) => body),
        ...(step.otherwise ? [step.otherwise] : []),
        ...(step.finalizer ? [step.finalizer] : []),
      ];
    case 'loop':
    case 'region':
      return [step.body];
    default:
      return [];
  }
}

const known = new WeakMap<readonly Step[], readonly Step[]>();

/** All steps of a body, in order, each before what is inside it. Most rules ask this of every function, so each list is made once. */
export function stepsWithin(steps: readonly Step[]): readonly Step[] {
  const before = known.get(steps);
  if (before) return before;
  const found: Step[] = [];
  collect(steps, found);
  known.set(steps, found);
  return found;
}

type OfKind<K, S = Step> = S extends { readonly kind: infer Own } ? (K extends Own ? S : never) : never;

const byKind = new WeakMap<readonly Step[], ReadonlyMap<Step['kind'], readonly Step[]>>();

/** Those of one kind among all steps of a body, in order: what most functions have none of. */
export function stepsOfKind<K extends Step['kind']>(steps: readonly Step[], kind: K): readonly OfKind<K>[] {
  let sorted = byKind.get(steps);
  if (!sorted) byKind.set(steps, (sorted = sortedByKind(steps)));
  return (sorted.get(kind) ?? none) as readonly OfKind<K>[];
}

const none: readonly never[] = [];

function sortedByKind(steps: readonly Step[]): Map<Step['kind'], Step[]> {
  const found = new Map<Step['kind'], Step[]>();
  for (const step of stepsWithin(steps)) {
    const list = found.get(step.kind);
    if (list) list.push(step);
    else found.set(step.kind, [step]);
  }
  return found;
}

function collect(steps: readonly Step[], found: Step[]): void {
  for (const step of steps) {
    found.push(step);
    if (step.kind === 'evaluate' || step.kind === 'write') continue;
    for (const inner of innerSteps(step)) collect(inner, found);
  }
}

/** The list itself, and every list of steps within it. */
export function listsOf(steps: readonly Step[]): (readonly Step[])[] {
  return [steps, ...stepsWithin(steps).flatMap(innerSteps)];
}

/** Whether a value is computed by one of the steps, or within them. */
export function holds(steps: readonly Step[], value: ValueId): boolean {
  return stepsWithin(steps).some((step) => step.kind === 'evaluate' && step.value === value);
}
