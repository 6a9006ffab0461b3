import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, homeOf, isCallable, isStatement } from '../edit/nodes.ts';
import { around } from '../edit/reach.ts';
import type { Session } from '../edit/session.ts';

const typedArray = /^(?:(?:Ui|I)nt(?:8|16|32)|Uint8Clamped|Float(?:16|32|64)|Big(?:Ui|I)nt64)Array$/;

/** Typed arrays among the arguments of `call` that nobody looks at afterwards: their memory can go to the worker instead of a copy. */
export function transferable(session: Session, call: ts.CallExpression): readonly string[] {
  return call.arguments.flatMap((each) => (ts.isIdentifier(each) && isGivenUp(session, each, call) ? [each.text] : []));
}

function isGivenUp({ scopes }: Session, name: ts.Identifier, call: ts.CallExpression): boolean {
  const declaration = scopes.declarationOf(name);
  if (declaration?.kind !== 'const' || !ts.isVariableDeclaration(declaration.node)) return false;
  const { node, scope } = declaration;
  const home = homeOf(call);
  const made = node.initializer && bare(node.initializer);
  if (!home || !isCallable(home) || homeOf(node) !== home || !made || !isMadeHere(scopes, made)) return false;
  // A second round would find nothing left of what was made before the loop.
  if (around(call, isLoop, scope) !== undefined) return false;
  return scopes
    .referencesTo(declaration)
    .every((use) => use === name || (use.end <= call.pos && homeOf(use) === home && isFilled(use)));
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}

/** With memory of its own: of a length, a list, or by `from`. What is made of a buffer may share it. */
function isMadeHere(scopes: Session['scopes'], made: ts.Expression): boolean {
  const isArray = (node: ts.Expression): boolean =>
    ts.isIdentifier(node) && typedArray.test(node.text) && scopes.lookUp(node.text, node) === undefined;
  if (ts.isCallExpression(made)) {
    const { expression: callee } = made;
    return (
      ts.isPropertyAccessExpression(callee) && isArray(callee.expression) && /^(?:from|of)$/.test(callee.name.text)
    );
  }
  const [length, ...more] = ts.isNewExpression(made) ? (made.arguments ?? []) : [];
  return ts.isNewExpression(made) && isArray(made.expression) && more.length === 0 && isLength(scopes, length);
}

function isLength(scopes: Session['scopes'], node: ts.Expression | undefined): boolean {
  if (!node) return false;
  const value = bare(node);
  if (ts.isNumericLiteral(value) || ts.isArrayLiteralExpression(value)) return true;
  if (ts.isBinaryExpression(value)) return /^[-+*/%]$/.test(value.operatorToken.getText());
  if (ts.isPropertyAccessExpression(value)) return value.name.text === 'length' || value.name.text === 'size';
  const declaration = ts.isIdentifier(value) ? scopes.declarationOf(value)?.node : undefined;
  if (!declaration) return false;
  if (ts.isParameter(declaration)) return declaration.type?.kind === ts.SyntaxKind.NumberKeyword;
  return ts.isVariableDeclaration(declaration) && isLength(scopes, declaration.initializer);
}

/** `row[i]`, `row.length`, `row.fill(0);`: nothing that another name for the same memory could come from. */
function isFilled(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isElementAccessExpression(parent)) return parent.expression === use;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== use) return false;
  if (parent.name.text === 'length') return true;
  const call = parent.parent;
  return /^(?:fill|set|sort|reverse)$/.test(parent.name.text) && ts.isCallExpression(call) && isStatement(call);
}
