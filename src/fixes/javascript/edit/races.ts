import { ts } from '../../../syntax/javascript/tree.ts';
import { fileChangedAcross } from './file-updates.ts';
import { bare, isAssignment, isCallable, isUpdate, type Callable } from './nodes.ts';
import { isWithin, type Scopes } from './scope.ts';
import type { Session } from './session.ts';
import { isWritten, writesTo } from './writes.ts';

interface Use {
  /** The place as written, e.g. `this.cache` or `cache[key]`. */
  readonly path: string;
  readonly isWrite: boolean;
  /** When it happens, as an offset: a read where it stands, a write at the end of its assignment. */
  readonly at: number;
}

const looks = new Set(['has', 'get', 'includes', 'indexOf', 'find', 'findIndex', 'some', 'at', 'peek']);
const changes = new Set(['set', 'add', 'delete', 'clear', 'push', 'pop', 'shift', 'unshift', 'splice']);

/** What is read before `call` and changed after it, in memory or in a file, and may change meanwhile; in words. */
export function raceAcross(session: Session, call: ts.Node, owner: Callable): string | undefined {
  return stateChangedAcross(session, call, owner) ?? fileChangedAcross(session, call, owner);
}

/**
 * State that is read before `call` and written after it. So far nothing could come between; once the function waits at `call`,
 * another call of it can, and one of the two writes is lost. Names that state, if there is any.
 */
function stateChangedAcross(session: Session, call: ts.Node, owner: Callable): string | undefined {
  const start = call.getStart(session.source);
  const uses = usesIn(session, owner);
  const race = uses.find(
    (write) =>
      write.isWrite &&
      write.at >= call.end &&
      uses.some((read) => !read.isWrite && read.at <= start && read.path === write.path),
  );
  if (!race) return undefined;
  return `\`${race.path}\` is read before this call and written after it. While the call waits, other code could change it, and that change would be lost. Read it again after the call first.`;
}

const usesByOwner = new WeakMap<Callable, readonly Use[]>();

function usesIn(session: Session, owner: Callable): readonly Use[] {
  const known = usesByOwner.get(owner);
  if (known) return known;
  const uses: Use[] = [];
  const visit = (node: ts.Node): void => {
    if (isCallable(node) && node !== owner) return;
    if (isPlace(node)) note(session, owner, node, uses);
    ts.forEachChild(node, visit);
  };
  if (owner.body) visit(owner.body);
  usesByOwner.set(owner, uses);
  return uses;
}

type Place = ts.Identifier | ts.PropertyAccessExpression | ts.ElementAccessExpression;

function isPlace(node: ts.Node): node is Place {
  return ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function note(session: Session, owner: Callable, node: Place, uses: Use[]): void {
  if (!isShared(session.scopes, owner, node)) return;
  const path = pathOf(session, node);
  if (isWritten(node)) {
    let assignment: ts.Node = node.parent;
    while (!isAssignment(assignment) && !isUpdate(assignment) && !ts.isStatement(assignment))
      assignment = assignment.parent;
    const isPlain = isAssignment(assignment) && assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (!isPlain) uses.push({ path, isWrite: false, at: node.getStart(session.source) });
    uses.push({ path, isWrite: true, at: assignment.end });
    return;
  }
  const method = methodCalled(node);
  if (ts.isPropertyAccessExpression(node) && (method !== undefined || ['length', 'size'].includes(node.name.text))) {
    const receiver = bare(node.expression);
    if (!isPlace(receiver) || !isShared(session.scopes, owner, receiver)) return;
    const end = method === undefined ? node.end : node.parent.end;
    if (method === undefined || looks.has(method))
      uses.push({ path: contentOf(session, receiver), isWrite: false, at: node.end });
    else if (changes.has(method)) uses.push({ path: contentOf(session, receiver), isWrite: true, at: end });
    return;
  }
  uses.push({ path, isWrite: false, at: node.end });
}

function methodCalled(node: Place): string | undefined {
  const isCallee = ts.isCallExpression(node.parent) && node.parent.expression === node;
  return isCallee && ts.isPropertyAccessExpression(node) ? node.name.text : undefined;
}

function pathOf({ source }: Session, node: ts.Node): string {
  return node.getText(source).replace(/\s+|[!?](?=[.[])/g, '');
}

/** What a collection holds is another thing than which collection it is. */
function contentOf(session: Session, receiver: ts.Node): string {
  return `${pathOf(session, receiver)}[…]`;
}

/** Whether other code, or another call of the same function, can reach this place. */
function isShared(scopes: Scopes, owner: Callable, node: Place): boolean {
  let root: ts.Expression = node;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = bare(root.expression);
  if (root.kind === ts.SyntaxKind.ThisKeyword || root.kind === ts.SyntaxKind.SuperKeyword) return true;
  if (!ts.isIdentifier(root)) return false;
  const declaration = scopes.declarationOf(root);
  if (!declaration) return root !== node;
  if (declaration.kind === 'import') return root !== node;
  if (!isWithin(declaration.node, owner)) return true;
  if (root === node) return writesTo(scopes, declaration).some((write) => !isDirectlyIn(write, owner));
  return !isFresh(declaration.node);
}

function isDirectlyIn(node: ts.Node, owner: Callable): boolean {
  for (let one = node.parent; one !== owner; one = one.parent) if (isCallable(one)) return false;
  return true;
}

/** Made here, so nobody else has it yet. */
function isFresh(node: ts.Node): boolean {
  if (!ts.isVariableDeclaration(node) || !node.initializer) return false;
  const made = bare(node.initializer);
  return ts.isObjectLiteralExpression(made) || ts.isArrayLiteralExpression(made) || ts.isNewExpression(made);
}
