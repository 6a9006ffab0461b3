import type { Literal } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import type { Step } from '../../model/step.ts';
import type { Argument } from '../../model/value.ts';
import type { Edge } from './graph.ts';
import { literalTold } from '../values/options.ts';
import { bindingOf, functionOf, isPython, valueOf, type Program } from '../program.ts';
import { innerSteps } from './steps.ts';

/**
 * Whether the call at the edge passes a literal that keeps the called function from coming to `value`:
 * `save(user, false)`, where only `if (now) writeFileSync(…)` writes.
 */
export function isUntaken(program: Program, edge: Edge, value: ValueId): boolean {
  const call = valueOf(edge.from.file, edge.site.value);
  if (edge.how !== 'call' || (call.kind !== 'call' && call.kind !== 'new')) return false;
  const { file } = edge.to;
  const way = wayTo(functionOf(file, edge.to.function).body, value) ?? [];
  return way.some(({ test, holds }) => outcome(program, edge, call.args, test) === !holds);
}

/** What a test must have said on the way to a value. */
export interface Turn {
  readonly test: ValueId;
  readonly holds: boolean;
}

/** The tests that decide whether the step which evaluates `value` is reached, from the outermost in. */
export function wayTo(steps: readonly Step[], value: ValueId): readonly Turn[] | undefined {
  const passed: Turn[] = [];
  for (const step of steps) {
    if (step.kind === 'evaluate' && step.value === value) return passed;
    const isTwoWay = step.kind === 'branch' && (step.form === 'if' || step.form === 'conditional');
    for (const [arm, inner] of innerSteps(step).entries()) {
      const rest = wayTo(inner, value);
      if (rest) return [...passed, ...(isTwoWay ? [{ test: step.test, holds: arm === 0 }] : []), ...rest];
    }
    // `if (!wanted) return;`: whoever comes further has been let through.
    const left = isTwoWay ? step.arms.findIndex((arm) => leaves(arm)) : -1;
    if (isTwoWay && left >= 0) passed.push({ test: step.test, holds: left !== 0 });
  }
  return undefined;
}

function leaves(arm: readonly Step[]): boolean {
  const last = arm.at(-1)?.kind;
  return last === 'return' || last === 'throw';
}

/** Whether the test holds, as far as the literals among the arguments decide it. */
function outcome(program: Program, edge: Edge, args: readonly Argument[], test: ValueId): boolean | undefined {
  const { file } = edge.to;
  const value = valueOf(file, test);
  if (value.kind === 'name') {
    const given = passed(program, edge, args, test);
    return given === undefined ? undefined : Boolean(given);
  }
  if (value.kind !== 'operation') return undefined;
  const [left, right] = value.operands;
  if (left === undefined) return undefined;
  if (value.operator === '!' || value.operator === 'not') {
    const inner = outcome(program, edge, args, left);
    return inner === undefined ? undefined : !inner;
  }
  const isEqual = /^(===?|is)$/.test(value.operator);
  if (right === undefined || !(isEqual || /^(!==?|is not)$/.test(value.operator))) return undefined;
  const one = passed(program, edge, args, left) ?? literalIn(edge, left);
  const other = passed(program, edge, args, right) ?? literalIn(edge, right);
  // `1 == '1'` is a matter of its own.
  if (one === undefined || other === undefined || typeof one !== typeof other) return undefined;
  return (one === other) === isEqual;
}

function literalIn({ to }: Edge, id: ValueId): Literal | undefined {
  const value = valueOf(to.file, id);
  return value.kind === 'literal' ? value.value : undefined;
}

/** The literal that the call passes for a parameter which never holds anything else. */
function passed(program: Program, { from, to }: Edge, args: readonly Argument[], id: ValueId): Literal | undefined {
  const value = valueOf(to.file, id);
  const binding = value.kind === 'name' ? bindingOf(to.file, value.binding) : undefined;
  if (binding?.parameter?.function !== to.function || binding.reassigned > 0) return undefined;
  const { parameters, owner } = functionOf(to.file, to.function);
  const { index } = binding.parameter;
  if (parameters[index]?.name !== binding.name || parameters[index].isRest) return undefined;
  // What stands before the dot is Python's first argument.
  const isCounted = !isPython(to.file) || owner === undefined;
  const option = { ...(isCounted && { argument: index }), ...(isPython(to.file) && { keyword: binding.name }) };
  return literalTold(program, from.file, args, option);
}
