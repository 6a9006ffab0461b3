import { ts } from '../../../syntax/javascript/tree.ts';
import { isCallable } from '../edit/nodes.ts';
import { isWithin } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { functionOf, type Luggage, type Movable } from './movable.ts';

/** Methods that visit every element. */
const visiting = new Set([
  ...['map', 'filter', 'forEach', 'reduce', 'reduceRight', 'flatMap', 'some', 'every', 'find', 'findIndex', 'sort'],
  ...['toSorted', 'includes', 'indexOf', 'lastIndexOf', 'join', 'replace', 'replaceAll', 'match', 'matchAll', 'exec'],
  ...['test', 'split', 'parse', 'stringify', 'update', 'digest'],
]);
/** A map or set may hold far less than there are rounds. */
const growing = new Set(['push', 'unshift']);
/** Fewer rounds than this take no time beside the copy of one element. */
const FEW = 100;

/**
 * Why a worker would take longer than the work itself: the function gives back an element for each round that it goes, and to copy
 * one takes longer than a round. Undefined where more is done than copied.
 */
export function copiesMoreThanItDoes(
  session: Session,
  luggage: Luggage,
  main: Movable,
  name: string,
): string | undefined {
  const work = workOf(session, luggage, main, new Set());
  const out = growthOf(session, main);
  if (out === 0 || work > out) return undefined;
  return `\`${name}\` gives back an element for every round that it goes. Copying one to this thread takes longer than the round, so a worker would not help.`;
}

/** How many loops stand inside each other, those of the functions that it calls among them; endless for a recursion. */
function workOf(session: Session, luggage: Luggage, main: Movable, open: Set<Movable>): number {
  if (open.has(main)) return Infinity;
  open.add(main);
  let most = 0;
  const visit = (node: ts.Node, depth: number): void => {
    let within = depth;
    if (ts.isIterationStatement(node, false) && !isShort(node)) within++;
    if (ts.isCallExpression(node)) {
      const { expression: callee } = node;
      if (ts.isPropertyAccessExpression(callee) && visiting.has(callee.name.text)) within++;
      const known = ts.isIdentifier(callee) ? session.scopes.declarationOf(callee) : undefined;
      const called = known && functionOf(known.node);
      if (called && luggage.functions.includes(called))
        most = Math.max(most, depth + workOf(session, luggage, called, open));
      // What a function of another file does is not counted, and surely more than nothing.
      else if (known?.kind === 'import') most = Math.max(most, depth + 1);
    }
    most = Math.max(most, within);
    ts.forEachChild(node, (child) => {
      visit(child, within);
    });
  };
  if (main.body) visit(main.body, 0);
  open.delete(main);
  return most;
}

function isShort(loop: ts.IterationStatement): boolean {
  const condition = ts.isForStatement(loop) ? loop.condition : undefined;
  if (!condition || !ts.isBinaryExpression(condition) || !ts.isNumericLiteral(condition.right)) return false;
  return Number(condition.right.text) < FEW;
}

/** In how many loops inside each other the function adds to what it returns. */
function growthOf({ scopes }: Session, main: Movable): number {
  const results = new Set<ts.Identifier>();
  let most = 0;
  const noteResult = (expression: ts.Expression): void => {
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node)) {
        const name = scopes.declarationOf(node)?.name;
        if (name && isWithin(name, main)) results.add(name);
      }
      // What a call gives is not what it is given, but a list may be made anew of itself.
      if (ts.isCallExpression(node)) {
        if (
          ts.isPropertyAccessExpression(node.expression) &&
          ['map', 'filter', 'flatMap'].includes(node.expression.name.text)
        )
          most = Math.max(most, 1);
      } else if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node))
        ts.forEachChild(node, visit);
    };
    visit(expression);
  };
  const findResults = (node: ts.Node): void => {
    if (isCallable(node) && node !== main) return;
    if (ts.isReturnStatement(node) && node.expression) noteResult(node.expression);
    ts.forEachChild(node, findResults);
  };
  if (main.body && !ts.isBlock(main.body)) noteResult(main.body);
  findResults(main);

  const isResult = (node: ts.Expression): boolean => {
    const name = ts.isIdentifier(node) ? scopes.declarationOf(node)?.name : undefined;
    return name !== undefined && results.has(name);
  };
  const visit = (node: ts.Node, depth: number): void => {
    let within = depth;
    if (ts.isIterationStatement(node, false) && !isShort(node)) within++;
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { name, expression } = node.expression;
      if (visiting.has(name.text)) within++;
      if (growing.has(name.text) && isResult(expression)) most = Math.max(most, depth);
    }
    ts.forEachChild(node, (child) => {
      visit(child, within);
    });
  };
  if (main.body) visit(main.body, 0);
  return most;
}
