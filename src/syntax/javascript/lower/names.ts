import type { Annotation, ValueId } from '../../../model/facts.ts';
import { ts } from '../tree.ts';
import { addValue, resolveName, spanOf, type Lowering, type Scope } from './state.ts';

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

const LONGEST_ANNOTATION = 200;

export function annotationOf(file: Lowering, type: ts.TypeNode | undefined): Annotation | undefined {
  if (!type) return undefined;
  const text = file.source.text
    .slice(type.getStart(file.source), type.end)
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_ANNOTATION);
  const reference = referenceOf(file, type);
  return reference === undefined ? { text } : { text, reference };
}

/** Types of what is the same thing for whoever uses it. */
const transparent = new Set(['Promise', 'PromiseLike', 'Awaited', 'Readonly', 'Required', 'NonNullable']);

function referenceOf(file: Lowering, type: ts.TypeNode): ValueId | undefined {
  if (ts.isParenthesizedTypeNode(type)) return referenceOf(file, type.type);
  if (ts.isUnionTypeNode(type)) {
    const [only, ...others] = type.types.filter((each) => !isNothing(each));
    return only && others.length === 0 ? referenceOf(file, only) : undefined;
  }
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const { typeName: name, typeArguments: [inner] = [] } = type;
  if (!ts.isIdentifier(name)) return entityValue(file, name);
  if (inner && transparent.has(name.text)) return referenceOf(file, inner);
  const parameters = typesAround(file, name.text);
  if (!parameters) return entityValue(file, name);
  // `T extends Pool`; of a bound that speaks of type parameters itself nothing is said.
  const bound = parameters.get(name.text);
  const isPlain = bound && ts.isTypeReferenceNode(bound) && ts.isIdentifier(bound.typeName);
  return isPlain && !typesAround(file, bound.typeName.text) ? entityValue(file, bound.typeName) : undefined;
}

/** The nearest type parameters among which `name` is. */
function typesAround(file: Lowering, name: string): ReadonlyMap<string, ts.TypeNode | undefined> | undefined {
  for (let scope: Scope | undefined = file.scope; scope; scope = scope.parent) {
    if (scope.types?.has(name)) return scope.types;
  }
  return undefined;
}

function isNothing(type: ts.TypeNode): boolean {
  return (
    type.kind === ts.SyntaxKind.UndefinedKeyword ||
    type.kind === ts.SyntaxKind.VoidKeyword ||
    (ts.isLiteralTypeNode(type) && type.literal.kind === ts.SyntaxKind.NullKeyword)
  );
}

/** Enters the type parameters of a function or class into its scope. */
export function declareTypes(file: Lowering, nodes: readonly ts.TypeParameterDeclaration[] | undefined): void {
  if (nodes) file.scope.types = new Map(nodes.map(({ name, constraint }) => [name.text, constraint]));
}

/** `fs.promises`, written as a type or as an alias of an import. */
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
