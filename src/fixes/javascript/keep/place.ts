import { ts } from '../../../syntax/javascript/tree.ts';
import { some } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** Where something is kept that is made once. */
export interface Place {
  /** As it is written: `client`, `this.#client`. */
  readonly text: string;
  /** Every mention of it but its declaration. */
  readonly uses: readonly ts.Expression[];
  readonly initializer?: ts.Expression | undefined;
  readonly type?: ts.TypeNode | undefined;
  /** What a comment with its type stands above. */
  readonly declared: ts.Node;
}

/** The variable of the module, or the private field, that `target` writes to; undefined where others may know it. */
export function placeOf(session: Session, target: ts.Expression): Place | undefined {
  if (ts.isIdentifier(target)) return variableOf(session, target);
  return ts.isPropertyAccessExpression(target) ? fieldOf(session, target) : undefined;
}

function variableOf({ scopes }: Session, target: ts.Identifier): Place | undefined {
  const declaration = scopes.declarationOf(target);
  if (declaration?.kind !== 'let' || !ts.isSourceFile(declaration.scope)) return undefined;
  const { node: variable } = declaration;
  if (!ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name)) return undefined;
  const statement = variable.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.modifiers) return undefined;
  const { initializer, type } = variable;
  return { text: target.text, uses: scopes.referencesTo(declaration), initializer, type, declared: statement };
}

/** A field that only its class can reach: `#client`, or `private client` where nobody takes it out of the object in another way. */
export function fieldOf({ source }: Session, { name, expression }: ts.PropertyAccessExpression): Place | undefined {
  if (expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const owner = ts.findAncestor(expression, ts.isClassLike);
  const field = owner?.members.find(
    (each): each is ts.PropertyDeclaration => ts.isPropertyDeclaration(each) && each.name.getText(source) === name.text,
  );
  if (!owner || !field || !isPrivate(field)) return undefined;
  const uses: ts.Expression[] = [];
  const isOther = (node: ts.Node): boolean => {
    if (ts.isStringLiteralLike(node)) return node.text === name.text;
    if (!(ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) || node.text !== name.text) return false;
    const { parent } = node;
    if (parent === field) return false;
    const isOwn = ts.isPropertyAccessExpression(parent) && parent.name === node;
    if (!isOwn || parent.expression.kind !== ts.SyntaxKind.ThisKeyword)
      return !ts.isIdentifier(node) || isOwn || isPart(parent);
    uses.push(parent);
    return false;
  };
  if (some(source, isOther)) return undefined;
  const { initializer, type } = field;
  return { text: `this.${name.text}`, uses, initializer, type, declared: field };
}

/** `const { client } = this`, `{ client: other }`. */
function isPart(node: ts.Node): boolean {
  return ts.isBindingElement(node) || ts.isObjectLiteralElementLike(node);
}

function isPrivate({ name, modifiers = ts.factory.createNodeArray() }: ts.PropertyDeclaration): boolean {
  const kinds = modifiers.map(({ kind }) => kind).filter((kind) => kind !== ts.SyntaxKind.ReadonlyKeyword);
  const isPlain = kinds.every((kind) => kind === ts.SyntaxKind.PrivateKeyword);
  return isPlain && (ts.isPrivateIdentifier(name) || kinds.length === 1);
}
