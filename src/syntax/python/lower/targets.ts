import type { Annotation, ValueId } from '../../../model/facts.ts';
import type { NodeId } from '../table.ts';
import { noteAttribute } from './attributes.ts';
import { lowerExpression, lowerNamed } from './expressions.ts';
import { nameValue } from './names.ts';
import { annotationOf } from './types.ts';
import { childBy, childrenBy, childrenOf, firstOf, kindOf, spanOf, textOf } from './nodes.ts';
import { noteAssigned } from './scopes.ts';
import { addValue, addWhole, bindingOf, evaluate, isShared, type Lowering } from './state.ts';

/** `a = b = value`, `a: type = value` and `a: type`. */
export function lowerAssignment(file: Lowering, node: NodeId): ValueId {
  const targets: NodeId[] = [];
  let last = node;
  let right = node;
  while (kindOf(file, right) === 'assignment') {
    last = right;
    targets.push(childBy(file, right, 'left'));
    right = childBy(file, right, 'right');
  }
  const annotation = annotationOf(file, childBy(file, last, 'type'));
  if (right < 0) return declareOnly(file, targets[0] ?? -1, annotation);
  const value = lowerNamed(file, right, targets.at(-1) ?? -1);
  for (const target of targets) assign(file, target, value, targets.length === 1 ? node : target, annotation);
  return value;
}

/** `name: type` says what the name will hold and gives it nothing. */
function declareOnly(file: Lowering, target: NodeId, annotation: Annotation | undefined): ValueId {
  const place = lowerPlace(file, target);
  const origin = file.values[place];
  if (annotation && origin?.kind === 'name') bindingOf(file, origin.binding).annotation = annotation;
  noteAttribute(file, place, undefined, annotation);
  return place;
}

/** Gives `target`, which may be a name, a place or a pattern, its part of `value`. */
export function assign(file: Lowering, target: NodeId, value: ValueId, node: NodeId, annotation?: Annotation): void {
  switch (kindOf(file, target)) {
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list':
      assignItems(file, childrenOf(file, target), value);
      break;
    case 'parenthesized_expression':
    case 'as_pattern_target':
      assign(file, firstOf(file, target), value, target);
      break;
    default:
      writePlace(file, lowerPlace(file, target), value, node, annotation);
  }
}

function assignItems(file: Lowering, targets: readonly NodeId[], value: ValueId): void {
  let afterStar = false;
  targets.forEach((target, index) => {
    const isStar = kindOf(file, target) === 'list_splat_pattern' || kindOf(file, target) === 'list_splat';
    afterStar ||= isStar;
    const place = isStar ? firstOf(file, target) : target;
    // How many the star takes is not known, so neither is the place of what follows it.
    const isLast = index === targets.length - 1;
    const origin =
      isStar && isLast ? ({ kind: 'rest', of: value, from: index } as const) : { kind: 'unknown' as const };
    const item = addValue(file, target, afterStar ? origin : { kind: 'item', of: value, index });
    assign(file, place, item, target);
  });
}

/** Lowers a place that is about to be written: its parts are evaluated, the place itself is not read. */
export function lowerPlace(file: Lowering, node: NodeId): ValueId {
  switch (kindOf(file, node)) {
    case 'identifier': {
      const name = textOf(file, node);
      return name === '' ? addValue(file, node, { kind: 'unknown' }) : nameValue(file, spanOf(file, node), name);
    }
    case 'attribute': {
      const object = lowerExpression(file, childBy(file, node, 'object'), 'part');
      const attribute = childBy(file, node, 'attribute');
      const name = attribute < 0 ? '' : textOf(file, attribute);
      const nameSpan = spanOf(file, attribute < 0 ? node : attribute);
      return addWhole(file, { kind: 'member', object, name, nameSpan, ...spanOf(file, node) });
    }
    case 'subscript': {
      const object = lowerExpression(file, childBy(file, node, 'value'), 'part');
      return addValue(file, node, { kind: 'index', object, key: lowerKey(file, node) });
    }
    case 'parenthesized_expression':
      return lowerPlace(file, firstOf(file, node));
    default:
      return node < 0 ? file.values.push({ kind: 'unknown', start: 0, end: 0 }) - 1 : lowerExpression(file, node);
  }
}

/** Several keys, as in `table[row, column]`, are one list. */
function lowerKey(file: Lowering, node: NodeId): ValueId {
  const keys = childrenBy(file, node, 'subscript');
  const [only, ...more] = keys;
  if (only === undefined) return addValue(file, node, { kind: 'unknown' });
  if (more.length === 0) return lowerExpression(file, only);
  const elements = keys.map((key) => ({ value: lowerExpression(file, key), spread: false }));
  return addValue(file, node, { kind: 'array', elements });
}

export function writePlace(
  file: Lowering,
  target: ValueId,
  value: ValueId,
  node: NodeId,
  annotation?: Annotation,
): void {
  const place = file.values[target];
  if (place?.kind === 'name') {
    noteAssigned(file, place.binding, value);
    if (annotation) bindingOf(file, place.binding).annotation = annotation;
  }
  noteAttribute(file, target, value, annotation);
  file.steps.push({ kind: 'write', target, value, ...spanOf(file, node) });
}

/** `place += value`: the place is read before the value is computed. */
export function lowerAugmented(file: Lowering, node: NodeId): ValueId {
  const target = lowerPlace(file, childBy(file, node, 'left'));
  const place = file.values[target];
  if (place?.kind === 'name' ? isShared(file, place.binding) : place?.kind === 'member' || place?.kind === 'index') {
    evaluate(file, target);
  }
  const value = lowerExpression(file, childBy(file, node, 'right'));
  const operator = kindOf(file, childBy(file, node, 'operator')).slice(0, -1);
  if (place?.kind === 'name') bindingOf(file, place.binding).reassigned++;
  noteAttribute(file, target, undefined, undefined);
  file.steps.push({ kind: 'write', target, value, operator, ...spanOf(file, node) });
  return addValue(file, node, { kind: 'operation', operator, operands: [target, value] });
}

/** `(name := value)` */
export function lowerWalrus(file: Lowering, node: NodeId): ValueId {
  const name = childBy(file, node, 'name');
  const value = lowerNamed(file, childBy(file, node, 'value'), name);
  if (name >= 0) assign(file, name, value, node);
  return value;
}

/** `del place`: what stood there is gone. The name keeps the one value it ever held. */
export function lowerDelete(file: Lowering, node: NodeId): void {
  for (const child of childrenOf(file, node)) {
    if (['expression_list', 'tuple', 'list', 'pattern_list'].includes(kindOf(file, child))) lowerDelete(file, child);
    else {
      const target = lowerPlace(file, child);
      const value = addValue(file, child, { kind: 'literal' });
      file.steps.push({ kind: 'write', target, value, ...spanOf(file, child) });
    }
  }
}
