import { ts } from '../../../syntax/javascript/tree.ts';
import { isAsync, isGenerator, some, usesThis, type Callable } from '../edit/nodes.ts';
import { freshName, type Session } from '../edit/session.ts';
import { isConstant } from '../edit/writes.ts';

/** How a callback of `map` is made to wait for room; or, as text, why that cannot be proven to change nothing else. */
export type Wrapping = ((limiter: string) => void) | string;

export function wrapCallback(
  session: Session,
  callback: ts.Expression,
  hasThisArgument: boolean,
): Wrapping | undefined {
  if (ts.isArrowFunction(callback))
    return isPlain(callback) ? wrapBody(session, callback) : wrapWhole(session, callback, callback);
  if (ts.isFunctionExpression(callback)) {
    if (isGenerator(callback)) return undefined;
    if (hasThisArgument && usesThis(callback))
      return 'The callback takes its `this` from the second argument of `map`. Make it an arrow function first.';
    return wrapWhole(session, callback, callback);
  }
  if (hasThisArgument)
    return 'The callback may use the `this` that `map` is given. Write the call out in an arrow function first.';
  return ts.isIdentifier(callback) ? wrapName(session, callback) : wrapMember(session, callback);
}

/** Parameters that are mere names: taking them cannot fail, so it does not matter in which function that happens. */
function isPlain(callback: ts.ArrowFunction): boolean {
  const names = callback.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : undefined));
  if (names.includes(undefined) || callback.parameters.some((one) => one.initializer ?? one.dotDotDotToken))
    return false;
  const isRedeclared = (node: ts.Node): boolean =>
    (ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) &&
    node.name !== undefined &&
    ts.isIdentifier(node.name) &&
    names.includes(node.name.text);
  return !some(callback.body, isRedeclared);
}

/** `async (x, i) => body` becomes `(x, i) => limit(async () => body)`. */
function wrapBody({ draft, source, text }: Session, callback: ts.ArrowFunction): Wrapping {
  return (limiter) => {
    const modifier = callback.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    if (modifier) {
      const start = modifier.getStart(source);
      const gap = /^[ \t]*/.exec(text.slice(modifier.end))?.[0].length ?? 0;
      draft.replace({ start, end: modifier.end + gap }, '');
    }
    draft.insert(callback.body.getStart(source), `${limiter}(${modifier ? 'async ' : ''}() => `);
    draft.insert(callback.end, ')');
  };
}

/** `callback` becomes `(x, i) => limit(callback, x, i)`: it gets what `map` gave it, and fails as it would have failed. */
function wrapWhole(session: Session, callback: ts.Expression, signature: Callable): Wrapping {
  const { draft, source, typescript } = session;
  // What p-limit hands on must be what the function declares.
  if (typescript && looksBeyond(signature))
    return 'The callback takes more from `arguments` than its parameters say. Write them out as parameters first.';
  return (limiter) => {
    const names = argumentNames(session, signature);
    draft.insert(callback.getStart(source), `(${names}) => ${limiter}(`);
    draft.insert(callback.end, `, ${names})`.replace(/^, \)$/, ')'));
  };
}

/** It asks for `arguments`, and has no parameter for the rest of them. */
function looksBeyond({ parameters, body }: Callable): boolean {
  return body !== undefined && mentionsArguments(body) && !parameters.some((one) => one.dotDotDotToken);
}

/** As many arguments as the callback can see, named as it names them. */
function argumentNames(session: Session, signature: Callable): string {
  const { parameters } = signature;
  if (looksBeyond(signature) || parameters.some((one) => one.dotDotDotToken))
    return `...${freshName(session, 'args', 'all')}`;
  const own = parameters.filter(({ name }) => !(ts.isIdentifier(name) && name.text === 'this'));
  const fallback = ['item', 'index', 'list'] as const;
  return own
    .slice(0, 3)
    .map(({ name }, i) => (ts.isIdentifier(name) ? name.text : freshName(session, fallback[i] ?? 'item')))
    .join(', ');
}

function mentionsArguments(body: ts.Node): boolean {
  return some(body, (node) => ts.isIdentifier(node) && node.text === 'arguments');
}

/** `map(load)`: how many of the three arguments `load` takes must be known, or all three be handed on. */
function wrapName(session: Session, callback: ts.Identifier): Wrapping | undefined {
  const { scopes } = session;
  const declaration = scopes.declarationOf(callback);
  const signature = declaration && isConstant(scopes, declaration) ? signatureOf(declaration.node) : undefined;
  if (signature && isGenerator(signature)) return undefined;
  const isClear = signature && !argumentNames(session, signature).split(', ').includes(callback.text);
  return isClear ? wrapWhole(session, callback, signature) : handAllOn(session, callback);
}

function signatureOf(node: ts.Node): Callable | undefined {
  if (ts.isFunctionDeclaration(node)) return node.body ? node : undefined;
  const initializer = ts.isVariableDeclaration(node) ? node.initializer : undefined;
  return initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
    ? initializer
    : undefined;
}

/** `map(api.load)`. A call or a condition in its place would be evaluated once per element instead of once. */
function wrapMember(session: Session, callback: ts.Expression): Wrapping | undefined {
  for (let part = callback; ; part = part.expression) {
    if (ts.isIdentifier(part) || part.kind === ts.SyntaxKind.ThisKeyword) return handAllOn(session, callback);
    if (!ts.isPropertyAccessExpression(part))
      return 'The callback is computed. Write the call out in an arrow function first.';
  }
}

function handAllOn(session: Session, callback: ts.Expression): Wrapping {
  const { draft, source, text, typescript } = session;
  const written = text.slice(callback.getStart(source), callback.end);
  if (typescript) {
    return `What \`${written}\` takes is declared elsewhere. Write the call out, as in \`(item) => ${written}(item)\`, and the limit can be added.`;
  }
  return (limiter) => {
    const all = `...${freshName(session, 'args', 'all')}`;
    draft.insert(callback.getStart(source), `(${all}) => ${limiter}(`);
    draft.insert(callback.end, `, ${all})`);
  };
}

export function isAsyncFunction(node: ts.Expression): boolean {
  return (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && isAsync(node);
}
