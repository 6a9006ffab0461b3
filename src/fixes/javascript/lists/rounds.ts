import { ts } from '../../../syntax/javascript/tree.ts';
import { isCallable, type Callable } from '../edit/nodes.ts';
import { isWithin } from '../edit/scope.ts';

const visitors = /^(?:forEach|map|flatMap|filter|reduce|reduceRight|some|every|find|findIndex)$/;

/** The outermost loop around `node`, or the call of a callback that runs once per element, in which `declaration` does not stand. */
export function roundsAround(node: ts.Node, declaration: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let one = node.parent; !ts.isSourceFile(one) && !isWithin(declaration, one); one = one.parent) {
    if (ts.isIterationStatement(one, false)) found = one;
    if (!isCallable(one)) continue;
    const visit = visitOf(one);
    if (!visit || isWithin(declaration, visit)) break;
    found = visit;
  }
  return found;
}

/** Whether `node` runs in its place in `home`, if it runs: no other function than callbacks of `map` and the like stands in between. */
export function runsIn(node: ts.Node, home: ts.Node): boolean {
  for (let one = node.parent; one !== home; one = one.parent)
    if (ts.isSourceFile(one) || (isCallable(one) && !visitOf(one))) return false;
  return true;
}

/** The call of an array’s method that runs this callback for each element, before it returns. */
function visitOf(callback: Callable): ts.CallExpression | undefined {
  const call = callback.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== callback || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  return visitors.test(call.expression.name.text) ? call : undefined;
}
