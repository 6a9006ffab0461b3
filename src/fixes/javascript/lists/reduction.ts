import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, isCallable } from '../edit/nodes.ts';
import { around } from '../edit/reach.ts';
import { isWithin } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';

/** `list.reduce((all, each) => …, [])` that begins with something new and empty. */
export interface Reduction {
  readonly call: ts.CallExpression;
  readonly list: ts.Expression;
  /** The word `reduce`. */
  readonly word: ts.MemberName;
  readonly callback: ts.ArrowFunction | ts.FunctionExpression;
  /** What has been made so far, by name, and the parameter behind it. */
  readonly name: string;
  readonly element: ts.ParameterDeclaration;
  /** What it begins with, with its type and without. */
  readonly given: ts.Expression;
  readonly empty: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;
  /** The type that somebody wrote down for the result. */
  readonly typed: string | undefined;
  /** What the callback gives back, as often as it does. */
  readonly results: readonly ts.Expression[];
  /** Mentions of what has been made so far that are in no result’s place. */
  readonly others: readonly ts.Identifier[];
}

/** The `reduce` whose callback gives back `made`. */
export function reductionOf(session: Session, made: ts.Expression): Reduction | undefined {
  const { scopes, source } = session;
  const callback = around(made, isCallable);
  const call = callback?.parent;
  if (!callback || !call || !ts.isCallExpression(call) || !isInline(callback)) return undefined;
  const [first, given, ...more] = call.arguments;
  const [so, element, ...rest] = callback.parameters;
  if (first !== callback || !given || more.length > 0 || !so || !element || !isPlainName(so) || rest.length > 1)
    return undefined;
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== 'reduce') return undefined;
  if (call.questionDotToken || rest.some(({ dotDotDotToken }) => dotDotDotToken) || element.dotDotDotToken)
    return undefined;
  const empty = bare(given);
  if (!ts.isArrayLiteralExpression(empty) && !ts.isObjectLiteralExpression(empty)) return undefined;
  if (ts.isArrayLiteralExpression(empty) && empty.elements.length > 0) return undefined;
  const results = resultsOf(callback);
  const declared = scopes.lookUp(so.name.text, callback.body);
  if (!results || declared?.node !== so) return undefined;
  const type = call.typeArguments?.[0] ?? (ts.isAsExpression(given) ? given.type : undefined) ?? so.type;
  const uses = scopes.referencesTo(declared);
  return {
    ...{ call, callback, element, given, empty, results },
    list: call.expression.expression,
    word: call.expression.name,
    name: so.name.text,
    typed: type?.getText(source),
    others: uses.filter((use) => !results.some((result) => isCopied(use, result))),
  };
}

type Inline = ts.ArrowFunction | ts.FunctionExpression;

function isInline(node: ts.Node): node is Inline {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function isPlainName(node: ts.ParameterDeclaration): node is ts.ParameterDeclaration & { name: ts.Identifier } {
  return ts.isIdentifier(node.name) && !node.initializer && !node.dotDotDotToken;
}

/** Of `return` and of a body without braces; undefined where the end can be reached without. */
function resultsOf({ body }: Inline): ts.Expression[] | undefined {
  if (!ts.isBlock(body)) return [body];
  const found: (ts.Expression | undefined)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node.expression);
    if (!isCallable(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  const last = body.statements.at(-1);
  const ends = last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
  return ends && !found.includes(undefined) ? found.filter((one) => one !== undefined) : undefined;
}

/** `all` as the whole result, the `...all` that it begins with, or what `concat` is called on. */
function isCopied(use: ts.Identifier, result: ts.Expression): boolean {
  if (!isWithin(use, result)) return false;
  const value = bare(result);
  if (value === use) return true;
  if (ts.isArrayLiteralExpression(value)) {
    const [first] = value.elements;
    return first !== undefined && ts.isSpreadElement(first) && bare(first.expression) === use;
  }
  if (ts.isObjectLiteralExpression(value)) {
    const [first] = value.properties;
    return first !== undefined && ts.isSpreadAssignment(first) && bare(first.expression) === use;
  }
  const callee = ts.isCallExpression(value) ? value.expression : undefined;
  return callee !== undefined && ts.isPropertyAccessExpression(callee) && bare(callee.expression) === use;
}
