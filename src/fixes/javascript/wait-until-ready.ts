import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isAsync, isGenerator, isStatement, some } from './edit/nodes.ts';
import { isWithin } from './edit/scope.ts';
import { openSession, semicolon, type Session } from './edit/session.ts';
import { insertFirstIn, topOf } from './edit/statements.ts';
import { lineIndent } from './edit/style.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { fieldsSetBy, handsOutThis, membersCalledBy, membersReading } from './ready/members.ts';

const id = 'wait-until-ready';

/** Keeps the promise of what fills the object in a field, and lets the async methods that need it wait for that. */
export const waitUntilReady: Remedy = {
  id,
  rules: ['unblock/async-constructor'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'async-constructor' || request.facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const call = nodeOf(session, subject.call, ts.isCallExpression);
  const started = call && startOf(call);
  const constructor = started?.statement.parent.parent;
  if (!call || !started || !constructor || !ts.isConstructorDeclaration(constructor)) return undefined;
  const owner = constructor.parent;
  // What it is built on may have a field of that name, and may fill or read the same fields.
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) return undefined;
  const filler = ts.isPropertyAccessExpression(call.expression) ? call.expression.name.text : '';
  const late = fieldsSetBy(owner, filler);
  const own = membersCalledBy(owner, filler);
  const readers = membersReading(owner, late).filter((one) => one !== constructor && !own.has(one));
  const name = freeName(owner);
  if (!ts.isClassDeclaration(owner) && !ts.isClassExpression(owner)) return undefined;
  if (late.length === 0 || readers.length === 0 || name === undefined) return undefined;
  // It could wait for itself: what fills it, and what comes right behind that in the same promise.
  const isBehind = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.ThisKeyword && isWithin(node, started.promise) && !isWithin(node, call);
  if ([...own, constructor].some(handsOutThis) || some(constructor, isBehind)) return undefined;
  // The constructor asks before anybody could wait.
  const asked = membersCalledBy(owner, 'constructor');
  if (readers.some((one) => asked.has(one))) return undefined;
  const atOnce = readers.find((one) => !ts.isMethodDeclaration(one) || !isAsync(one) || isGenerator(one) || !one.body);
  if (atOnce)
    return {
      id,
      reason: `\`${atOnce.name?.getText(session.source) ?? 'A field'}\` needs what comes later, and cannot wait: it is not async. Let an async \`static create()\` fill the object before anybody has it.`,
    };

  writeStart(session, started, name);
  if (session.typescript) declare(session, owner.members.find(ts.isConstructorDeclaration) ?? constructor, name);
  for (const reader of readers)
    if (ts.isMethodDeclaration(reader) && reader.body) insertFirstIn(session, reader.body, `await this.${name}`);
  return suggest(session, {
    ...{ id, title: `Keep the promise in \`${name}\`, and wait for it in the methods that need it` },
    changes: `${listed(readers)} ${readers.length === 1 ? 'waits' : 'wait'} until the object is filled, and ${readers.length === 1 ? 'fails' : 'fail'} when that has failed. What fills it must not wait for ${readers.length === 1 ? 'it' : 'one of them'}. Who reads its fields from outside can wait for \`${name}\`, too. A failure that nobody waits for is an unhandled rejection, as before.`,
  });
}

function listed(readers: readonly ts.ClassElement[]): string {
  const names = readers.map(({ name }) => `\`${name?.getText() ?? ''}\``);
  return names.length < 3
    ? names.join(' and ')
    : `${names.slice(0, 2).join(', ')} and ${String(names.length - 2)} more`;
}

interface Start {
  readonly statement: ts.ExpressionStatement;
  /** The promise, without `void`. */
  readonly promise: ts.Expression;
}

/** `this.load();`, `void this.load();` or `this.load().catch(…);` on its own in the constructor, where it is always reached. */
function startOf(call: ts.CallExpression): Start | undefined {
  let promise: ts.Expression = call;
  while (
    ts.isPropertyAccessExpression(promise.parent) &&
    promise.parent.expression === promise &&
    ts.isCallExpression(promise.parent.parent) &&
    promise.parent.parent.expression === promise.parent
  )
    promise = promise.parent.parent;
  const whole = ts.isVoidExpression(promise.parent) ? promise.parent : promise;
  const statement = whole.parent;
  if (!isStatement(whole) || !ts.isExpressionStatement(statement) || !ts.isBlock(statement.parent)) return undefined;
  const { statements } = statement.parent;
  const before = statements.slice(0, statements.indexOf(statement));
  return before.some(mayEnd) ? undefined : { statement, promise };
}

/** What follows may be left out. */
function mayEnd(node: ts.Node): boolean {
  return (
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    (ts.forEachChild(node, (child) => mayEnd(child)) ?? false)
  );
}

function freeName(owner: ts.ClassLikeDeclaration): string | undefined {
  const text = owner.getText();
  return ['ready', 'filled', 'whenReady'].find((name) => !new RegExp(`\\b${name}\\b`).test(text));
}

function writeStart({ draft, source }: Session, { statement, promise }: Start, name: string): void {
  draft.replace({ start: statement.getStart(source), end: promise.getStart(source) }, `this.${name} = `);
}

/** In front of the constructor, and of its overloads, which nothing may part from it. */
function declare(session: Session, constructor: ts.ConstructorDeclaration, name: string): void {
  const { text, style, draft } = session;
  const at = topOf(session, constructor);
  const gap = style.eol + style.eol + lineIndent(text, at);
  draft.insert(at, `readonly ${name}: Promise<unknown>${semicolon(session)}${gap}`);
}
