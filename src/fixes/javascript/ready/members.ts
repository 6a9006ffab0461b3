import { ts } from '../../../syntax/javascript/tree.ts';
import { ownsThis, some } from '../edit/nodes.ts';
import { isWritten } from '../edit/writes.ts';

/** The fields of `this` that a method sets. */
export function fieldsSetBy(owner: ts.ClassLikeDeclaration, method: string): string[] {
  const body = memberNamed(owner, method);
  if (!body) return [];
  return [...new Set(ownParts(body).flatMap((part) => (isWritten(part) ? [part.name.text] : [])))];
}

/** A method and all that it calls of its own object, directly or not. */
export function membersCalledBy(owner: ts.ClassLikeDeclaration, method: string): ReadonlySet<ts.ClassElement> {
  const first = memberNamed(owner, method);
  const reached = new Set(first ? [first] : []);
  for (const one of reached) {
    for (const part of ownParts(one)) {
      const member = memberNamed(owner, part.name.text);
      if (member && !ts.isPropertyDeclaration(member)) reached.add(member);
    }
  }
  return reached;
}

/** Members that do something with one of these fields. */
export function membersReading(owner: ts.ClassLikeDeclaration, fields: readonly string[]): ts.ClassElement[] {
  const isStatic = (member: ts.ClassElement): boolean =>
    ts.isClassStaticBlockDeclaration(member) ||
    (ts.canHaveModifiers(member) &&
      ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)) === true;
  return owner.members.filter(
    (member) => !isStatic(member) && ownParts(member).some((part) => fields.includes(part.name.text)),
  );
}

/** Whether a member hands the whole object to somebody else, who may call any method of it. */
export function handsOutThis(member: ts.ClassElement): boolean {
  return some(
    member,
    (node) => node.kind === ts.SyntaxKind.ThisKeyword && !ts.isPropertyAccessExpression(node.parent),
    (child) => !ownsThis(child),
  );
}

function memberNamed(owner: ts.ClassLikeDeclaration, name: string): ts.ClassElement | undefined {
  return owner.members.find((member) =>
    ts.isConstructorDeclaration(member)
      ? name === 'constructor' && member.body !== undefined
      : member.name?.getText() === name && !ts.isIndexSignatureDeclaration(member),
  );
}

/** `this.name`, wherever it means the object of this member: in arrows, too, and not in functions with a `this` of their own. */
function ownParts(member: ts.ClassElement): ts.PropertyAccessExpression[] {
  const found: ts.PropertyAccessExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.expression.kind === ts.SyntaxKind.ThisKeyword) found.push(node);
    ts.forEachChild(node, (child) => {
      if (!ownsThis(child)) visit(child);
    });
  };
  visit(member);
  return found;
}
