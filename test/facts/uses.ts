import type { FileFacts, ValueId } from '../../src/model/facts.ts';
import type { Step } from '../../src/model/step.ts';
import type { Value } from '../../src/model/value.ts';

/** Every value that something looks at; `voided` ones are only looked at by a `void`. What is in neither set is thrown away. */
export interface Mentions {
  readonly used: ReadonlySet<ValueId>;
  readonly voided: ReadonlySet<ValueId>;
}

export function mentionsOf(facts: FileFacts): Mentions {
  const used = new Set<ValueId>();
  const use = (id: ValueId | undefined): void => {
    if (id === undefined || used.has(id)) return;
    used.add(id);
    for (const part of partsOf(facts, id)) use(part);
  };
  for (const { body, decorators } of facts.functions) {
    useSteps(facts, body, use);
    decorators.forEach(use);
  }
  for (const { value } of facts.exports) use(value);
  for (const { extends: base, decorators, members } of facts.classes) {
    use(base);
    decorators.forEach(use);
    for (const { init } of members) use(init);
  }
  const voided = facts.values.flatMap((value) =>
    value.kind === 'operation' && value.operator === 'void' ? value.operands : [],
  );
  return { used, voided: new Set(voided) };
}

/** Calls, constructions, awaits and yields with a used result, numbered in the order of evaluation. */
export function numberSteps(facts: FileFacts, steps: readonly Step[], { used }: Mentions): Map<ValueId, number> {
  const numbers = new Map<ValueId, number>();
  const number = (list: readonly Step[]): void => {
    for (const step of list) {
      if (step.kind === 'evaluate') {
        if (used.has(step.value) && takesStep(facts.values[step.value])) numbers.set(step.value, numbers.size + 1);
      } else for (const inner of partsOfStep(step)) number(inner);
    }
  };
  number(steps);
  return numbers;
}

/** Whether the value is computed by a step of its own and then known by its number. */
export function takesStep(value: Value | undefined): boolean {
  return value !== undefined && ['call', 'new', 'await', 'yield', 'import'].includes(value.kind);
}

/** The lists of steps inside a step, in order. */
function partsOfStep(step: Step): readonly (readonly Step[])[] {
  switch (step.kind) {
    case 'branch':
      return step.arms;
    case 'loop':
    case 'region':
      return [step.body];
    case 'try':
      return [step.body, ...step.handlers.map(({ body }) => body), step.otherwise ?? [], step.finalizer ?? []];
    default:
      return [];
  }
}

function useSteps(facts: FileFacts, steps: readonly Step[], use: (id: ValueId | undefined) => void): void {
  for (const step of steps) {
    switch (step.kind) {
      case 'evaluate':
        partsOf(facts, step.value).forEach(use);
        break;
      case 'write':
        use(step.target);
        use(step.value);
        break;
      case 'branch':
        use(step.test);
        for (const { tests } of step.cases ?? []) tests.forEach(use);
        break;
      case 'loop':
        use(step.source);
        use(step.test);
        use(step.range?.from);
        break;
      case 'try':
        for (const { catches } of step.handlers) catches.forEach(use);
        break;
      case 'region':
        use(step.resource);
        break;
      default:
        use(step.value);
        use(step.cause);
    }
    for (const inner of partsOfStep(step)) useSteps(facts, inner, use);
  }
}

/** The values that `id` is made of. */
export function partsOf(facts: FileFacts, id: ValueId): readonly ValueId[] {
  const value: Value | undefined = facts.values[id];
  switch (value?.kind) {
    case 'call':
    case 'new':
      return [value.callee, ...value.args.map((each) => each.value)];
    case 'member':
      return [value.object];
    case 'index':
      return [value.object, value.key];
    case 'await':
    case 'element':
    case 'item':
      return [value.of];
    case 'yield':
      return value.of === undefined ? [] : [value.of];
    case 'array':
      return value.elements.map((each) => each.value);
    case 'object':
      return value.properties.flatMap(({ key, value: each }) => (key === undefined ? [each] : [key, each]));
    case 'operation':
      return value.operands;
    case 'template':
      return value.parts;
    case 'choice':
      return [value.test, ...value.of];
    case 'rest':
      return [value.of];
    case 'import':
      return value.of === undefined ? [] : [value.of];
    case 'unknown':
      return value.of ?? [];
    case 'markup': {
      const parts = [...value.properties.map((each) => each.value), ...value.children];
      return value.tag === undefined ? parts : [value.tag, ...parts];
    }
    default:
      return [];
  }
}
