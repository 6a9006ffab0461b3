import type { ValueId } from '../../../model/facts.ts';
import { ts } from '../tree.ts';
import { lowerChain } from './chains.ts';
import { lowerExpression } from './expressions.ts';
import { propertyName, unwrap } from './names.ts';
import { isShared } from './shared.ts';
import { addValue, bindingOf, collectSteps, evaluate, resolveName, spanOf, type Lowering } from './state.ts';

/** Gives the names of a declaration's pattern their parts of `value`. */
export function bindPattern(file: Lowering, name: ts.BindingName, value: ValueId): void {
  if (ts.isIdentifier(name)) {
    const binding = resolveName(file, name.text);
    if (binding === undefined) return;
    const declared = bindingOf(file, binding);
    // A second declaration of the same `var` is an assignment.
    if (declared.init === undefined) declared.init = value;
    else declared.reassigned++;
    const target = addValue(file, name, { kind: 'name', binding });
    file.steps.push({ kind: 'write', target, value, ...spanOf(file, name) });
    return;
  }
  if (ts.isObjectBindingPattern(name))
    for (const element of name.elements) bindProperty(file, element, value, name.elements);
  else name.elements.forEach((element, index) => ts.isBindingElement(element) && bindItem(file, element, value, index));
}

function bindProperty(
  file: Lowering,
  element: ts.BindingElement,
  object: ValueId,
  all: readonly ts.BindingElement[],
): void {
  if (element.dotDotDotToken) {
    bindPattern(file, element.name, restOf(file, element, object, all));
    return;
  }
  const key = keyOf(element) ?? element.name;
  const part = partOf(file, key as ts.PropertyName, object);
  bindPattern(file, element.name, withDefault(file, element, part, element.initializer));
}

/** What a part is called where it is taken from. */
function keyOf(element: ts.BindingElement | ts.ObjectLiteralElementLike): ts.PropertyName | undefined {
  if (!ts.isBindingElement(element)) return element.name;
  return element.dotDotDotToken ? undefined : (element.propertyName ?? (element.name as ts.PropertyName));
}

/** What `...rest` of an object pattern with these parts holds. */
function restOf(
  file: Lowering,
  node: ts.Node,
  of: ValueId,
  parts: readonly (ts.BindingElement | ts.ObjectLiteralElementLike)[],
): ValueId {
  const without = parts.flatMap((part) => {
    const key = keyOf(part);
    return (key && propertyName(key)) ?? [];
  });
  return addValue(file, node, { kind: 'rest', of, without });
}

function partOf(file: Lowering, key: ts.PropertyName, object: ValueId): ValueId {
  const name = propertyName(key);
  if (name !== undefined) {
    return evaluate(file, addValue(file, key, { kind: 'member', object, name, nameSpan: spanOf(file, key) }));
  }
  const index = ts.isComputedPropertyName(key)
    ? lowerExpression(file, key.expression)
    : addValue(file, key, { kind: 'unknown' });
  return evaluate(file, addValue(file, key, { kind: 'index', object, key: index }));
}

function bindItem(file: Lowering, element: ts.BindingElement, of: ValueId, index: number): void {
  const part = element.dotDotDotToken
    ? addValue(file, element, { kind: 'rest', of, from: index })
    : addValue(file, element, { kind: 'item', of, index });
  bindPattern(file, element.name, withDefault(file, element, part, element.initializer));
}

/** `part`, or what the initializer gives where `part` is undefined. */
function withDefault(file: Lowering, node: ts.Node, part: ValueId, initializer: ts.Expression | undefined): ValueId {
  if (!initializer) return part;
  let fallback = part;
  const steps = collectSteps(file, () => {
    fallback = lowerExpression(file, initializer);
  });
  if (steps.length > 0) {
    file.steps.push({ kind: 'branch', form: '??', test: part, arms: [[], steps], ...spanOf(file, initializer) });
  }
  return addValue(file, node, { kind: 'choice', form: 'default', test: part, of: [part, fallback] });
}

/** Assigns to `target`, which may be a name, a member or a pattern. */
export function assign(file: Lowering, target: ts.Expression, value: ValueId, node: ts.Node, operator?: string): void {
  const place = unwrap(target);
  if (ts.isObjectLiteralExpression(place)) {
    const { properties } = place;
    for (const property of properties) assignProperty(file, property, value, properties);
    return;
  }
  if (ts.isArrayLiteralExpression(place)) {
    place.elements.forEach((element, index) => {
      if (ts.isOmittedExpression(element)) return;
      const item = ts.isSpreadElement(element)
        ? addValue(file, element, { kind: 'rest', of: value, from: index })
        : addValue(file, element, { kind: 'item', of: value, index });
      assignWithDefault(file, ts.isSpreadElement(element) ? element.expression : element, item);
    });
    return;
  }
  writePlace(file, lowerPlace(file, place), value, node, operator);
}

function assignProperty(
  file: Lowering,
  property: ts.ObjectLiteralElementLike,
  object: ValueId,
  all: readonly ts.ObjectLiteralElementLike[],
): void {
  if (ts.isShorthandPropertyAssignment(property)) {
    const part = partOf(file, property.name, object);
    assign(file, property.name, withDefault(file, property, part, property.objectAssignmentInitializer), property);
  } else if (ts.isPropertyAssignment(property)) {
    assignWithDefault(file, property.initializer, partOf(file, property.name, object));
  } else if (ts.isSpreadAssignment(property)) {
    assign(file, property.expression, restOf(file, property, object, all), property);
  }
}

function assignWithDefault(file: Lowering, target: ts.Expression, part: ValueId): void {
  if (ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    assign(file, target.left, withDefault(file, target, part, target.right), target);
  } else assign(file, target, part, target);
}

/** Lowers a place that is about to be written: its parts are evaluated, the place itself is not read. */
export function lowerPlace(file: Lowering, place: ts.Expression): ValueId {
  const target = unwrap(place);
  if (ts.isOptionalChain(target)) return lowerChain(file, target);
  if (ts.isIdentifier(target)) {
    const binding = resolveName(file, target.text);
    return binding === undefined
      ? addValue(file, target, { kind: 'global', name: target.text })
      : addValue(file, target, { kind: 'name', binding });
  }
  if (ts.isPropertyAccessExpression(target)) {
    const object = lowerExpression(file, target.expression, 'part');
    const name = target.name.text;
    return addValue(file, target, { kind: 'member', object, name, nameSpan: spanOf(file, target.name) });
  }
  if (ts.isElementAccessExpression(target)) {
    const object = lowerExpression(file, target.expression, 'part');
    const argument = target.argumentExpression;
    if (ts.isStringLiteralLike(argument)) {
      return addValue(file, target, { kind: 'member', object, name: argument.text, nameSpan: spanOf(file, argument) });
    }
    return addValue(file, target, { kind: 'index', object, key: lowerExpression(file, argument) });
  }
  return addValue(file, target, { kind: 'unknown' });
}

export function writePlace(file: Lowering, target: ValueId, value: ValueId, node: ts.Node, operator?: string): void {
  const place = file.values[target];
  if (place?.kind === 'name') bindingOf(file, place.binding).reassigned++;
  file.steps.push({
    kind: 'write',
    target,
    value,
    ...(operator === undefined ? {} : { operator }),
    ...spanOf(file, node),
  });
}

/** Notes the read that `+=` and its like make before the right side is evaluated. */
export function readPlace(file: Lowering, target: ValueId): void {
  const place = file.values[target];
  if (place?.kind === 'name' ? isShared(file, place.binding) : place?.kind === 'member' || place?.kind === 'index') {
    evaluate(file, target);
  }
}
