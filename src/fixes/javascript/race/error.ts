import { ts } from '../../../syntax/javascript/tree.ts';
import { homeOf, isCallable, some } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** Who catches the failure of `work` and asks which one it is, so that another error would take another way; in words. */
export function whoAsksWhichError(session: Session, work: ts.Expression, message = ''): string | undefined {
  const isAsked = handlersOf(work).some(({ name, body }) => some(body, (node) => decidesBy(node, name)));
  if (isAsked) return 'What catches the error here asks which one it is. Ask for a `TimeoutError` there first.';
  const isTold = (node: ts.Node): boolean =>
    ts.isStringLiteralLike(node) && node.text === message && !(work.pos <= node.pos && node.end <= work.end);
  if (message !== '' && some(session.source, isTold))
    return `The text “${message}” of its error stands elsewhere in this file, too, where somebody may ask for it.`;
  return undefined;
}

interface Handler {
  readonly name: string;
  readonly body: ts.Node;
}

/** The `catch` blocks around it, and the callbacks that are chained to it. */
function handlersOf(work: ts.Expression): Handler[] {
  const home = homeOf(work);
  const found: Handler[] = [];
  for (let one: ts.Node = work; one !== home && !ts.isSourceFile(one); one = one.parent) {
    const { parent } = one;
    if (ts.isTryStatement(parent) && parent.tryBlock === one && parent.catchClause) {
      const { variableDeclaration: variable, block } = parent.catchClause;
      if (variable) found.push(...namesIn(variable.name).map((name) => ({ name, body: block })));
    }
    if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
      const taker: ts.Expression | undefined = parent.parent.arguments[parent.name.text === 'catch' ? 0 : 1];
      const isTaken = /^(?:catch|then)$/.test(parent.name.text) && taker !== undefined && isCallable(taker);
      const [error] = isTaken ? taker.parameters : [];
      if (isTaken && error) found.push(...namesIn(error.name).map((name) => ({ name, body: taker.body })));
    }
  }
  return found;
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) => (ts.isOmittedExpression(each) ? [] : namesIn(each.name)));
}

/** A condition that mentions the error. */
function decidesBy(node: ts.Node, name: string): boolean {
  const mentions = (part: ts.Node): boolean => some(part, (each) => ts.isIdentifier(each) && each.text === name);
  if (ts.isIfStatement(node) || ts.isSwitchStatement(node)) return mentions(node.expression);
  if (ts.isConditionalExpression(node)) return mentions(node.condition);
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  const isChoice = kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.InstanceOfKeyword;
  return (isChoice || /^[=!]==?$/.test(node.operatorToken.getText())) && mentions(node.left);
}
