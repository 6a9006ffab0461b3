import type { FunctionId, ValueId } from '../../../model/facts.ts';
import type { Argument } from '../../../model/value.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { childBy, childrenOf, firstOf, kindOf, spanOf, textOf } from './nodes.ts';
import { addValue, addWhole, evaluate, noteSelf, resolveName, type Lowering } from './state.ts';

export function lowerCall(file: Lowering, node: NodeId): ValueId {
  const method = superMethod(file, node);
  if (method !== undefined) return addValue(file, node, { kind: 'super', function: method });
  const callee = lowerCallee(file, childBy(file, node, 'function'));
  const args = lowerCallArguments(file, childBy(file, node, 'arguments'));
  return evaluate(file, addWhole(file, { kind: 'call', callee, args, ...spanOf(file, node) }));
}

/** `super().__init__(…)` calls the base class's constructor: `super(…)` in the facts. */
function lowerCallee(file: Lowering, node: NodeId): ValueId {
  if (kindOf(file, node) === 'attribute' && textOf(file, childBy(file, node, 'attribute')) === '__init__') {
    const object = childBy(file, node, 'object');
    const method = kindOf(file, object) === 'call' ? superMethod(file, object) : undefined;
    if (method !== undefined) return addValue(file, node, { kind: 'super', function: method });
  }
  return lowerExpression(file, node, 'part');
}

/** The method whose base class `super()` stands for; undefined for any other call. */
function superMethod(file: Lowering, node: NodeId): FunctionId | undefined {
  const callee = childBy(file, node, 'function');
  if (kindOf(file, callee) !== 'identifier' || textOf(file, callee) !== 'super') return undefined;
  if (resolveName(file, 'super') !== undefined) return undefined;
  for (let id: FunctionId | undefined = file.function; id !== undefined; id = file.functions[id]?.parent) {
    if (file.functions[id]?.owner === undefined) continue;
    noteSelf(file, id);
    return id;
  }
  return undefined;
}

function lowerCallArguments(file: Lowering, node: NodeId): Argument[] {
  if (kindOf(file, node) !== 'generator_expression') return lowerArguments(file, childrenOf(file, node));
  return [{ value: lowerExpression(file, node), spread: false }];
}

/** Arguments of a call, or elements of a display. */
export function lowerArguments(file: Lowering, nodes: readonly NodeId[]): Argument[] {
  return nodes.map((node): Argument => {
    switch (kindOf(file, node)) {
      case 'list_splat':
      case 'dictionary_splat':
      case 'list_splat_pattern':
        return { value: lowerExpression(file, firstOf(file, node)), spread: true };
      case 'parenthesized_expression': {
        // The grammar's `f((*a))`.
        const inner = firstOf(file, node);
        const isSpread = kindOf(file, inner) === 'list_splat';
        return { value: lowerExpression(file, isSpread ? firstOf(file, inner) : node), spread: isSpread };
      }
      case 'keyword_argument':
        return {
          value: lowerExpression(file, childBy(file, node, 'value')),
          spread: false,
          keyword: textOf(file, childBy(file, node, 'name')),
        };
      default:
        return { value: lowerExpression(file, node), spread: false };
    }
  });
}
