import type { ValueId } from '../../../model/facts.ts';
import type { Branch, Step } from '../../../model/step.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { childBy, childrenOf, fieldOf, firstOf, kindOf, spanOf } from './nodes.ts';
import { addValue, addValueAt, collectSteps, type Lowering } from './state.ts';

/** `a + b + c + …` may be thousands of operands long, nested to the left: walked in a loop, not by recursion. */
export function lowerOperation(file: Lowering, node: NodeId): ValueId {
  const chain: NodeId[] = [];
  let leftmost = node;
  while (kindOf(file, leftmost) === 'binary_operator') {
    chain.push(leftmost);
    leftmost = childBy(file, leftmost, 'left');
  }
  let left = lowerExpression(file, leftmost);
  for (const part of chain.reverse()) {
    const right = lowerExpression(file, childBy(file, part, 'right'));
    const operator = kindOf(file, childBy(file, part, 'operator'));
    left = addValue(file, part, { kind: 'operation', operator, operands: [left, right] });
  }
  return left;
}

/** `not` is `!` in the facts; the other signs stay as they are. */
export function lowerUnary(file: Lowering, node: NodeId): ValueId {
  const operand = lowerExpression(file, childBy(file, node, 'argument'));
  const operator = kindOf(file, node) === 'not_operator' ? '!' : kindOf(file, childBy(file, node, 'operator'));
  return addValue(file, node, { kind: 'operation', operator, operands: [operand] });
}

/** `a < b < c` is `a < b and b < c` with `b` evaluated once. */
export function lowerComparison(file: Lowering, node: NodeId): ValueId {
  const [first = -1, ...rest] = childrenOf(file, node);
  const { start } = spanOf(file, first);
  let left = lowerExpression(file, first);
  let result: ValueId | undefined;
  let operator = '';
  for (const child of rest) {
    if (fieldOf(file, child) === 'operators') {
      operator = kindOf(file, child);
      continue;
    }
    let right = left;
    const steps = collectSteps(file, () => {
      right = lowerExpression(file, child);
    });
    const span = { start, end: spanOf(file, child).end };
    if (result === undefined) file.steps.push(...steps);
    else pushBranch(file, node, '&&', result, [steps, []]);
    const next = addValueAt(file, span, { kind: 'operation', operator, operands: [left, right] });
    result =
      result === undefined
        ? next
        : addValueAt(file, span, { kind: 'choice', form: '&&', test: result, of: [result, next] });
    left = right;
  }
  return result ?? left;
}

export function lowerBoolean(file: Lowering, node: NodeId): ValueId {
  const left = lowerExpression(file, childBy(file, node, 'left'));
  const form = kindOf(file, childBy(file, node, 'operator')) === 'and' ? '&&' : '||';
  let right = left;
  const steps = collectSteps(file, () => {
    right = lowerExpression(file, childBy(file, node, 'right'));
  });
  pushBranch(file, node, form, left, form === '&&' ? [steps, []] : [[], steps]);
  return addValue(file, node, { kind: 'choice', form, test: left, of: [left, right] });
}

/** `value if test else other` */
export function lowerConditional(file: Lowering, node: NodeId): ValueId {
  const [positive = firstOf(file, node), condition = -1, negative = -1] = childrenOf(file, node);
  const test = lowerExpression(file, condition);
  let whenTrue = test;
  let whenFalse = test;
  const arms = [
    collectSteps(file, () => {
      whenTrue = lowerExpression(file, positive);
    }),
    collectSteps(file, () => {
      whenFalse = lowerExpression(file, negative);
    }),
  ];
  pushBranch(file, node, 'conditional', test, arms);
  return addValue(file, node, { kind: 'choice', form: 'conditional', test, of: [whenTrue, whenFalse] });
}

/** A branch in which nothing happens is no step. */
function pushBranch(file: Lowering, node: NodeId, form: Branch['form'], test: ValueId, arms: Step[][]): void {
  if (arms.some((arm) => arm.length > 0)) file.steps.push({ kind: 'branch', form, test, arms, ...spanOf(file, node) });
}
