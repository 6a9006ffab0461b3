import type { ValueId } from '../../../model/facts.ts';
import type { Property } from '../../../model/value.ts';
import type { NodeId } from '../table.ts';
import { lowerArguments, lowerCall } from './calls.ts';
import { lowerComprehension } from './comprehensions.ts';
import { lowerFunction } from './functions.ts';
import { lowerNumber, lowerString } from './literals.ts';
import { lowerIdentifier, type Wanted } from './names.ts';
import { childBy, childrenOf, firstOf, hasWord, kindOf, spanOf, textOf, unwrap } from './nodes.ts';
import { lowerBoolean, lowerComparison, lowerConditional, lowerOperation, lowerUnary } from './operators.ts';
import { addValue, evaluate, type Lowering } from './state.ts';
import { lowerAssignment, lowerAugmented, lowerPlace, lowerWalrus } from './targets.ts';

/** Lowers an expression: adds the steps it takes to the current list and gives its value. */
export function lowerExpression(file: Lowering, node: NodeId, wanted: Wanted = 'whole'): ValueId {
  switch (kindOf(file, node)) {
    case 'identifier':
      return lowerIdentifier(file, node, wanted);
    case 'attribute':
    case 'subscript': {
      const value = lowerPlace(file, node);
      return wanted === 'whole' ? evaluate(file, value) : value;
    }
    case 'call':
      return lowerCall(file, node);
    case 'string':
    case 'concatenated_string':
      return lowerString(file, node);
    case 'integer':
    case 'float':
      return lowerNumber(file, node);
    case 'true':
    case 'false':
      return addValue(file, node, { kind: 'literal', value: kindOf(file, node) === 'true' });
    case 'none':
      return addValue(file, node, { kind: 'literal', value: null });
    case 'parenthesized_expression':
      return lowerParenthesized(file, node, wanted);
    case 'await':
      return evaluate(file, addValue(file, node, { kind: 'await', of: lowerExpression(file, firstOf(file, node)) }));
    case 'yield':
      return lowerYield(file, node);
    case 'lambda':
      return addValue(file, node, { kind: 'function', function: lowerFunction(file, node, {}) });
    case 'comparison_operator':
      return lowerComparison(file, node);
    case 'boolean_operator':
      return lowerBoolean(file, node);
    case 'binary_operator':
      return lowerOperation(file, node);
    case 'not_operator':
    case 'unary_operator':
      return lowerUnary(file, node);
    case 'conditional_expression':
      return lowerConditional(file, node);
    case 'named_expression':
      return lowerWalrus(file, node);
    case 'list':
    case 'tuple':
    case 'set':
    case 'expression_list':
    case 'pattern_list':
    case 'list_pattern':
    case 'tuple_pattern':
      return addValue(file, node, { kind: 'array', elements: lowerArguments(file, childrenOf(file, node)) });
    case 'dictionary':
      return addValue(file, node, { kind: 'object', properties: lowerPairs(file, node) });
    case 'list_comprehension':
    case 'set_comprehension':
    case 'generator_expression':
    case 'dictionary_comprehension':
      return lowerComprehension(file, node);
    case 'slice':
      return lowerSlice(file, node);
    case 'assignment':
      return lowerAssignment(file, node);
    case 'augmented_assignment':
      return lowerAugmented(file, node);
    default:
      return lowerUnknown(file, node);
  }
}

/** Code that is not finished, or not modelled: what it computes is unknown, what it calls is not. */
function lowerUnknown(file: Lowering, node: NodeId): ValueId {
  if (node < 0) return file.values.push({ kind: 'unknown', start: 0, end: 0 }) - 1;
  const of = childrenOf(file, node).map((child) => lowerExpression(file, child));
  return addValue(file, node, of.length > 0 ? { kind: 'unknown', of } : { kind: 'unknown' });
}

/** Lowers an expression that is stored under `name`, which a lambda takes as its own. */
export function lowerNamed(file: Lowering, node: NodeId, target: NodeId): ValueId {
  const inner = unwrap(file, node);
  const isName = kindOf(file, target) === 'identifier';
  if (kindOf(file, inner) !== 'lambda' || !isName) return lowerExpression(file, node);
  const place = { name: textOf(file, target), head: spanOf(file, target) };
  return addValue(file, inner, { kind: 'function', function: lowerFunction(file, inner, place) });
}

function lowerParenthesized(file: Lowering, node: NodeId, wanted: Wanted): ValueId {
  const [inner, ...more] = childrenOf(file, node);
  return inner === undefined || more.length > 0 ? lowerUnknown(file, node) : lowerExpression(file, inner, wanted);
}

function lowerYield(file: Lowering, node: NodeId): ValueId {
  const delegates = hasWord(file, node, 'from');
  const operand = childrenOf(file, node).find((child) => kindOf(file, child) !== 'from');
  const of = operand === undefined ? undefined : lowerExpression(file, operand);
  return evaluate(file, addValue(file, node, { kind: 'yield', delegates, ...(of === undefined ? {} : { of }) }));
}

function lowerPairs(file: Lowering, node: NodeId): Property[] {
  return childrenOf(file, node).map((child): Property => {
    if (kindOf(file, child) !== 'pair')
      return { value: lowerExpression(file, spreadOperand(file, child)), spread: true };
    const key = childBy(file, child, 'key');
    const named = lowerExpression(file, key);
    const name = file.values[named];
    const value = lowerExpression(file, childBy(file, child, 'value'));
    return name?.kind === 'literal' && typeof name.value === 'string'
      ? { name: name.value, value, spread: false }
      : { key: named, value, spread: false };
  });
}

/** What stands after the stars of `*list` and `**mapping`. */
function spreadOperand(file: Lowering, node: NodeId): NodeId {
  return kindOf(file, node) === 'dictionary_splat' ? firstOf(file, node) : node;
}

/** `from:to:by` as an operation `slice` on three values; what is left out is `undefined`. */
function lowerSlice(file: Lowering, node: NodeId): ValueId {
  const operands: ValueId[] = [];
  let part: ValueId | undefined;
  const missing = (): ValueId => addValue(file, node, { kind: 'literal' });
  for (const child of childrenOf(file, node)) {
    if (kindOf(file, child) === ':') {
      operands.push(part ?? missing());
      part = undefined;
    } else part = lowerExpression(file, child);
  }
  operands.push(part ?? missing());
  while (operands.length < 3) operands.push(missing());
  return addValue(file, node, { kind: 'operation', operator: 'slice', operands });
}
