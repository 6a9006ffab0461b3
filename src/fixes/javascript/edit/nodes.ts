import { ts } from '../../../syntax/javascript/tree.ts';

/** A function that has a body to run: what `await` and `this` look to. */
export type Callable =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.AccessorDeclaration;

export function isCallable(node: ts.Node): node is Callable {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node)
  );
}

/**
 * The function in whose body `node` is evaluated, or the file. Undefined where code runs outside of any body: parameter defaults,
 * fields and static blocks of classes, decorators.
 */
export function homeOf(node: ts.Node): Callable | ts.SourceFile | undefined {
  for (let child = node, parent = node.parent as ts.Node | undefined; parent; child = parent, parent = child.parent) {
    if (ts.isPropertyDeclaration(parent) || ts.isClassStaticBlockDeclaration(parent)) return undefined;
    if (ts.isDecorator(parent) || ts.isParameter(parent)) return undefined;
    if (isCallable(parent)) return parent.body === child ? parent : undefined;
    if (ts.isSourceFile(parent)) return parent;
  }
  return undefined;
}

export function isAsync(node: Callable): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false;
}

export function isGenerator(node: Callable): boolean {
  return 'asteriskToken' in node && node.asteriskToken !== undefined;
}

/** A function's own name, or that of what it is stored in; for messages. */
export function nameOf(node: Callable): string {
  if (node.name && !ts.isComputedPropertyName(node.name)) return node.name.text;
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if ((ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && ts.isIdentifier(parent.name)) {
    return parent.name.text;
  }
  // `exports.load = function …`
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) return parent.left.name.text;
  return ts.isConstructorDeclaration(node) ? 'constructor' : 'this function';
}

/** Whether `test` holds for `node` or anything below it; `enter` keeps out of what need not be looked at. */
export function some(
  node: ts.Node,
  test: (node: ts.Node) => boolean,
  enter: (node: ts.Node) => boolean = () => true,
): boolean {
  if (test(node)) return true;
  return ts.forEachChild(node, (child) => enter(child) && some(child, test, enter)) ?? false;
}

/** A function with its own `this` and `arguments`: arrows have none. */
export function ownsThis(node: ts.Node): boolean {
  return (isCallable(node) && !ts.isArrowFunction(node)) || ts.isClassLike(node);
}

/** `this`, `super`, `new.target` or `arguments` of the function around `node`. */
export function usesThis(node: ts.Node): boolean {
  return some(
    node,
    (child) =>
      child.kind === ts.SyntaxKind.ThisKeyword ||
      child.kind === ts.SyntaxKind.SuperKeyword ||
      ts.isMetaProperty(child) ||
      (ts.isIdentifier(child) && child.text === 'arguments'),
    (child) => !ownsThis(child),
  );
}

/** Whether `await` or `yield` of the function around `node` occurs in it. */
export function suspends(node: ts.Node): boolean {
  return some(
    node,
    (child) => ts.isAwaitExpression(child) || ts.isYieldExpression(child),
    (child) => !isCallable(child),
  );
}

/** Without the parentheses and types around it. */
export function bare(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** The outermost expression that is `node` itself in parentheses or with a type. */
export function dressed(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const isDress =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent);
  return isDress ? dressed(parent) : node;
}

export function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

export function isUpdate(node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression {
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return false;
  return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
}

/** Whether an expression is a statement of its own: nobody takes its value. */
export function isStatement(node: ts.Expression): boolean {
  return ts.isExpressionStatement(dressed(node).parent);
}

/** What a call calls, short enough for a title: `save`, `this.store.save`, or only the last name of something longer. */
export function calleeText({ expression }: ts.CallExpression | ts.NewExpression): string {
  const callee = bare(expression);
  const text = callee.getText();
  if (/^[\w$.#?]{1,40}$/.test(text)) return text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : 'it';
}
