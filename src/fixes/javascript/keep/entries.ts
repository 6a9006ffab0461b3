import { ts } from '../../../syntax/javascript/tree.ts';
import { homeOf, isAsync, isCallable, isStatement, some, type Callable } from '../edit/nodes.ts';
import { isWithin } from '../edit/scope.ts';
import type { Session } from '../edit/session.ts';
import { isConstant } from '../edit/writes.ts';
import { fieldOf } from './place.ts';

/** `cache.set(key, await load(key))`, where nothing else than this function looks into `cache`. */
export interface KeptEntry {
  /** As they are written: `cache`, `key`. */
  readonly map: string;
  readonly key: string;
  readonly wait: ts.AwaitExpression;
  /** The type of what the map holds, where it is written down. */
  readonly type?: ts.TypeNode | undefined;
  /** What a comment with the type of the map stands above. */
  readonly declared: ts.Node;
}

interface MapPlace {
  readonly text: string;
  readonly uses: readonly ts.Expression[];
  readonly type?: ts.TypeNode | undefined;
  /** What a comment with the type of the map stands above. */
  readonly declared: ts.Node;
}

type MethodCall = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

/** The entry that `set` writes; as text, why its promise cannot be kept in place of what it gives. */
export function entryKeptBy(session: Session, set: ts.CallExpression): KeptEntry | string | undefined {
  if (!isMethodCall(set) || set.expression.name.text !== 'set' || !isStatement(set)) return undefined;
  const [key, value, ...others] = set.arguments;
  const home = homeOf(set);
  if (!key || !value || others.length > 0 || !home || !isCallable(home) || !isAsync(home)) return undefined;
  const place = mapOf(session, set.expression.expression);
  if (!place || !isStable(session, key)) return undefined;
  const wait = waitFor(session, set, value);
  if (!wait) return undefined;
  const keyText = key.getText(session.source);
  const lost = place.uses.find((use) => !isKnown(session, use, { home, keyText, set }));
  if (lost)
    return `\`${place.text}\` is used elsewhere with what it holds, and would hold promises. Ask for its entries by one function first.`;
  if (waitsMeanwhile(home, place, wait)) return undefined;
  return { map: place.text, key: keyText, wait, type: place.type, declared: place.declared };
}

function isMethodCall(node: ts.Node): node is MethodCall {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && !node.questionDotToken;
}

/** `const cache = new Map()` of the module, or a private field that is never another map. */
function mapOf(session: Session, map: ts.Expression): MapPlace | undefined {
  const { scopes } = session;
  if (ts.isPropertyAccessExpression(map)) {
    const field = fieldOf(session, map);
    const isFixed = field?.uses.every((use) => ts.isPropertyAccessExpression(use.parent));
    return field && isFixed === true ? withType(field, field.initializer, field.type) : undefined;
  }
  const declaration = ts.isIdentifier(map) ? scopes.declarationOf(map) : undefined;
  if (declaration?.kind !== 'const' || !ts.isSourceFile(declaration.scope)) return undefined;
  const { node: variable, name } = declaration;
  if (!ts.isVariableDeclaration(variable)) return undefined;
  const statement = variable.parent.parent;
  if (!ts.isVariableStatement(statement) || statement.modifiers) return undefined;
  const place = { text: name.text, uses: scopes.referencesTo(declaration), declared: statement };
  return withType(place, variable.initializer, variable.type);
}

/** An empty map, and what it is said to hold. */
function withType(
  place: Pick<MapPlace, 'text' | 'uses' | 'declared'>,
  initializer: ts.Expression | undefined,
  written: ts.TypeNode | undefined,
): MapPlace | undefined {
  if (!initializer || !ts.isNewExpression(initializer) || (initializer.arguments?.length ?? 0) > 0) return undefined;
  if (!/^(?:Weak)?Map$/.test(initializer.expression.getText())) return undefined;
  if (written && initializer.typeArguments) return undefined;
  if (written && !(ts.isTypeReferenceNode(written) && /^(?:Weak)?Map$/.test(written.typeName.getText())))
    return undefined;
  const given = written && ts.isTypeReferenceNode(written) ? written.typeArguments : initializer.typeArguments;
  const { text, uses, declared } = place;
  return { text, uses, declared, type: given?.[1] };
}

/** It means the same later on, when the promise may fail. */
function isStable({ scopes }: Session, key: ts.Expression): boolean {
  if (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) return true;
  if (ts.isTemplateExpression(key)) return key.templateSpans.every(({ expression }) => isPlainName(scopes, expression));
  return isPlainName(scopes, key);
}

function isPlainName(scopes: Session['scopes'], node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? scopes.declarationOf(node) : undefined;
  return declaration !== undefined && isConstant(scopes, declaration);
}

/**
 * The wait whose promise is to be kept: written in the call itself; or right before it, for a variable that is only set and returned.
 */
function waitFor(session: Session, set: MethodCall, value: ts.Expression): ts.AwaitExpression | undefined {
  if (ts.isAwaitExpression(value)) return isReturnedNext(session, set) ? value : undefined;
  const declaration = ts.isIdentifier(value) ? session.scopes.declarationOf(value) : undefined;
  const { parent: statement } = set;
  const before = ts.isBlock(statement.parent)
    ? statement.parent.statements[statement.parent.statements.indexOf(statement as ts.Statement) - 1]
    : undefined;
  if (!declaration || !before || !ts.isVariableDeclaration(declaration.node) || declaration.node.type) return undefined;
  const wait = waitIn(before, declaration.name.text);
  const isFine = (use: ts.Identifier): boolean =>
    (set.arguments[1] === use || isReturned(use) || isTested(use) || isAssignedIn(use, before)) &&
    homeOf(use) === homeOf(set);
  if (!wait || !session.scopes.referencesTo(declaration).every(isFine)) return undefined;
  return isReturnedNext(session, set, declaration.name.text) ? wait : undefined;
}

/** `const made = await load()`, or `made = await load()`. */
function waitIn(statement: ts.Statement, name: string): ts.AwaitExpression | undefined {
  if (ts.isVariableStatement(statement)) {
    const [variable, ...others] = statement.declarationList.declarations;
    const made = variable?.name.getText() === name && others.length === 0 ? variable.initializer : undefined;
    return made && ts.isAwaitExpression(made) ? made : undefined;
  }
  const write = ts.isExpressionStatement(statement) ? statement.expression : undefined;
  if (!write || !ts.isBinaryExpression(write) || write.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return undefined;
  return write.left.getText() === name && ts.isAwaitExpression(write.right) ? write.right : undefined;
}

function isAssignedIn(use: ts.Identifier, statement: ts.Statement): boolean {
  return isWithin(use, statement) && ts.isBinaryExpression(use.parent) && use.parent.left === use;
}

/** What comes next gives it back, outside of any `try`: `return cache.get(key)`, or the variable that holds it. */
function isReturnedNext({ source }: Session, set: MethodCall, name?: string): boolean {
  let statement: ts.Node = set.parent;
  for (;;) {
    const { parent }: ts.Node = statement;
    if (ts.isIfStatement(parent) && parent.thenStatement === statement && !parent.elseStatement) {
      statement = parent;
      continue;
    }
    if (!ts.isBlock(parent)) return false;
    const next = parent.statements[parent.statements.indexOf(statement as ts.Statement) + 1];
    if (!next) {
      if (isCallable(parent.parent)) return false;
      statement = parent;
      continue;
    }
    if (!ts.isReturnStatement(next) || !next.expression) return false;
    const [map, key] = [set.expression.expression, set.arguments[0]].map((each) => each?.getText(source) ?? '');
    const wanted = name ?? `${map ?? ''}.get(${key ?? ''})`;
    const isIt = plain(next.expression).getText(source) === wanted;
    return isIt && ts.findAncestor(next, (one) => isCallable(one) || ts.isTryStatement(one))?.kind !== TRY;
  }
}

const TRY = ts.SyntaxKind.TryStatement;

/** Without what changes nothing about a promise: `(x)!`, `await x`. */
function plain(node: ts.Expression): ts.Expression {
  const isDressed = ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAwaitExpression(node);
  return isDressed ? plain(node.expression) : node;
}

function isReturned(node: ts.Expression): boolean {
  let one: ts.Expression = node;
  while (ts.isExpression(one.parent) && plain(one.parent) === node) one = one.parent;
  return ts.isReturnStatement(one.parent);
}

/** `if (known)`, `if (!known)`, `if (known !== undefined)`. */
function isTested(node: ts.Expression): boolean {
  let one: ts.Node = node.parent;
  if (ts.isPrefixUnaryExpression(one) && one.operator === ts.SyntaxKind.ExclamationToken) one = one.parent;
  else if (ts.isBinaryExpression(one)) {
    const isEmptiness =
      /^[!=]==?$/.test(one.operatorToken.getText()) && /^(?:undefined|null)$/.test(one.right.getText());
    if (!isEmptiness || one.left !== node) return false;
    one = one.parent;
  }
  return ts.isIfStatement(one);
}

interface Around {
  readonly home: Callable;
  readonly keyText: string;
  readonly set: ts.CallExpression;
}

/** A use of the map that a promise in it does not disturb. */
function isKnown(session: Session, use: ts.Expression, { home, keyText, set }: Around): boolean {
  const access = use.parent;
  if (!ts.isPropertyAccessExpression(access) || access.expression !== use || access.questionDotToken) return false;
  const method = access.name.text;
  const call = access.parent;
  if (method === 'size') return true;
  if (!ts.isCallExpression(call) || call.expression !== access) return false;
  if (method === 'delete' || method === 'clear' || method === 'has') return true;
  if (homeOf(use) !== home || call.arguments[0]?.getText(session.source) !== keyText) return false;
  if (method === 'set') return call === set;
  return method === 'get' && (isReturned(call) || isTested(call) || isLookedAt(session, call, home));
}

/** `const known = cache.get(key)`, of which it is asked whether it is there, and which is returned. */
function isLookedAt({ scopes }: Session, call: ts.CallExpression, home: Callable): boolean {
  const variable = call.parent;
  if (!ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name) || variable.type) return false;
  const declaration = scopes.lookUp(variable.name.text, variable);
  if (declaration?.node !== variable) return false;
  return scopes.referencesTo(declaration).every((use) => {
    const { parent } = use;
    const isSet = ts.isCallExpression(parent) && parent.arguments[1] === use;
    const isWritten = ts.isBinaryExpression(parent) && parent.left === use && ts.isAwaitExpression(parent.right);
    return homeOf(use) === home && (isReturned(use) || isTested(use) || isSet || isWritten);
  });
}

/** Another wait between the first look into the map and the promise: others would come through meanwhile as before. */
function waitsMeanwhile(home: Callable, { uses }: MapPlace, wait: ts.AwaitExpression): boolean {
  const first = Math.min(...uses.filter((use) => isWithin(use, home)).map(({ pos }) => pos));
  const isWait = (node: ts.Node): boolean =>
    node !== wait &&
    (ts.isAwaitExpression(node) || ts.isForOfStatement(node)) &&
    node.end > first &&
    node.pos < wait.end &&
    (!ts.isForOfStatement(node) || node.awaitModifier !== undefined);
  return home.body !== undefined && some(home.body, isWait, (node) => !isCallable(node));
}
