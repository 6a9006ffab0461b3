import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, isAssignment, isCallable, some } from '../edit/nodes.ts';
import { around, reachableFrom } from '../edit/reach.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isWritten } from '../edit/writes.ts';

/** Methods that change what they are called on. */
const changing = new Set([
  ...['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'copyWithin'],
  ...['set', 'add', 'delete', 'clear', 'append'],
]);

/** Code by its offsets, and what stands in it and does not count. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly without: readonly ts.Node[];
}

interface Change {
  readonly place: ts.Expression;
  /** A variable has another value; otherwise it is the object that has changed. */
  readonly isVariable: boolean;
}

/**
 * With a limit a task starts later, and sees what has become of an object by then. Says what changes in a stretch of code that runs
 * before all tasks have started, and may be seen by them: `options.page = i; jobs.push(load(options))`.
 */
export function seenLater(session: Session, task: ts.Expression, { from, to, without }: Stretch): string | undefined {
  let found: Change | undefined;
  const visit = (node: ts.Node): void => {
    if (found || node.end <= from || node.pos >= to || without.some((each) => isWithin(node, each))) return;
    const changed = node.pos >= from ? changedBy(node) : undefined;
    if (changed && isSeen(session, changed, task)) found = changed;
    ts.forEachChild(node, visit);
  };
  visit(session.source);
  if (!found) return undefined;
  return `\`${found.place.getText(session.source)}\` changes while tasks are waiting, and they would see it as it is by then. Hand each of them a copy first.`;
}

/** What is another afterwards: the target of a write, or what a method that changes it is called on. */
function changedBy(node: ts.Node): Change | undefined {
  const isPlace = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  if (isPlace && isWritten(node)) return { place: node, isVariable: ts.isIdentifier(node) };
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  return changing.has(node.expression.name.text)
    ? { place: bare(node.expression.expression), isVariable: false }
    : undefined;
}

function isSeen(session: Session, { place, isVariable }: Change, task: ts.Expression): boolean {
  const { scopes } = session;
  const root = rootOf(session, place);
  if (!root) return false;
  if (root === 'this') return some(task, ({ kind }) => kind === ts.SyntaxKind.ThisKeyword);
  // Each round has its own.
  const round = around(task, (node): node is ts.Node => ts.isIterationStatement(node, false) || isCallable(node));
  if (round && isWithin(root.node, round) && !ts.isSourceFile(round)) return false;
  const mentions = (node: ts.Node): boolean => scopes.freeIn(node).some((use) => isOf(session, use, root));
  const [, ...reached] = reachableFrom(scopes, task);
  if (reached.some((node) => node !== root.node && mentions(node))) return true;
  return !isVariable && scopes.freeIn(task).some((use) => isOf(session, use, root) && isReadLater(use, task));
}

function isOf({ scopes }: Session, use: ts.Identifier, { name }: Declaration): boolean {
  return scopes.declarationOf(use)?.name === name;
}

/** `load(options)`, `load({ options })`, `options.load()`: what is computed from it for an argument is computed before. */
function isReadLater(use: ts.Identifier, task: ts.Expression): boolean {
  let node: ts.Node = use;
  while (node.parent !== bare(task) && isWithin(node.parent, task)) {
    if (isCallable(node.parent)) return true;
    const { parent } = node;
    const isHandedOn =
      ts.isObjectLiteralExpression(parent) ||
      ts.isArrayLiteralExpression(parent) ||
      ts.isPropertyAssignment(parent) ||
      ts.isShorthandPropertyAssignment(parent) ||
      ts.isTemplateSpan(parent) ||
      ts.isTemplateExpression(parent) ||
      ts.isBinaryExpression(parent) ||
      ts.isParenthesizedExpression(parent) ||
      ts.isAsExpression(parent);
    if (!isHandedOn && !isInCallee(parent, task)) return false;
    node = parent;
  }
  return true;
}

function isInCallee(node: ts.Node, task: ts.Expression): boolean {
  const call = bare(task);
  return ts.isCallExpression(call) && isWithin(node, call.expression);
}

/** The variable, or `this`, that the place is a part of; through a name that stands for another place. */
function rootOf(session: Session, place: ts.Expression, depth = 0): Declaration | 'this' | undefined {
  let root = bare(place);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = bare(root.expression);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  const declaration = ts.isIdentifier(root) ? session.scopes.declarationOf(root) : undefined;
  const { node } = declaration ?? {};
  const made = node && ts.isVariableDeclaration(node) && node.initializer ? bare(node.initializer) : undefined;
  const isAlias = made && (ts.isIdentifier(made) || ts.isPropertyAccessExpression(made)) && place !== root;
  return isAlias && depth < 4 ? (rootOf(session, made, depth + 1) ?? declaration) : declaration;
}

/**
 * A task that waits until somebody says that all may go on, as at a gate: with a limit, those that would say so may never start. Says
 * what it waits for.
 */
export function waitsForTheOthers({ scopes, source }: Session, task: ts.Expression): string | undefined {
  const [own, ...others] = reachableFrom(scopes, task);
  for (const node of [own, ...others]) {
    let gate: ts.Expression | undefined;
    some(node ?? task, (each) => {
      if (!ts.isAwaitExpression(each)) return false;
      const waited = bare(each.expression);
      const declaration = ts.isIdentifier(waited) ? scopes.declarationOf(waited) : undefined;
      const isOutside = declaration !== undefined && !isWithin(declaration.node, node ?? task);
      if (isOutside && isGate(declaration)) gate = waited;
      return gate !== undefined;
    });
    if (gate)
      return `The tasks wait for \`${gate.getText(source)}\`, which may need all of them to have started: with a limit they could wait for ever.`;
  }
  return undefined;
}

/** `new Promise((open) => { … = open; })` and `const { promise, resolve } = Promise.withResolvers()`: somebody else settles it. */
function isGate({ node }: Declaration): boolean {
  const variable = ts.isBindingElement(node) ? node.parent.parent : node;
  const made = ts.isVariableDeclaration(variable) && variable.initializer ? bare(variable.initializer) : undefined;
  if (!made) return false;
  if (ts.isCallExpression(made)) return /^Promise\.withResolvers$/.test(made.expression.getText());
  if (!ts.isNewExpression(made) || made.expression.getText() !== 'Promise') return false;
  const executor = made.arguments?.[0];
  return executor !== undefined && some(executor, isAssignment);
}

/** `AbortSignal.timeout(…)` that is made once for all tasks: those that start late would have less time, or none. Says which. */
export function sharesDeadline({ scopes, source }: Session, task: ts.Expression): string | undefined {
  for (const use of scopes.freeIn(task)) {
    const node = scopes.declarationOf(use)?.node;
    const made = node && ts.isVariableDeclaration(node) ? node.initializer : undefined;
    const isDeadline = (each: ts.Node): boolean =>
      ts.isCallExpression(each) && each.expression.getText(source) === 'AbortSignal.timeout';
    if (made && some(made, isDeadline, (each) => !isCallable(each)))
      return `\`${use.text}\` is one deadline for all tasks, and with a limit those that start late would be cut off. Give each task its own.`;
  }
  return undefined;
}
