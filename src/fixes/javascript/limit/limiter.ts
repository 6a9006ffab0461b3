import { ts } from '../../../syntax/javascript/tree.ts';
import { importValue } from '../edit/imports.ts';
import { isCallable } from '../edit/nodes.ts';
import { reachableFrom } from '../edit/reach.ts';
import { importedBy } from '../edit/requires.ts';
import { isWithin, type Declaration } from '../edit/scope.ts';
import { freshName, type Session } from '../edit/session.ts';
import { insertBefore, insertIntoBody, sharedPlace } from '../edit/statements.ts';
import type { Amount } from './amount.ts';

export interface Limiter {
  readonly name: string;
  /** How many run at once, as written where the limiter is made; undefined when that is no number. */
  readonly count: string | undefined;
  /** Why so many, of a new one. */
  readonly why?: string;
  readonly isNew: boolean;
  /** It is one for the whole file, and all calls share it. */
  readonly isShared?: true;
}

/** Calls whose callback runs once per element, before the call returns. */
const inlineMethods = new Set([
  'map',
  'flatMap',
  'forEach',
  'filter',
  'reduce',
  'reduceRight',
  'some',
  'every',
  'find',
  'from',
]);

/** The limiter for a task: one that is in scope already and cannot deadlock, else a new one. */
export function provideLimiter(session: Session, task: ts.Node, amount: Amount): Limiter | undefined {
  return reusable(session, task) ?? declared(session, task, amount);
}

function declared(session: Session, task: ts.Node, { count, why }: Amount): Limiter | undefined {
  const place = sharedPlace(task, (call) => isInline(session, call));
  if (!place) return undefined;
  const wanted = { module: 'p-limit', export: 'default', names: ['pLimit', 'createLimit'], wholeModule: true } as const;
  const create = importValue(session, wanted, place);
  const name = freshName(session, 'limit', 'limiter', 'runLimited');
  const code = `const ${name} = ${create}(${String(count)})`;
  if (ts.isArrowFunction(place)) insertIntoBody(session, place, code);
  else insertBefore(session, place, code);
  return { name, count: String(count), why, isNew: true };
}

function isInline(session: Session, call: ts.CallExpression): boolean {
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression)) return inlineMethods.has(expression.name.text);
  return limiterCalled(session, call) !== undefined;
}

/** The limiter that `call` hands a task to. */
export function limiterCalled({ scopes }: Session, call: ts.CallExpression): Declaration | undefined {
  if (!ts.isIdentifier(call.expression)) return undefined;
  const declaration = scopes.declarationOf(call.expression);
  return declaration && creationOf({ scopes }, declaration) ? declaration : undefined;
}

/** The `pLimit(…)` that a constant holds. */
function creationOf({ scopes }: Pick<Session, 'scopes'>, { kind, node }: Declaration): ts.CallExpression | undefined {
  if (kind !== 'const' || !ts.isVariableDeclaration(node) || !node.initializer) return undefined;
  const { initializer } = node;
  if (!ts.isCallExpression(initializer) || !ts.isIdentifier(initializer.expression)) return undefined;
  const imported = scopes.declarationOf(initializer.expression);
  const from = imported && importedBy(imported.node);
  return from?.module === 'p-limit' && (from.export === 'default' || from.export === '*') ? initializer : undefined;
}

function reusable(session: Session, task: ts.Node): Limiter | undefined {
  const { scopes, source, text } = session;
  for (let scope: ts.Node | undefined = task; scope; scope = scope.parent as ts.Node | undefined) {
    for (const declaration of scopes.declaredIn(scope)) {
      const creation = creationOf(session, declaration);
      if (!creation || creation.pos > task.pos || !canShare(session, declaration, task)) continue;
      const argument = creation.arguments[0];
      const count =
        argument && ts.isNumericLiteral(argument) ? text.slice(argument.getStart(source), argument.end) : undefined;
      return { name: declaration.name.text, count, isNew: false };
    }
  }
  return undefined;
}

/**
 * A task that waits for room in the limiter it runs in waits for ever. So the limiter may only be used where every use can be seen:
 * all are plain calls in one outer function, the task is in none of them, and nothing the task could run contains one.
 */
function canShare({ scopes }: Session, limiter: Declaration, task: ts.Node): boolean {
  const uses = scopes.referencesTo(limiter);
  const reached = reachableFrom(scopes, task);
  if (scopes.lookUp(limiter.name.text, task)?.name !== limiter.name || isExported(limiter)) return false;
  const isLocal = !ts.isSourceFile(limiter.scope);
  return uses.every((use) => {
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.expression !== use || isWithin(task, call)) return false;
    if (!isLocal && (outermost(use) !== outermost(task) || !ts.isFunctionDeclaration(outermost(task)))) return false;
    if (reachableFrom(scopes, call).some((node) => isWithin(task, node))) return false;
    return !reached.some((node) => isWithin(use, node));
  });
}

function isExported({ node }: Declaration): boolean {
  const statement = node.parent.parent;
  return ts.isVariableStatement(statement) && (statement.modifiers?.length ?? 0) > 0;
}

function outermost(node: ts.Node): ts.Node {
  let found = node;
  for (let one = node; !ts.isSourceFile(one); one = one.parent) if (isCallable(one) || ts.isClassLike(one)) found = one;
  return found;
}
