import type { Annotation, BindingId, ValueId } from '../../../model/facts.ts';
import type { Asserted } from '../../../model/value.ts';
import type { NamedType, TypeFacts, TypeMember, WrittenType } from '../../../model/written-type.ts';
import { ts } from '../tree.ts';
import { propertyName } from './names.ts';
import { addValue, annotate, bindingOf, declare, inScope, spanOf, type Lowering, type Mutable } from './state.ts';

const LONGEST_ANNOTATION = 200;

/** Deeper than this, and beyond so many parts, a type is not looked into. */
const DEEPEST = 5;
const MOST_PARTS = 64;

const unknown: WrittenType = { kind: 'unknown' };
const nothing: WrittenType = { kind: 'nothing' };
const primitive: WrittenType = { kind: 'primitive' };

/** `isOptional`: a question mark says that there may be nothing. */
export function annotationOf(
  file: Lowering,
  type: ts.TypeNode | undefined,
  isOptional = false,
): Annotation | undefined {
  if (!type) return undefined;
  const text = file.source.text
    .slice(type.getStart(file.source), type.end)
    .replace(/\s+/g, ' ')
    .slice(0, LONGEST_ANNOTATION);
  const written = writtenType(file, type);
  return { text, type: isOptional ? { kind: 'union', of: [written, nothing] } : written };
}

/** Notes what `value as T` says of a value, where that is more than that it is data. */
export function assertType(file: Lowering, value: ValueId, type: ts.TypeNode): ValueId {
  const target = file.values[value] as Mutable<Asserted> | undefined;
  if (!target || ts.isConstTypeReference(type)) return value;
  const asserted = writtenType(file, type);
  if (!/^(unknown|primitive|nothing)$/.test(asserted.kind)) target.asserted = asserted;
  return value;
}

function writtenType(file: Lowering, node: ts.TypeNode | undefined, depth = 0): WrittenType {
  if (!node || depth > DEEPEST) return unknown;
  switch (node.kind) {
    case ts.SyntaxKind.TypeReference: {
      const { typeName, typeArguments } = node as ts.TypeReferenceNode;
      return namedType(file, typeName, typeArguments, depth);
    }
    case ts.SyntaxKind.ExpressionWithTypeArguments: {
      const { expression, typeArguments } = node as ts.ExpressionWithTypeArguments;
      return isEntity(expression) ? namedType(file, expression, typeArguments, depth) : unknown;
    }
    case ts.SyntaxKind.ArrayType:
      return { kind: 'array', of: writtenType(file, (node as ts.ArrayTypeNode).elementType, depth + 1) };
    case ts.SyntaxKind.TupleType:
      return tupleType(file, node as ts.TupleTypeNode, depth);
    case ts.SyntaxKind.UnionType: {
      const { types } = node as ts.UnionTypeNode;
      return types.length > MOST_PARTS ? unknown : { kind: 'union', of: several(file, types, depth) };
    }
    case ts.SyntaxKind.FunctionType:
      return { kind: 'function', returns: writtenType(file, (node as ts.FunctionTypeNode).type, depth + 1) };
    case ts.SyntaxKind.TypeLiteral:
      return objectType(file, (node as ts.TypeLiteralNode).members, depth);
    case ts.SyntaxKind.ParenthesizedType:
    case ts.SyntaxKind.NamedTupleMember:
    case ts.SyntaxKind.OptionalType:
      return writtenType(file, (node as ts.ParenthesizedTypeNode).type, depth);
    case ts.SyntaxKind.TypeOperator: {
      const { operator, type } = node as ts.TypeOperatorNode;
      return operator === ts.SyntaxKind.ReadonlyKeyword ? writtenType(file, type, depth) : unknown;
    }
    case ts.SyntaxKind.UndefinedKeyword:
    case ts.SyntaxKind.VoidKeyword:
    case ts.SyntaxKind.NeverKeyword:
      return nothing;
    case ts.SyntaxKind.LiteralType:
      return (node as ts.LiteralTypeNode).literal.kind === ts.SyntaxKind.NullKeyword ? nothing : primitive;
    case ts.SyntaxKind.StringKeyword:
    case ts.SyntaxKind.NumberKeyword:
    case ts.SyntaxKind.BooleanKeyword:
    case ts.SyntaxKind.BigIntKeyword:
    case ts.SyntaxKind.SymbolKeyword:
    case ts.SyntaxKind.TemplateLiteralType:
    case ts.SyntaxKind.TypePredicate:
      return primitive;
    default:
      return unknown;
  }
}

function several(file: Lowering, nodes: readonly ts.TypeNode[], depth: number): WrittenType[] {
  return nodes.map((each) => writtenType(file, each, depth + 1));
}

function tupleType(file: Lowering, { elements }: ts.TupleTypeNode, depth: number): WrittenType {
  if (elements.length > MOST_PARTS) return unknown;
  const isOpen = elements.some((each) => {
    const { kind } = each;
    if (ts.isNamedTupleMember(each)) return each.questionToken !== undefined || each.dotDotDotToken !== undefined;
    return kind === ts.SyntaxKind.RestType || kind === ts.SyntaxKind.OptionalType;
  });
  return { kind: 'tuple', of: several(file, elements, depth), isOpen };
}

function namedType(
  file: Lowering,
  name: ts.EntityName | ts.Expression,
  args: readonly ts.TypeNode[] | undefined,
  depth: number,
): NamedType {
  const value = typeValue(file, name);
  return args ? { kind: 'name', value, arguments: several(file, args, depth) } : { kind: 'name', value };
}

function objectType(file: Lowering, nodes: readonly ts.TypeElement[], depth: number): WrittenType {
  const members: TypeMember[] = [];
  for (const node of nodes.length > MOST_PARTS ? nodes.slice(0, MOST_PARTS) : nodes) {
    const name = node.name && propertyName(node.name);
    if (name === undefined) continue;
    if (ts.isMethodSignature(node)) {
      members.push({ name, type: { kind: 'function', returns: writtenType(file, node.type, depth + 2) } });
    } else if (ts.isPropertySignature(node)) members.push({ name, type: writtenType(file, node.type, depth + 1) });
  }
  return { kind: 'object', members };
}

/** What a method without a body would be. */
export function methodType(file: Lowering, node: ts.MethodDeclaration | ts.AccessorDeclaration): Annotation {
  const returns = annotationOf(file, node.type);
  const type = returns?.type ?? unknown;
  return { text: returns?.text ?? '', type: ts.isMethodDeclaration(node) ? { kind: 'function', returns: type } : type };
}

/** Types have names of their own, beside those of values: in a scope they stand behind a colon, which no name has. */
function key(name: string): string {
  return `:${name}`;
}

export function declareType(file: Lowering, name: ts.Identifier): BindingId {
  const binding = declare(file, key(name.text), 'type', spanOf(file, name));
  bindingOf(file, binding).name = name.text;
  return binding;
}

/** Within the scope of what they belong to, with what each extends; a type parameter hides what is called the same outside. */
export function declareTypeParameters(
  file: Lowering,
  nodes: readonly ts.TypeParameterDeclaration[] | undefined,
): BindingId[] {
  return (nodes ?? []).map(({ name, constraint }) => {
    const binding = declareType(file, name);
    annotate(bindingOf(file, binding), annotationOf(file, constraint));
    return binding;
  });
}

export function lowerTypeDeclaration(
  file: Lowering,
  node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration,
): ValueId | undefined {
  const binding = typeBinding(file, node.name.text);
  if (binding === undefined) return undefined;
  inScope(file, () => {
    const parameters = declareTypeParameters(file, node.typeParameters);
    const bases = ts.isInterfaceDeclaration(node) ? basesOf(file, node) : [];
    const facts: Mutable<TypeFacts> = {
      ...spanOf(file, node),
      name: node.name.text,
      binding,
      is: ts.isInterfaceDeclaration(node) ? objectType(file, node.members, 0) : writtenType(file, node.type),
    };
    if (bases.length > 0) facts.extends = bases;
    if (parameters.length > 0) facts.parameters = parameters;
    file.types.push(facts);
  });
  return addValue(file, node.name, { kind: 'name', binding, inType: true });
}

function basesOf(file: Lowering, { heritageClauses }: ts.InterfaceDeclaration): WrittenType[] {
  return (heritageClauses ?? []).flatMap(({ types }) => types.map((each) => writtenType(file, each)));
}

function isEntity(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isEntity(node.expression));
}

/** The name of a type as a value; before a dot it is a namespace's. */
function typeValue(file: Lowering, node: ts.EntityName | ts.Expression): ValueId {
  if (ts.isQualifiedName(node) || ts.isPropertyAccessExpression(node)) {
    const [left, right] = ts.isQualifiedName(node) ? [node.left, node.right] : [node.expression, node.name];
    const object = nameInType(file, left, ts.isIdentifier(left) ? namespaceBinding(file, left.text) : undefined);
    return addValue(file, node, { kind: 'member', object, name: right.text, nameSpan: spanOf(file, right) });
  }
  return nameInType(file, node, ts.isIdentifier(node) ? typeBinding(file, node.text) : undefined);
}

function nameInType(file: Lowering, node: ts.EntityName | ts.Expression, binding: BindingId | undefined): ValueId {
  if (binding !== undefined) return addValue(file, node, { kind: 'name', binding, inType: true });
  if (!ts.isIdentifier(node)) return typeValue(file, node);
  return addValue(file, node, { kind: 'global', name: node.text });
}

const classLike = new Set(['class', 'import', 'enum']);

/** The innermost declaration that can be meant by a type of this name. Nothing is captured: types are gone when the code runs. */
export function typeBinding(file: Lowering, name: string): BindingId | undefined {
  for (let scope: typeof file.scope | undefined = file.scope; scope; scope = scope.parent) {
    if (!scope.parent) file.part?.mentions.add(name).add(key(name));
    const value = scope.names.get(name);
    if (value !== undefined && classLike.has(bindingOf(file, value).kind)) return value;
    const type = scope.names.get(key(name));
    if (type !== undefined) return type;
  }
  return undefined;
}

/** An import, or a namespace of this file. */
function namespaceBinding(file: Lowering, name: string): BindingId | undefined {
  for (let scope: typeof file.scope | undefined = file.scope; scope; scope = scope.parent) {
    if (!scope.parent) file.part?.mentions.add(name);
    const value = scope.names.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}
