import { ts } from '../../../syntax/javascript/tree.ts';
import { homeOf, isAsync, isCallable, isGenerator, isStatement, nameOf, some, type Callable } from './nodes.ts';
import { isWithin } from './scope.ts';
import type { Session } from './session.ts';

/** The async function that can wait at `call`; or, as text, why there is none. */
export function whoCanWait(session: Session, call: ts.CallExpression): Callable | string {
  const home = homeForWait(session, call);
  if (typeof home === 'string') return home;
  if (!isCallable(home)) return TOP_LEVEL;
  if (!isAsync(home)) return `\`${nameOf(home)}\` is not async. Make it async and wait for it where it is called.`;
  return troubleWithCallers(session, home, call) ?? home;
}

const TOP_LEVEL = 'The call stands at the top level of the file. Move it into an async function.';

/** Where a wait for `call` would take place, if it is a function, once that is async; or, as text, why there is no such place. */
export function homeForWait(session: Session, call: ts.CallExpression): Callable | ts.SourceFile | string {
  const home = homeOf(call);
  if (!home) return 'Default values, class fields and static blocks cannot wait. Move the call into an async function.';
  if (call.flags & ts.NodeFlags.OptionalChain && !isStatement(call))
    return 'The call is part of an optional chain. Take it out with an `if` first.';
  if (!isCallable(home)) return isModule(session) ? home : TOP_LEVEL;
  return isGenerator(home) ? `\`${nameOf(home)}\` is a generator, whose order of steps a wait would change.` : home;
}

/** Whether `await` may stand at the top level: only where the code surely runs as an ES module. */
function isModule({ request, commonjs }: Session): boolean {
  if (commonjs) return false;
  return /\.m[jt]s$/i.test(request.path) || request.buildOf?.(request.path)?.modules === 'esm';
}

/** Methods of lists that do not wait for their callback. */
const hasty = new Set([
  ...['forEach', 'filter', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex'],
  ...['sort', 'toSorted', 'reduce', 'reduceRight', 'flatMap', 'replace', 'replaceAll'],
]);

/**
 * Up to its first `await` an async function runs within the call of it. Where nobody waits for the rest, all that comes after
 * `call` would now be too late.
 */
export function troubleWithCallers(session: Session, owner: Callable, call: ts.Node): string | undefined {
  if (waitsBefore(owner, call)) return undefined;
  const { parent } = owner;
  if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
    const method = parent.expression.name.text;
    if (hasty.has(method))
      return `\`${method}\` does not wait for its callback, so that what comes after this call would be too late. Use a \`for\` loop first.`;
  }
  const careless = callsOf(session, owner).some(
    (one) => ts.isExpressionStatement(one.parent) || ts.isVoidExpression(one.parent),
  );
  if (!careless) return undefined;
  return `\`${nameOf(owner)}\` is called without \`await\` in this file, and what it does after this call would come too late there. Wait for it first.`;
}

/** Whether the function has waited by the time it comes to `call`, whichever way it took. */
function waitsBefore(owner: Callable, call: ts.Node): boolean {
  if (!owner.body) return false;
  const isEarlier = (node: ts.Node): boolean =>
    (ts.isAwaitExpression(node) || isForAwait(node)) && node.end <= call.pos;
  return some(owner.body, isEarlier, (node) => !isCallable(node) && (!isChoice(node) || isWithin(call, node)));
}

/** Code that may be left out. */
function isChoice(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return /^(?:&&|\|\||\?\?)=?$/.test(node.operatorToken.getText());
  const isBranch = ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isSwitchStatement(node);
  return isBranch || ts.isTryStatement(node) || ts.isIterationStatement(node, false);
}

function isForAwait(node: ts.Node): boolean {
  return ts.isForOfStatement(node) && node.awaitModifier !== undefined;
}

/** The calls in this file of a function by its name, or of a method of that name. */
function callsOf({ source }: Session, owner: Callable): readonly ts.CallExpression[] {
  const known = callsByName.get(source) ?? namedCalls(source);
  callsByName.set(source, known);
  return known.get(nameOf(owner)) ?? [];
}

const callsByName = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly ts.CallExpression[]>>();

function namedCalls(source: ts.SourceFile): ReadonlyMap<string, readonly ts.CallExpression[]> {
  const calls = new Map<string, ts.CallExpression[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const called = ts.isIdentifier(expression)
        ? expression
        : ts.isPropertyAccessExpression(expression)
          ? expression.name
          : undefined;
      const before = called && calls.get(called.text);
      if (before) before.push(node);
      else if (called) calls.set(called.text, [node]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

/** What becomes of the result of a wait: a part of it is taken, as `.stdout`, or it is given a type. */
interface Result {
  readonly taken?: string | undefined;
  readonly type?: string | undefined;
}

/** Waits for `call`, whose own text stays or is replaced by other edits. */
export function insertAwait(session: Session, call: ts.CallExpression, { taken = '', type }: Result = {}): void {
  const { draft, source } = session;
  if (ts.isAwaitExpression(call.parent)) return;
  const start = call.getStart(source);
  if (taken === '' && type === undefined && !needsParentheses(call)) {
    draft.insert(start, 'await ');
    return;
  }
  const isApart = type === undefined || standsApart(call);
  draft.insert(start, `${continuesPrevious(session, call) ? ';' : ''}${isApart ? '' : '('}(await `);
  draft.insert(call.end, `)${taken}${type === undefined ? '' : ` as ${type}`}${isApart ? '' : ')'}`);
}

/** Where an expression of any kind may stand without parentheses. */
function standsApart(call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isCallExpression(parent)) return parent.expression !== call;
  return (
    ts.isVariableDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isParenthesizedExpression(parent)
  );
}

/** Where `await f()` would be read as `await (f().x)` and the like. */
function needsParentheses(call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === call;
  if (ts.isCallExpression(parent)) return parent.expression === call;
  if (ts.isTaggedTemplateExpression(parent)) return parent.tag === call;
  if (ts.isBinaryExpression(parent)) {
    return parent.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken && parent.left === call;
  }
  return ts.isNonNullExpression(parent) || ts.isExpressionWithTypeArguments(parent);
}

/** Whether a parenthesis here would turn the statement before, which has no semicolon, into a call. */
function continuesPrevious({ source, text }: Session, call: ts.CallExpression): boolean {
  let statement: ts.Node = call;
  while (!ts.isStatement(statement)) statement = statement.parent;
  if (statement.getStart(source) !== call.getStart(source)) return false;
  const { parent } = statement;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isCaseOrDefaultClause(parent)) return false;
  const before = parent.statements[parent.statements.indexOf(statement) - 1];
  return before !== undefined && text[before.end - 1] !== ';';
}
