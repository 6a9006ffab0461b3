import { ts } from '../../../syntax/javascript/tree.ts';
import { bare } from '../edit/nodes.ts';
import { isWithin } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';

/** What becomes of the results of each batch. */
export interface Results {
  /** The list that they are added to, as written. */
  readonly list: string;
  /** The empty list that it is, where it is declared right above the loop and may begin with all results instead. */
  readonly empty?: ts.ArrayLiteralExpression;
}

/** A loop that does nothing else than wait for `wait`: its results, or `nobody` takes them. Undefined where it does more. */
export function resultsOf(
  session: Session,
  loop: ts.IterationStatement,
  wait: ts.AwaitExpression,
  cut: ts.Statement | undefined,
): Results | 'nobody' | undefined {
  const { statement } = loop;
  const all = ts.isBlock(statement) ? [...statement.statements] : [statement];
  const [first, second, ...others] = all.filter((one) => one !== cut);
  if (!first || others.length > 0) return undefined;
  if (!second) {
    if (!ts.isExpressionStatement(first)) return undefined;
    return bare(first.expression) === wait ? 'nobody' : resultsPushed(session, loop, first, wait);
  }
  const name = nameOf(first, wait);
  const declared = name && session.scopes.declarationOf(name);
  const uses = declared ? session.scopes.referencesTo(declared) : [];
  const [use] = uses;
  return use && uses.length === 1 && isWithin(use, second) ? resultsPushed(session, loop, second, use) : undefined;
}

/** `name` of `const name = await …`, as its only mention may be looked up. */
function nameOf(statement: ts.Statement, wait: ts.AwaitExpression): ts.Identifier | undefined {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = statement.declarationList.declarations;
  if (!declaration?.initializer || bare(declaration.initializer) !== wait) return undefined;
  return ts.isIdentifier(declaration.name) ? declaration.name : undefined;
}

/** `results.push(...batch)`. */
function resultsPushed(
  session: Session,
  loop: ts.IterationStatement,
  statement: ts.Statement,
  batch: ts.Expression,
): Results | undefined {
  const call = ts.isExpressionStatement(statement) ? bare(statement.expression) : undefined;
  if (!call || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { expression: list, name } = call.expression;
  const [spread, ...others] = call.arguments;
  if (name.text !== 'push' || !spread || others.length > 0 || !ts.isSpreadElement(spread)) return undefined;
  if (bare(spread.expression) !== batch || !/^[\w$.#]+$/.test(list.getText())) return undefined;
  const empty = emptyAbove(session, loop, list);
  return { list: list.getText(), ...(empty ? { empty } : {}) };
}

function emptyAbove(
  { scopes, typescript }: Session,
  loop: ts.IterationStatement,
  list: ts.Expression,
): ts.ArrayLiteralExpression | undefined {
  const declared = ts.isIdentifier(list) ? scopes.declarationOf(list) : undefined;
  if (!declared || !ts.isVariableDeclaration(declared.node)) return undefined;
  const { node } = declared;
  const { initializer, type } = node;
  const made = node.parent.parent;
  if (!initializer || !ts.isArrayLiteralExpression(initializer) || initializer.elements.length > 0) return undefined;
  const { parent } = loop;
  if (!ts.isVariableStatement(made) || made.declarationList.declarations.length > 1 || made.parent !== parent)
    return undefined;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent)) return undefined;
  if (parent.statements[parent.statements.indexOf(loop) - 1] !== made || made.modifiers !== undefined) return undefined;
  // Without a type the compiler takes what is added later, too, for a part of it; with all results it does not.
  const isAdded = (use: ts.Identifier): boolean =>
    ts.isPropertyAccessExpression(use.parent) && /^(push|unshift|splice)$/.test(use.parent.name.text);
  const others = scopes.referencesTo(declared).filter((use) => !isWithin(use, loop));
  return typescript && !type && others.some(isAdded) ? undefined : initializer;
}
