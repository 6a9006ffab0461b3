import { ts } from '../../../syntax/javascript/tree.ts';
import type { Session } from '../edit/session.ts';
import { declaredElsewhere, type Elsewhere } from './elsewhere.ts';

const typedArrays = [
  'Int8',
  'Uint8',
  'Uint8Clamped',
  'Int16',
  'Uint16',
  'Int32',
  'Uint32',
  'Float32',
  'Float64',
  'BigInt64',
  'BigUint64',
];

/** Types of the language that a structured clone keeps as they are, whatever their arguments are kept as. */
const kept = new Set([
  ...[
    'Array',
    'ReadonlyArray',
    'Set',
    'ReadonlySet',
    'Map',
    'ReadonlyMap',
    'Date',
    'RegExp',
    'ArrayBuffer',
    'DataView',
  ],
  ...['Record', 'Partial', 'Required', 'Readonly', 'Pick', 'Omit', 'NonNullable', 'Exclude', 'Extract'],
  ...typedArrays.map((name) => `${name}Array`),
]);

/** `new Map()` and the like: what a structured clone keeps as it is. */
export function isKept({ expression }: ts.NewExpression): boolean {
  return ts.isIdentifier(expression) && (kept.has(expression.text) || /^(?:[A-Z][a-z]+)?Error$/.test(expression.text));
}

const keywords = new Set([
  ts.SyntaxKind.NumberKeyword,
  ts.SyntaxKind.StringKeyword,
  ts.SyntaxKind.BooleanKeyword,
  ts.SyntaxKind.BigIntKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.VoidKeyword,
  ts.SyntaxKind.NeverKeyword,
  ts.SyntaxKind.UnknownKeyword,
  ts.SyntaxKind.AnyKeyword,
]);

/** What in a written type would not survive the copy to another thread; undefined when all of it does. */
export function uncloneable(session: Session, type: ts.TypeNode, seen = new Set<ts.Node>()): string | undefined {
  const check = (part: ts.TypeNode | undefined): string | undefined => part && uncloneable(session, part, seen);
  const checkAll = (parts: readonly (ts.TypeNode | undefined)[]): string | undefined => {
    for (const part of parts) {
      const found = check(part);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  if (keywords.has(type.kind) || ts.isTemplateLiteralTypeNode(type)) return undefined;
  if (ts.isLiteralTypeNode(type)) return undefined;
  if (ts.isArrayTypeNode(type)) return check(type.elementType);
  if (ts.isTupleTypeNode(type))
    return checkAll(type.elements.map((one) => (ts.isNamedTupleMember(one) ? one.type : one)));
  if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) return checkAll(type.types);
  if (
    ts.isParenthesizedTypeNode(type) ||
    ts.isTypeOperatorNode(type) ||
    ts.isOptionalTypeNode(type) ||
    ts.isRestTypeNode(type)
  ) {
    return check(type.type);
  }
  if (ts.isTypeLiteralNode(type)) return checkMembers(type.members, check);
  if (ts.isTypeReferenceNode(type)) return checkReference(session, type, seen, checkAll);
  return `\`${type.getText(session.source)}\``;
}

function checkMembers(
  members: ts.NodeArray<ts.TypeElement>,
  check: (part: ts.TypeNode | undefined) => string | undefined,
): string | undefined {
  for (const member of members) {
    if (!ts.isPropertySignature(member) && !ts.isIndexSignatureDeclaration(member))
      return `the method \`${member.getText()}\``;
    const found = check(member.type);
    if (found !== undefined) return found;
  }
  return undefined;
}

function checkReference(
  session: Session,
  type: ts.TypeReferenceNode,
  seen: Set<ts.Node>,
  checkAll: (parts: readonly ts.TypeNode[]) => string | undefined,
): string | undefined {
  const name = type.typeName;
  const text = name.getText(session.source);
  if (!ts.isIdentifier(name)) return `\`${text}\``;
  const declaration = session.scopes.declarationOf(name);
  const declared = declaration?.node;
  if (!declaration || !declared)
    return kept.has(text) ? checkAll(type.typeArguments ?? []) : text === 'const' ? undefined : `\`${text}\``;
  // What stands for a type parameter is checked where it is given.
  if (seen.has(declared) || ts.isEnumDeclaration(declared) || ts.isTypeParameterDeclaration(declared)) return undefined;
  seen.add(declared);
  if (ts.isTypeAliasDeclaration(declared)) return checkAll([declared.type, ...(type.typeArguments ?? [])]);
  if (ts.isInterfaceDeclaration(declared))
    return checkInterface(session, declared, seen) ?? checkAll(type.typeArguments ?? []);
  const elsewhere = declaration.kind === 'import' ? declaredElsewhere(session, declaration) : undefined;
  if (elsewhere) return checkElsewhere(elsewhere, text, seen) ?? checkAll(type.typeArguments ?? []);
  return `\`${text}\`, of which it is not known what it holds`;
}

function checkInterface(session: Session, declared: ts.InterfaceDeclaration, seen: Set<ts.Node>): string | undefined {
  const inherited = declared.heritageClauses?.flatMap(({ types }) => types) ?? [];
  if (inherited.length > 0) return `\`${declared.name.text}\`, which extends other types`;
  return checkMembers(declared.members, (part) => part && uncloneable(session, part, seen));
}

/** A type that another file of the project declares. */
function checkElsewhere({ session, declaration }: Elsewhere, name: string, seen: Set<ts.Node>): string | undefined {
  const { node } = declaration;
  // Each look into a file makes its tree anew; a type that names itself must not be followed for ever.
  if (seen.size > DEEPEST) return `\`${name}\`, which is made of very many types`;
  seen.add(node);
  if (ts.isEnumDeclaration(node)) return undefined;
  if (ts.isTypeAliasDeclaration(node)) return uncloneable(session, node.type, seen);
  if (ts.isInterfaceDeclaration(node)) return checkInterface(session, node, seen);
  return `\`${name}\`, which is a class`;
}

const DEEPEST = 200;
