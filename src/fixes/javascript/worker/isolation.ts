import { ts } from '../../../syntax/javascript/tree.ts';
import { bare, isCallable } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';
import { isWritten } from '../edit/writes.ts';
import { isKept, uncloneable } from './cloneable.ts';
import { readers, writesFirst } from './methods.ts';
import type { Luggage, Movable } from './movable.ts';
import { ownersIn } from './ownership.ts';

/** Why running `main` on copies of its arguments, and returning a copy, would not be the same; undefined when it would. */
export function troubleWithCopies(session: Session, main: Movable, luggage: Luggage, name: string): string | undefined {
  for (const { type, name: parameter } of main.parameters) {
    const found = type && uncloneable(session, type);
    if (found !== undefined)
      return `The parameter \`${parameter.getText()}\` may hold ${found}, which cannot be copied to a worker.`;
  }
  const found = main.type && uncloneable(session, main.type);
  if (found !== undefined) return `\`${name}\` returns ${found}, which cannot be copied back from a worker.`;
  return (
    changesItsArguments(session, luggage, name) ??
    throwsMore(session, luggage, name) ??
    returnsMore(session, main, name)
  );
}

function changesItsArguments(session: Session, luggage: Luggage, name: string): string | undefined {
  const ownerOf = ownersIn(session, luggage.functions);
  const moved = new Set(luggage.declarations.map((one) => one.name.text));
  const isCallers = (node: ts.Expression): boolean => ownerOf(node) === 'caller';
  let trouble: string | undefined;
  const changed = (node: ts.Node): string =>
    `\`${name}\` changes what it is given (\`${node.getText(session.source)}\`); a worker would change a copy.`;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      if (isWritten(node) && isCallers(node.expression)) trouble ??= changed(node);
    }
    if (ts.isCallExpression(node)) {
      const callee = bare(node.expression);
      const gives = node.arguments.some((one) => isCallers(ts.isSpreadElement(one) ? one.expression : one));
      if (ts.isPropertyAccessExpression(callee)) {
        const method = callee.name.text;
        const root = callee.expression;
        if (isCallers(root) && !readers.has(method))
          trouble ??= `\`${name}\` calls \`${callee.getText(session.source)}\`, and what that does to its argument is not known.`;
        const isBuiltIn = ts.isIdentifier(root) && ['Object', 'Reflect'].includes(root.text);
        const [target] = node.arguments;
        if (isBuiltIn && writesFirst.has(method) && target && isCallers(target)) trouble ??= changed(target);
      } else if (ts.isIdentifier(callee) && isCallers(callee)) {
        trouble ??= `\`${name}\` is given a function (\`${callee.text}\`), which cannot be copied to a worker.`;
      }
      if (gives && isForeign(session, callee, moved) && !isKindHelper(session, callee, luggage))
        trouble ??= `What \`${callee.getText(session.source)}\` does to the argument of \`${name}\` is not known.`;
    }
    ts.forEachChild(node, visit);
  };
  for (const one of luggage.functions) visit(one);
  return trouble;
}

/** A function of another file of the project that leaves its arguments as they are. */
function isKindHelper({ scopes }: Session, callee: ts.Expression, { helpers }: Luggage): boolean {
  const declaration = ts.isIdentifier(callee) ? scopes.declarationOf(callee) : undefined;
  const helper = declaration && helpers.get(declaration);
  if (!helper) return false;
  return changesItsArguments(helper.session, helper.luggage, declaration.name.text) === undefined;
}

/** A function of another package. */
function isForeign({ scopes }: Session, callee: ts.Expression, moved: ReadonlySet<string>): boolean {
  let root = callee;
  while (ts.isPropertyAccessExpression(root)) root = bare(root.expression);
  if (!ts.isIdentifier(root) || moved.has(root.text)) return false;
  const declaration = scopes.declarationOf(root);
  return declaration?.scope !== undefined && ts.isSourceFile(declaration.scope);
}

const errors = /^(?:Error|TypeError|RangeError|SyntaxError|ReferenceError|URIError|EvalError)$/;

/** Of an error only the language's own classes arrive, and no further properties. */
function throwsMore({ scopes }: Session, { functions }: Luggage, name: string): string | undefined {
  let found: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isThrowStatement(node)) {
      const thrown = bare(node.expression);
      const made = ts.isNewExpression(thrown) || ts.isCallExpression(thrown) ? thrown.expression : undefined;
      const isOwn = made !== undefined && ts.isIdentifier(made) && errors.test(made.text);
      const isCaught = ts.isIdentifier(thrown) && scopes.declarationOf(thrown)?.kind === 'catch';
      if (!isOwn && !isCaught && !ts.isLiteralExpression(thrown)) found ??= thrown;
    }
    ts.forEachChild(node, visit);
  };
  for (const one of functions) visit(one);
  if (!found) return undefined;
  return `\`${name}\` throws \`${found.getText()}\`. From a worker only the class, message and stack of the language’s own errors arrive.`;
}

/** What `Object` makes that a copy is not. */
const unlike = new Set([
  'create',
  'freeze',
  'seal',
  'preventExtensions',
  'defineProperty',
  'defineProperties',
  'setPrototypeOf',
]);

/** Functions, or objects that hold some, among what is returned. */
function returnsMore({ scopes }: Session, main: Movable, name: string): string | undefined {
  const seen = new Set<ts.Node>();
  const holdsFunction = (node: ts.Node): boolean => {
    if (isCallable(node) || ts.isClassLike(node)) return true;
    if (ts.isNewExpression(node)) return !isKept(node);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name: method } = node.expression;
      if (expression.getText() === 'Object' && unlike.has(method.text)) return true;
    }
    if (ts.isIdentifier(node)) {
      const declared = scopes.declarationOf(node)?.node;
      const value = declared && ts.isVariableDeclaration(declared) ? declared.initializer : declared;
      if (!value || seen.has(value)) return false;
      seen.add(value);
      return ts.isExpression(value) ? holdsFunction(value) : isCallable(value);
    }
    // What a call gives is not what it is given.
    if (ts.isCallExpression(node) || ts.isElementAccessExpression(node)) return false;
    return ts.forEachChild(node, holdsFunction) ?? false;
  };
  let found = main.body !== undefined && !ts.isBlock(main.body) && holdsFunction(main.body);
  const visit = (node: ts.Node): void => {
    if (isCallable(node) && node !== main) return;
    if (ts.isReturnStatement(node) && node.expression && holdsFunction(node.expression)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(main);
  return found
    ? `\`${name}\` returns a function or an instance of a class, which cannot be copied back from a worker.`
    : undefined;
}
