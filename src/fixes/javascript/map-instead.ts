import type { Fix, Obstacle } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isArray, notKnownAsArray } from './callback/collection.ts';
import { hasComment } from './edit/indent.ts';
import { bare, isAsync, isCallable, isGenerator, some, usesThis } from './edit/nodes.ts';
import { reachableFrom } from './edit/reach.ts';
import { isWithin } from './edit/scope.ts';
import { openSession, type Session } from './edit/session.ts';
import { callOf, suggest } from './edit/suggest.ts';
import { reductionOf, type Reduction } from './lists/reduction.ts';

const id = 'map-instead';

/** `map` or `flatMap` for a `reduce` that copies its list in each round to add to it. */
export const mapInstead: Remedy = {
  id,
  rules: ['unblock/quadratic-work'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { finding, facts } = request;
  const { subject } = finding;
  if (subject.kind !== 'quadratic-work' || subject.how !== 'copy' || facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const span = facts.values[subject.call];
  const made = span && nodeAt(session.tree, span, ts.isExpression);
  const reduction = made && reductionOf(session, made);
  if (!reduction || !ts.isArrayLiteralExpression(reduction.empty)) return undefined;
  const { callback, call, list, others } = reduction;
  if (isAsync(callback) || isGenerator(callback) || (!ts.isArrowFunction(callback) && usesThis(callback)))
    return undefined;
  const additions = reduction.results.map((result) => additionIn(session, result, reduction.name));
  if (additions.includes(undefined) || others.length > 0 || mentions(session, callback, list)) return undefined;
  const value = callOf(session, call);
  const receiver = list.getText(session.source);
  if (value === undefined || !isArray(request, value)) return { id, reason: notKnownAsArray(receiver) };
  const [only] = additions;
  const isPlain = additions.length === 1 && only?.single !== undefined;
  const method = isPlain ? 'map' : 'flatMap';
  if (!writeCall(session, reduction, method)) return undefined;
  for (const addition of additions) {
    if (isPlain && addition?.single) session.draft.replace(addition.span, inBody(session, addition.single, callback));
    else if (addition) session.draft.replace(addition.span, addition.text);
  }
  return suggest(session, {
    ...{ id, title: `Make the list with \`${method}\`` },
    changes:
      'Each element is touched once, and the result is the same. Only holes in a list are told apart: `reduce` leaves them out, and so does `flatMap`, but `map` keeps them.',
  });
}

/** The callback could make the list shorter: `reduce` leaves out what is gone, and `map` keeps a hole for it. */
function mentions({ scopes }: Session, callback: ts.Node, list: ts.Expression): boolean {
  let root = bare(list);
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = bare(root.expression);
  const declared = ts.isIdentifier(root) ? scopes.declarationOf(root) : undefined;
  if (root.kind === ts.SyntaxKind.ThisKeyword) {
    const text = list.getText();
    return some(callback, (node) => ts.isPropertyAccessExpression(node) && node.getText() === text);
  }
  if (!declared) return false;
  const uses = scopes.referencesTo(declared);
  // A function around the list has another one in each call.
  const run = reachableFrom(scopes, callback).filter((node) => isRun(node) && !isWithin(declared.node, node));
  return run.some((node) => uses.some((use) => isWithin(use, node)));
}

/** A function, or the name of one: what else a name stands for has been worked out before. */
function isRun(node: ts.Node): boolean {
  const made = ts.isVariableDeclaration(node) && node.initializer ? bare(node.initializer) : node;
  return isCallable(made) || ts.isClassLike(made);
}

interface Addition {
  readonly span: { readonly start: number; readonly end: number };
  /** The list of what is added. */
  readonly text: string;
  /** The one element that is added. */
  readonly single?: ts.Expression;
}

/** What one result adds to the list so far: `[...all, x]`, `all.concat(x)`, or nothing, `all`. */
function additionIn({ source, text }: Session, result: ts.Expression, name: string): Addition | undefined {
  const span = { start: result.getStart(source), end: result.end };
  const value = bare(result);
  if (ts.isIdentifier(value)) return value.text === name ? { span, text: '[]' } : undefined;
  if (ts.isCallExpression(value)) {
    const [given, ...others] = value.arguments;
    const isConcat = ts.isPropertyAccessExpression(value.expression) && value.expression.name.text === 'concat';
    if (!isConcat || !given || others.length > 0 || ts.isSpreadElement(given)) return undefined;
    if (bare(value.expression.expression).getText(source) !== name) return undefined;
    return hasComment(text.slice(span.start, given.pos)) ? undefined : { span, text: given.getText(source) };
  }
  if (!ts.isArrayLiteralExpression(value)) return undefined;
  const [first, second, ...others] = value.elements;
  if (!first || !second || !ts.isSpreadElement(first) || bare(first.expression).getText(source) !== name)
    return undefined;
  if (ts.isOmittedExpression(second) || hasComment(text.slice(value.getStart(source), second.getStart(source))))
    return undefined;
  const rest = text.slice(second.getStart(source), value.end);
  const isSingle = others.length === 0 && !ts.isSpreadElement(second);
  return {
    span: { start: value.getStart(source), end: value.end },
    text: `[${rest}`,
    ...(isSingle && !hasComment(text.slice(second.end, value.end)) ? { single: second } : {}),
  };
}

/** An object that an arrow gives back needs parentheses. */
function inBody({ source }: Session, node: ts.Expression, callback: ts.Node): string {
  const text = node.getText(source);
  const isBody =
    ts.isArrowFunction(callback) && !ts.isBlock(callback.body) && !ts.isParenthesizedExpression(callback.body);
  return isBody && text.startsWith('{') ? `(${text})` : text;
}

/** `.reduce<T[]>((all, each) => …, [])` becomes `.map<T>((each) => …)`. Says whether it could. */
function writeCall(
  session: Session,
  { call, word, callback, element, given, typed }: Reduction,
  method: string,
): boolean {
  const { source, draft, text } = session;
  const [first] = callback.parameters;
  if (!first) return false;
  const end = call.arguments[0]?.end ?? 0;
  const isTight = [text.slice(word.end, callback.getStart(source)), text.slice(first.pos, element.getStart(source))];
  if ([...isTight, text.slice(end, call.end)].some(hasComment)) return false;
  const type =
    typed === undefined
      ? ''
      : (/^(?:readonly )?(.+)\[\]$/s.exec(typed)?.[1] ?? /^(?:Readonly)?Array<(.+)>$/s.exec(typed)?.[1]);
  if (type === undefined) return false;
  const inner = type === '' ? '' : `<${type.replace(/^\((.*)\)$/s, '$1')}>`;
  draft.replace({ start: word.getStart(source), end: word.end }, method + (call.typeArguments ? '' : inner));
  if (call.typeArguments) draft.replace({ start: call.typeArguments.pos - 1, end: call.typeArguments.end + 1 }, inner);
  draft.replace({ start: first.getStart(source), end: element.getStart(source) }, '');
  draft.replace({ start: end, end: given.end }, '');
  return true;
}
