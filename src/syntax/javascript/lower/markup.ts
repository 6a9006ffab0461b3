import type { ValueId } from '../../../model/facts.ts';
import type { Property } from '../../../model/value.ts';
import { ts } from '../tree.ts';
import { lowerExpression, lowerNamed } from './expressions.ts';
import { addValue, type Lowering } from './state.ts';

export function lowerMarkup(file: Lowering, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): ValueId {
  if (ts.isJsxFragment(node)) {
    return addValue(file, node, {
      kind: 'markup',
      name: '',
      properties: [],
      children: lowerChildren(file, node.children),
    });
  }
  const opening = ts.isJsxElement(node) ? node.openingElement : node;
  const tag = lowerTag(file, opening.tagName);
  const properties = opening.attributes.properties.map((attribute) => lowerAttribute(file, attribute));
  const children = ts.isJsxElement(node) ? lowerChildren(file, node.children) : [];
  const name = opening.tagName.getText(file.source);
  return addValue(file, node, { kind: 'markup', name, properties, children, ...(tag === undefined ? {} : { tag }) });
}

function lowerTag(file: Lowering, tag: ts.JsxTagNameExpression): ValueId | undefined {
  if (ts.isJsxNamespacedName(tag)) return undefined;
  // A lower-case name is an element of the platform, not a value.
  if (ts.isIdentifier(tag) && /^[a-z]/.test(tag.text)) return undefined;
  return lowerExpression(file, tag, 'part');
}

function lowerAttribute(file: Lowering, attribute: ts.JsxAttributeLike): Property {
  if (ts.isJsxSpreadAttribute(attribute)) return { value: lowerExpression(file, attribute.expression), spread: true };
  const name = attribute.name.getText(file.source);
  const { initializer } = attribute;
  if (!initializer) return { name, value: addValue(file, attribute, { kind: 'literal', value: true }), spread: false };
  const expression = ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  const value = expression
    ? lowerNamed(file, expression, name, attribute.name)
    : addValue(file, initializer, { kind: 'unknown' });
  return { name, value, spread: false };
}

function lowerChildren(file: Lowering, children: readonly ts.JsxChild[]): ValueId[] {
  const values: ValueId[] = [];
  for (const child of children) {
    const expression = ts.isJsxExpression(child) ? child.expression : ts.isJsxText(child) ? undefined : child;
    if (expression) values.push(lowerExpression(file, expression));
  }
  return values;
}
