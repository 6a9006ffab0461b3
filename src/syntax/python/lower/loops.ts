import type { ValueId } from '../../../model/facts.ts';
import type { Loop, Range, Step } from '../../../model/step.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { childBy, childrenOf, endOf, hasWord, kindOf, spanOf, textOf } from './nodes.ts';
import { declareOwn, noteAssigned } from './scopes.ts';
import { addValue, collectSteps, inScope, resolveName, type Lowering } from './state.ts';
import { lowerBlock } from './statements.ts';
import { assign } from './targets.ts';

export function lowerFor(file: Lowering, node: NodeId): void {
  const left = childBy(file, node, 'left');
  const right = childBy(file, node, 'right');
  const counted = hasWord(file, node, 'async') ? undefined : rangeCall(file, left, right);
  const source = counted?.call ?? lowerExpression(file, right);
  let range: Range | undefined;
  let body: Step[] = [];
  inScope(file, 'block', () => {
    declareOwn(file, node);
    body = collectSteps(file, () => {
      range = counted && rangeOf(file, left, counted);
      if (!range) assign(file, left, addValue(file, left, { kind: 'element', of: source }), left);
      lowerBlock(file, childBy(file, node, 'body'));
    });
  });
  const form = hasWord(file, node, 'async') ? 'for-await' : 'for-of';
  pushLoop(file, node, right, { form, source, body, ...(range ? { range } : {}) });
}

export function lowerWhile(file: Lowering, node: NodeId): void {
  const condition = childBy(file, node, 'condition');
  let test: ValueId = -1;
  const body = collectSteps(file, () => {
    test = lowerExpression(file, condition);
    lowerBlock(file, childBy(file, node, 'body'));
  });
  pushLoop(file, node, condition, { form: 'while', test, body });
}

function pushLoop(
  file: Lowering,
  node: NodeId,
  headEnd: NodeId,
  parts: Omit<Loop, 'kind' | 'head' | 'start' | 'end'>,
): void {
  const body = childBy(file, node, 'body');
  const { start } = spanOf(file, node);
  const head = { start, end: Math.max(start, endOf(file, headEnd)) };
  const end = endOf(file, body >= 0 ? body : node);
  file.steps.push({ kind: 'loop', ...parts, head, start, end });
  const otherwise = childBy(file, node, 'alternative');
  if (otherwise >= 0) lowerElse(file, otherwise, parts.body);
}

/** `else` after a loop is skipped when `break` ends it. */
function lowerElse(file: Lowering, node: NodeId, body: readonly Step[]): void {
  const steps = collectSteps(file, () => lowerBlock(file, childBy(file, node, 'body')));
  if (!breaks(body)) {
    file.steps.push(...steps);
    return;
  }
  const span = spanOf(file, node);
  const test = addValue(file, node, { kind: 'unknown' });
  file.steps.push({ kind: 'branch', form: 'if', test, arms: [steps, []], ...span });
}

function breaks(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    switch (step.kind) {
      case 'break':
        return true;
      case 'branch':
        return step.arms.some(breaks);
      case 'try':
        return [step.body, ...step.handlers.map((each) => each.body), step.otherwise ?? [], step.finalizer ?? []].some(
          breaks,
        );
      case 'region':
        return breaks(step.body);
      default:
        return false;
    }
  });
}

/** A call of `range` whose arguments were lowered already. Making the range is no step: the loop counts. */
export interface CountedRange {
  readonly call: ValueId;
  readonly args: readonly NodeId[];
  readonly values: readonly ValueId[];
}

/** `range(…)` with one to three plain arguments and one name for its numbers, where nobody declares another `range`. */
export function rangeCall(file: Lowering, target: NodeId, node: NodeId): CountedRange | undefined {
  if (kindOf(file, node) !== 'call' || kindOf(file, target) !== 'identifier') return undefined;
  const callee = childBy(file, node, 'function');
  if (kindOf(file, callee) !== 'identifier' || textOf(file, callee) !== 'range') return undefined;
  const list = childBy(file, node, 'arguments');
  const args = childrenOf(file, list);
  const isPlain = args.every((each) => !notPlain.has(kindOf(file, each)));
  if (kindOf(file, list) !== 'argument_list' || args.length < 1 || args.length > 3 || !isPlain) return undefined;
  if (resolveName(file, 'range') !== undefined) return undefined;
  const global = addValue(file, callee, { kind: 'global', name: 'range' });
  const values = args.map((each) => lowerExpression(file, each));
  const call = addValue(file, node, {
    kind: 'call',
    callee: global,
    args: values.map((value) => ({ value, spread: false })),
  });
  return { call, args, values };
}

const notPlain = new Set(['list_splat', 'dictionary_splat', 'keyword_argument', 'ERROR']);

/** The counter of `for i in range(…)`. */
export function rangeOf(file: Lowering, target: NodeId, { call, args, values }: CountedRange): Range | undefined {
  const variable = resolveName(file, textOf(file, target));
  if (typeof variable !== 'number') return undefined;
  noteAssigned(file, variable, addValue(file, target, { kind: 'element', of: call }));
  const [first = call, second, third] = values;
  const from = second === undefined ? addValue(file, target, { kind: 'literal', value: 0 }) : first;
  return { variable, from, to: second ?? first, inclusive: false, ...growthOf(file, args[2], third) };
}

/** The third argument: `-2` counts down in steps of 2. */
function growthOf(file: Lowering, node: NodeId | undefined, by: ValueId | undefined): Pick<Range, 'by' | 'grows'> {
  if (node === undefined || by === undefined) return { grows: '+' };
  const step = file.values[by];
  const operand = step?.kind === 'operation' && step.operator === '-' ? step.operands : [];
  const [size] = operand.length === 1 ? operand : [];
  const down = size === undefined ? undefined : file.values[size];
  if (size === undefined || down?.kind !== 'literal') return isOne(file, by) ? { grows: '+' } : { grows: '+', by };
  return isOne(file, size) ? { grows: '-' } : { grows: '-', by: size };
}

function isOne(file: Lowering, id: ValueId): boolean {
  const value = file.values[id];
  return value?.kind === 'literal' && value.value === 1;
}
