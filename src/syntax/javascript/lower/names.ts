import { ts } from '../tree.ts';
import { addValue, resolveName, spanOf, type Lowering } from './state.ts';

/** The name of a property, unless it is computed. Private names keep their `#`. */
export function propertyName(name: ts.PropertyName): string | undefined {
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  return ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression) ? name.expression.text : undefined;
}

/** Without the parentheses and type operators around it. */
export function unwrap(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** `fs.promises`, written as an alias of an import. */
export function entityValue(file: Lowering, name: ts.EntityName): number {
  if (ts.isIdentifier(name)) {
    const binding = resolveName(file, name.text);
    return binding === undefined
      ? addValue(file, name, { kind: 'global', name: name.text })
      : addValue(file, name, { kind: 'name', binding });
  }
  const object = entityValue(file, name.left);
  return addValue(file, name, { kind: 'member', object, name: name.right.text, nameSpan: spanOf(file, name.right) });
}
