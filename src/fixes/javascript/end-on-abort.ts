import type { Fix } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { bare, homeOf, isCallable, isGenerator, some, type Callable } from './edit/nodes.ts';
import { around } from './edit/reach.ts';
import { freshName, openSession, type Session } from './edit/session.ts';
import { insertFirstIn, outOfLoops } from './edit/statements.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isConstant } from './edit/writes.ts';

const id = 'end-on-abort';

/** Lets a `catch` ask whether the signal was aborted before it takes what failed for one more failure. */
export const endOnAbort: Remedy = {
  id,
  rules: ['unblock/swallowed-abort'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'swallowed-abort') return undefined;
  const session = openSession(request);
  const given = nodeOf(session, subject.signal, ts.isExpression);
  const attempt = nodeAt(session.tree, subject.try, ts.isTryStatement);
  const handler = attempt?.catchClause;
  const home = attempt && homeOf(attempt);
  if (!given || !attempt || !handler || !home || !isCallable(home) || isInnerTry(attempt, home)) return undefined;
  const signal = signalAt(session, bare(given), handler.block);
  if (!signal) return undefined;

  const isQuiet = endsWithItsLoop(attempt, home);
  const caught = isQuiet ? undefined : caughtBy(session, handler);
  if (!isQuiet && caught === undefined) return undefined;
  const { text, isThere } = signal;
  const end = caught === undefined ? 'return' : `throw ${caught}`;
  insertFirstIn(session, handler.block, `if (${text}${isThere ? '' : '?'}.aborted) ${end}`);
  return suggest(session, {
    ...{ id, title: `End the loop once \`${text}\` is aborted` },
    changes: isQuiet
      ? 'Once the signal is aborted, the function ends quietly, as it does after its last round: rounds that are left do not begin, and nothing else in the `catch` runs.'
      : 'Once the signal is aborted, the function fails with the error of the call, and nothing after it runs: whoever calls it hears of that, and one that starts it without waiting has to catch it.',
  });
}

/** Another `catch` around this one would take what is thrown, and another `finally` may have a way of its own to end. */
function isInnerTry(attempt: ts.TryStatement, home: Callable): boolean {
  for (let one: ts.Node = attempt.parent; one !== home; one = one.parent) if (ts.isTryStatement(one)) return true;
  return false;
}

interface Signal {
  readonly text: string;
  /** Its type, or what it is made of, says that it is not left out. */
  readonly isThere: boolean;
}

/** How the signal is written; undefined where that could be another one, or something else, by the time of the `catch`. */
function signalAt(session: Session, given: ts.Expression, place: ts.Node): Signal | undefined {
  const { scopes, source } = session;
  let root = given;
  while (ts.isPropertyAccessExpression(root)) root = bare(root.expression);
  const text = given.getText(source);
  if (root.kind === ts.SyntaxKind.ThisKeyword) return { text, isThere: isOfController(session, given) };
  const declaration = ts.isIdentifier(root) ? scopes.declarationOf(root) : undefined;
  if (!declaration || !isConstant(scopes, declaration)) return undefined;
  if (scopes.lookUp(declaration.name.text, place)?.name !== declaration.name) return undefined;
  const { node } = declaration;
  const isTyped =
    (ts.isParameter(node) || ts.isVariableDeclaration(node)) &&
    node.type?.getText(source) === 'AbortSignal' &&
    !(ts.isParameter(node) && node.questionToken);
  return { text, isThere: root === given ? isTyped : isOfController(session, given) };
}

/** The `signal` of what was made by `new AbortController()`, in a constant or a field. That of `options` may be missing. */
function isOfController({ scopes }: Session, given: ts.Expression): boolean {
  if (!ts.isPropertyAccessExpression(given) || given.questionDotToken || given.name.text !== 'signal') return false;
  const owner = bare(given.expression);
  const declared = ts.isIdentifier(owner) ? scopes.declarationOf(owner)?.node : fieldNamed(owner);
  const isHolder = declared && (ts.isVariableDeclaration(declared) || ts.isPropertyDeclaration(declared));
  const made = isHolder ? declared.initializer : undefined;
  return made !== undefined && ts.isNewExpression(made) && made.expression.getText() === 'AbortController';
}

/** Where the class declares `this.field`. */
function fieldNamed(place: ts.Expression): ts.ClassElement | undefined {
  if (!ts.isPropertyAccessExpression(place) || place.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
  const owner = around(place, ts.isClassLike);
  return owner?.members.find(({ name }) => name?.getText() === place.name.text);
}

/** Nothing comes after the loop, and nobody gets a value: the function may end there as it does after the last round. */
function endsWithItsLoop(attempt: ts.TryStatement, home: Callable): boolean {
  const { body } = home;
  if (!body || !ts.isBlock(body) || isGenerator(home)) return false;
  let loop = outOfLoops(attempt, home);
  if (ts.isLabeledStatement(loop.parent)) loop = loop.parent;
  const givesBack = (node: ts.Node): boolean => ts.isReturnStatement(node) && node.expression !== undefined;
  return body.statements.at(-1) === loop && !some(body, givesBack, (node) => !isCallable(node));
}

/** The name of what was caught; one that is taken apart is not there as a whole. */
function caughtBy(session: Session, handler: ts.CatchClause): string | undefined {
  const { variableDeclaration: caught, block } = handler;
  if (caught) return ts.isIdentifier(caught.name) ? caught.name.text : undefined;
  const name = freshName(session, 'error', 'reason');
  session.draft.insert(block.getStart(session.source), `(${name}) `);
  return name;
}
