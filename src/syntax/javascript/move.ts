import type { Mutable } from './lower/state.ts';
import type { Span } from '../../model/span.ts';
import type { Step } from '../../model/step.ts';
import type { Arrays, LoweredPart } from './parts.ts';

type Saying = Pick<LoweredPart, 'said' | 'types'>;

/**
 * Moves all places of a part by as many characters. They are changed where they are: what was concluded from untouched code stays good,
 * and making new values for half a file at each keystroke would cost more than reading it.
 */
export function moveSaid({ values, functions, bindings, classes }: Arrays, { said, types }: Saying, by: number): void {
  if (by === 0) return;
  for (const ids of [said.outer, said.inner]) {
    for (const id of ids.values) {
      const value = values[id];
      if (!value) continue;
      move(value, by);
      if (value.kind === 'member') move(value.nameSpan, by);
    }
    for (const id of ids.functions) {
      const made = functions[id];
      if (!made) continue;
      move(made, by);
      move(made.head, by);
      moveSteps(made.body, by);
    }
    for (const id of ids.bindings) move(bindings[id], by);
    for (const id of ids.classes) move(classes[id], by);
  }
  moveSteps(said.steps, by);
  for (const type of types) move(type, by);
}

/** The same for a part that stands behind an edit, whose text moves as well. */
export function movePart(arrays: Arrays, part: LoweredPart, by: number): void {
  if (by === 0) return;
  moveSaid(arrays, part, by);
  for (const each of part.declared) move(each, by);
  move(part, by);
  part.from += by;
  for (const problem of part.problems) move(problem, by);
}

function move(span: Span | undefined, by: number): void {
  if (!span) return;
  const moved: Mutable<Span> = span;
  moved.start += by;
  moved.end += by;
}

function moveSteps(steps: readonly Step[], by: number): void {
  for (const step of steps) {
    if (step.kind === 'evaluate') continue;
    move(step, by);
    switch (step.kind) {
      case 'branch':
        for (const arm of step.arms) moveSteps(arm, by);
        break;
      case 'loop':
        move(step.head, by);
        moveSteps(step.body, by);
        break;
      case 'region':
        moveSteps(step.body, by);
        break;
      case 'try':
        moveSteps(step.body, by);
        for (const { body } of step.handlers) moveSteps(body, by);
        moveSteps(step.finalizer ?? [], by);
        break;
      default:
    }
  }
}
