import type { ValueId } from '../../../model/facts.ts';
import type { Step } from '../../../model/step.ts';
import { ts } from '../tree.ts';
import { lowerExpression, lowerNamed } from './expressions.ts';
import { unwrap } from './names.ts';
import { assign, lowerPlace, readPlace, writePlace } from './patterns.ts';
import { addValue, collectSteps, spanOf, type Lowering } from './state.ts';

const logical = new Set(['&&', '||', '??']);

export function lowerBinary(file: Lowering, node: ts.BinaryExpression): ValueId {
  const operator = ts.tokenToString(node.operatorToken.kind) ?? '';
  if (operator === '=') return lowerAssignment(file, node);
  if (operator === ',') {
    lowerExpression(file, node.left);
    return lowerExpression(file, node.right);
  }
  if (logical.has(operator)) return lowerLogical(file, node, operator as '&&' | '||' | '??');
  if (operator.endsWith('=') && isAssignment(node)) return lowerCompound(file, node, operator.slice(0, -1));
  return lowerOperation(file, node);
}

function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** `a + b + c + …` may be thousands of operands long, nested to the left: walked in a loop, not by recursion. */
function lowerOperation(file: Lowering, node: ts.BinaryExpression): ValueId {
  const chain: ts.BinaryExpression[] = [];
  let leftmost: ts.Expression = node;
  while (ts.isBinaryExpression(leftmost) && isPlainOperator(leftmost)) {
    chain.push(leftmost);
    leftmost = leftmost.left;
  }
  let left = lowerExpression(file, leftmost);
  for (const part of chain.reverse()) {
    const right = lowerExpression(file, part.right);
    const operator = ts.tokenToString(part.operatorToken.kind) ?? '';
    left = addValue(file, part, { kind: 'operation', operator, operands: [left, right] });
  }
  return left;
}

function isPlainOperator(node: ts.BinaryExpression): boolean {
  const operator = ts.tokenToString(node.operatorToken.kind) ?? '';
  return operator !== ',' && !logical.has(operator) && !isAssignment(node);
}

function lowerAssignment(file: Lowering, node: ts.BinaryExpression): ValueId {
  const { left, right } = node;
  const place = unwrap(left);
  if (ts.isObjectLiteralExpression(place) || ts.isArrayLiteralExpression(place)) {
    const value = lowerExpression(file, right);
    assign(file, place, value, node);
    return value;
  }
  const target = lowerPlace(file, place);
  const name = ts.isIdentifier(place) ? place.text : ts.isPropertyAccessExpression(place) ? place.name.text : undefined;
  const value = lowerNamed(file, right, name, place);
  writePlace(file, target, value, node);
  noteCommonJsExport(file, target, value);
  return value;
}

/** `module.exports = value`, `module.exports.name = value` and `exports.name = value` are exports. */
function noteCommonJsExport(file: Lowering, target: ValueId, value: ValueId): void {
  const place = file.values[target];
  if (place?.kind !== 'member') return;
  if (isModuleExports(file, target)) file.exports.push({ name: '=', value });
  else if (isGlobal(file, place.object, 'exports') || isModuleExports(file, place.object)) {
    file.exports.push({ name: place.name, value });
  }
}

function isModuleExports(file: Lowering, id: ValueId): boolean {
  const value = file.values[id];
  return value?.kind === 'member' && value.name === 'exports' && isGlobal(file, value.object, 'module');
}

function isGlobal(file: Lowering, id: ValueId, name: string): boolean {
  const value = file.values[id];
  return value?.kind === 'global' && value.name === name;
}

function lowerLogical(file: Lowering, node: ts.BinaryExpression, form: '&&' | '||' | '??'): ValueId {
  const left = lowerExpression(file, node.left);
  let right = left;
  const steps = collectSteps(file, () => {
    right = lowerExpression(file, node.right);
  });
  pushBranch(file, node, form, left, form === '&&' ? [steps, []] : [[], steps]);
  return addValue(file, node, { kind: 'choice', form, test: left, of: [left, right] });
}

function lowerCompound(file: Lowering, node: ts.BinaryExpression, operator: string): ValueId {
  const target = lowerPlace(file, node.left);
  readPlace(file, target);
  if (!logical.has(operator)) {
    const value = lowerExpression(file, node.right);
    writePlace(file, target, value, node, operator);
    return addValue(file, node, { kind: 'operation', operator, operands: [target, value] });
  }
  let value = target;
  const steps = collectSteps(file, () => {
    value = lowerNamed(file, node.right, undefined, undefined);
    writePlace(file, target, value, node);
  });
  const form = operator as '&&' | '||' | '??';
  pushBranch(file, node, form, target, form === '&&' ? [steps, []] : [[], steps]);
  return addValue(file, node, { kind: 'choice', form, test: target, of: [target, value] });
}

export function lowerConditional(file: Lowering, node: ts.ConditionalExpression): ValueId {
  const test = lowerExpression(file, node.condition);
  let whenTrue = test;
  let whenFalse = test;
  const arms = [
    collectSteps(file, () => {
      whenTrue = lowerExpression(file, node.whenTrue);
    }),
    collectSteps(file, () => {
      whenFalse = lowerExpression(file, node.whenFalse);
    }),
  ];
  pushBranch(file, node, 'conditional', test, arms);
  return addValue(file, node, { kind: 'choice', form: 'conditional', test, of: [whenTrue, whenFalse] });
}

/** A branch in which nothing happens is no step. */
function pushBranch(
  file: Lowering,
  node: ts.Node,
  form: '&&' | '||' | '??' | 'conditional',
  test: ValueId,
  arms: Step[][],
): void {
  if (arms.some((arm) => arm.length > 0)) file.steps.push({ kind: 'branch', form, test, arms, ...spanOf(file, node) });
}
