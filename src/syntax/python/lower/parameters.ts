import type { FunctionId, Parameter, ValueId } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { annotationOf } from './types.ts';
import { childBy, childrenOf, firstOf, kindOf, spanOf, textOf } from './nodes.ts';
import { bindingOf, declare, type Lowering } from './state.ts';

const separators = new Set(['positional_separator', 'keyword_separator', 'ERROR']);

/** The parameters that a caller fills. A method's first one is `this`, and no parameter in the facts. */
export function lowerParameters(
  file: Lowering,
  owner: FunctionId,
  nodes: readonly NodeId[],
  defaults: readonly (ValueId | undefined)[],
  takesSelf: boolean,
): Parameter[] {
  const found: Parameter[] = [];
  let isSelf = takesSelf;
  // What stands before `/` is given by position alone, what comes after `*` by keyword alone.
  const slash = nodes.findIndex((node) => kindOf(file, node) === 'positional_separator');
  const star = nodes.findIndex((node) => isStar(file, node));
  nodes.forEach((node, index) => {
    if (separators.has(kindOf(file, node))) return;
    const target = targetOf(file, node);
    const isRest = kindOf(file, target) === 'list_splat_pattern' || kindOf(file, target) === 'dictionary_splat_pattern';
    const name = isRest ? firstOf(file, target) : target;
    if (isSelf && !isRest && kindOf(file, name) === 'identifier') {
      file.scope.names.set(textOf(file, name), { self: owner });
    } else {
      const isKeyword = (star >= 0 && index > star) || kindOf(file, target) === 'dictionary_splat_pattern';
      const only = isKeyword ? 'keyword' : index < slash || isRest ? 'position' : undefined;
      found.push(lowerParameter(file, node, name, { owner, index: found.length, isRest, only }, defaults[index]));
    }
    isSelf = false;
  });
  return found;
}

function isStar(file: Lowering, node: NodeId): boolean {
  const kind = kindOf(file, node) === 'keyword_separator' ? 'keyword_separator' : kindOf(file, targetOf(file, node));
  return kind === 'keyword_separator' || kind === 'list_splat_pattern';
}

/** The name or pattern, without type and default value. */
function targetOf(file: Lowering, node: NodeId): NodeId {
  switch (kindOf(file, node)) {
    case 'default_parameter':
    case 'typed_default_parameter':
      return childBy(file, node, 'name');
    case 'typed_parameter':
      return firstOf(file, node);
    default:
      return node;
  }
}

function lowerParameter(
  file: Lowering,
  node: NodeId,
  name: NodeId,
  { owner, index, isRest, only }: { owner: FunctionId; index: number; isRest: boolean; only: Parameter['only'] },
  fallback: ValueId | undefined,
): Parameter {
  const isSimple = kindOf(file, name) === 'identifier';
  const key = isSimple ? textOf(file, name) : `{${String(index)}}`;
  const binding = declare(file, key, 'parameter', spanOf(file, name < 0 ? node : name));
  const declared = bindingOf(file, binding);
  if (!isSimple) declared.name = '';
  declared.parameter = { function: owner, index };
  const annotation = annotationInDefinition(file, node);
  if (annotation) declared.annotation = annotation;
  return {
    name: declared.name,
    binding,
    isRest,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(only === undefined ? {} : { only }),
    ...(annotation ? { annotation } : {}),
  };
}

/** A type is looked up where the function stands: its own parameters are not visible in it. */
function annotationInDefinition(file: Lowering, node: NodeId): ReturnType<typeof annotationOf> {
  const type = childrenOf(file, node).length === 0 ? -1 : childBy(file, node, 'type');
  if (type < 0) return undefined;
  const { scope, function: own } = file;
  if (scope.parent) file.scope = scope.parent;
  file.function = file.functions[own]?.parent ?? own;
  const annotation = annotationOf(file, type);
  file.scope = scope;
  file.function = own;
  return annotation;
}
