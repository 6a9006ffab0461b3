import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, isAssignment } from '../edit/nodes.ts';
import { namesOf } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { globalCalls, shallowCopies, valueMethods } from './methods.ts';
import type { Movable } from './movable.ts';

/** Whose a value is: nobody's (a number, something new), a new container of the caller's things, or the caller's own. */
export type Owner = 'none' | 'shell' | 'caller';

const rank: Record<Owner, number> = { none: 0, shell: 1, caller: 2 };

/** Says of each expression in `functions` whether it could be something that a caller passed in. */
export function ownersIn(session: Session, functions: readonly Movable[]): (node: ts.Expression) => Owner {
  const known = new Map<ts.Identifier, Owner>();
  let isSettled = false;

  const raise = (name: ts.Identifier, owner: Owner): void => {
    if (rank[owner] <= rank[known.get(name) ?? 'none']) return;
    known.set(name, owner);
    isSettled = false;
  };
  const raiseAll = (name: ts.BindingName, owner: Owner): void => {
    if (ts.isIdentifier(name)) raise(name, owner);
    else if (owner !== 'none') for (const part of namesOf(name)) raise(part, 'caller');
  };
  const raiseTarget = (target: ts.Expression, owner: Owner): void => {
    const inner = bare(target);
    if (ts.isIdentifier(inner)) {
      const name = session.scopes.declarationOf(inner)?.name;
      if (name) raise(name, owner);
    } else if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
      // A container that holds what belongs to the caller.
      if (owner !== 'none') raiseTarget(inner.expression, 'shell');
    }
  };

  const isFlat = (node: ts.Expression): boolean => {
    const inner = bare(node);
    const declared = ts.isIdentifier(inner) ? session.scopes.declarationOf(inner)?.node : undefined;
    return (
      declared !== undefined && ts.isParameter(declared) && declared.type !== undefined && isFlatType(declared.type)
    );
  };
  const isTakenFromFlat = ({ expression }: ts.CallExpression): boolean => {
    if (!ts.isPropertyAccessExpression(expression) || !isFlat(expression.expression)) return false;
    return shallowCopies.has(expression.name.text) || ['at', 'find', 'findLast'].includes(expression.name.text);
  };
  const ownerOf = (node: ts.Expression): Owner => {
    const value = bare(node);
    if (ts.isIdentifier(value)) {
      const name = session.scopes.declarationOf(value)?.name;
      return (name && known.get(name)) ?? 'none';
    }
    if (ts.isPropertyAccessExpression(value) || ts.isElementAccessExpression(value)) {
      const isSize = ts.isPropertyAccessExpression(value) && ['length', 'size', 'byteLength'].includes(value.name.text);
      if (isSize || isFlat(value.expression)) return 'none';
      return ownerOf(value.expression) === 'none' ? 'none' : 'caller';
    }
    if (ts.isCallExpression(value)) return isTakenFromFlat(value) ? 'none' : ownerOfCall(value, ownerOf);
    if (ts.isNewExpression(value)) return value.arguments?.every(isFlat) === true ? 'none' : ownerOfNew(value, ownerOf);
    if (ts.isConditionalExpression(value)) return most([value.whenTrue, value.whenFalse].map(ownerOf));
    if (isAssignment(value)) return ownerOf(value.right);
    if (ts.isBinaryExpression(value)) {
      const { kind } = value.operatorToken;
      const isChoice = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
      const picks = isChoice || kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.CommaToken;
      return picks ? most([value.left, value.right].map(ownerOf)) : 'none';
    }
    if (ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value)) {
      const isFull = (part: ts.Node): boolean => {
        if (ts.isSpreadElement(part) && isFlat(part.expression)) return false;
        return (ts.isExpression(part) && ownerOf(part) !== 'none') || (ts.forEachChild(part, isFull) ?? false);
      };
      return (ts.forEachChild(value, isFull) ?? false) ? 'shell' : 'none';
    }
    return 'none';
  };

  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node)) {
      const loop = node.parent.parent;
      if (node.initializer) raiseAll(node.name, ownerOf(node.initializer));
      else if (ts.isForOfStatement(loop) && ownerOf(loop.expression) !== 'none' && !isFlat(loop.expression))
        raiseAll(node.name, 'caller');
    } else if (ts.isParameter(node)) {
      if (!isPrimitive(session, node)) raiseAll(node.name, 'caller');
    } else if (isAssignment(node)) {
      raiseTarget(node.left, ownerOf(node.right));
    } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      // `list.push(thing)`: what is put in belongs to the caller still.
      if (node.arguments.some((argument) => ownerOf(argument) !== 'none'))
        raiseTarget(node.expression.expression, 'shell');
    }
    ts.forEachChild(node, visit);
  };
  while (!isSettled) {
    isSettled = true;
    for (const one of functions) visit(one);
  }
  return ownerOf;
}

export function most(owners: readonly Owner[]): Owner {
  return owners.reduce((a, b) => (rank[b] > rank[a] ? b : a), 'none');
}

function ownerOfCall(call: ts.CallExpression, ownerOf: (node: ts.Expression) => Owner): Owner {
  const { expression } = call;
  const given = most(call.arguments.map((one) => ownerOf(ts.isSpreadElement(one) ? one.expression : one)));
  if (ts.isIdentifier(expression) && globalCalls.has(expression.text)) return 'none';
  if (ts.isPropertyAccessExpression(expression)) {
    const name = expression.name.text;
    const root = expression.expression;
    if (ts.isIdentifier(root) && ['Math', 'Number', 'JSON', 'BigInt', 'Date', 'String'].includes(root.text))
      return 'none';
    const isList = ts.isIdentifier(root) && ['Object', 'Array'].includes(root.text);
    if (isList && ['keys', 'getOwnPropertyNames', 'isArray'].includes(name)) return 'none';
    if (isList && ['values', 'entries', 'fromEntries', 'from', 'of'].includes(name))
      return given === 'none' ? 'none' : 'shell';
    const owner = ownerOf(root);
    if (valueMethods.has(name)) return 'none';
    if (owner === 'none') return given;
    return shallowCopies.has(name) ? 'shell' : 'caller';
  }
  return given === 'none' && ts.isIdentifier(expression) ? 'none' : 'caller';
}

function ownerOfNew(node: ts.NewExpression, ownerOf: (node: ts.Expression) => Owner): Owner {
  const given = most((node.arguments ?? []).map(ownerOf));
  if (given === 'none') return 'none';
  // A view writes to the buffer it was made on.
  return /(?:Int|Uint|Float)\w*Array$|DataView$/.test(node.expression.getText()) ? 'caller' : 'shell';
}

/** Written as a number, a string or the like; without a type, reckoned with as only a number is. */
function isPrimitive({ scopes }: Session, parameter: ts.ParameterDeclaration): boolean {
  const { type, name } = parameter;
  if (type) return isPrimitiveType(type);
  if (!ts.isIdentifier(name)) return false;
  if (parameter.initializer && ts.isLiteralExpression(parameter.initializer)) return true;
  const declaration = scopes.lookUp(name.text, parameter.parent);
  return declaration !== undefined && scopes.referencesTo(declaration).some(isReckonedWith);
}

/** A list of numbers, strings and the like: what is taken out of it is nobody's. */
function isFlatType(type: ts.TypeNode): boolean {
  if (ts.isArrayTypeNode(type)) return isPrimitiveType(type.elementType);
  if (ts.isTypeOperatorNode(type) || ts.isParenthesizedTypeNode(type)) return isFlatType(type.type);
  if (!ts.isTypeReferenceNode(type)) return false;
  if (/^(?:Big)?(?:Int|Uint|Float)\w*Array$/.test(type.typeName.getText())) return true;
  const isList = /^(?:Readonly)?(?:Array|Set)$/.test(type.typeName.getText());
  return isList && (type.typeArguments?.every(isPrimitiveType) ?? false);
}

function isPrimitiveType(type: ts.TypeNode): boolean {
  const kinds = [ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.StringKeyword, ts.SyntaxKind.BooleanKeyword];
  if (ts.isUnionTypeNode(type)) return type.types.every(isPrimitiveType);
  if (ts.isLiteralTypeNode(type)) return true;
  return [...kinds, ts.SyntaxKind.BigIntKeyword, ts.SyntaxKind.UndefinedKeyword].includes(type.kind);
}

function isReckonedWith(use: ts.Identifier): boolean {
  if (!ts.isBinaryExpression(use.parent)) return false;
  return /^(?:[-*/%|&<>]|\*\*|<=|>=|>>|<<|>>>)$/.test(use.parent.operatorToken.getText());
}
