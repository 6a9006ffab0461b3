import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { bare, homeOf, isCallable } from './edit/nodes.ts';
import { around } from './edit/reach.ts';
import { freshName, openSession, semicolon, type Session } from './edit/session.ts';
import { blockStatement, insertBefore, insertIntoBody } from './edit/statements.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isWithin } from './edit/scope.ts';

const id = 'clear-timer';

/** Keeps the handle of a timer that a race is run against, and clears it when the race is over. */
export const clearTimer: Remedy = {
  id,
  rules: ['unblock/leaky-race'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'leaky-race') return undefined;
  const session = openSession(request);
  const { draft, source } = session;
  const race = nodeOf(session, subject.race, ts.isCallExpression);
  const racer = nodeOf(session, subject.timeout, ts.isExpression);
  const made = racer && promiseOf(session, bare(racer));
  if (!race || !made) return undefined;
  const timer = timerIn(session, made);
  if (!timer) return undefined;
  const place = placeFor(race, made);
  if (!place) return undefined;

  const name = freshName(session, 'timer', 'timeoutTimer');
  const type = session.typescript ? `: ${typeOfTimer(timer)} | undefined` : '';
  const code = `let ${name}${type}`;
  draft.insert(race.end, `.finally(() => clearTimeout(${name}))`);
  if (ts.isArrowFunction(place)) insertIntoBody(session, place, code);
  else insertBefore(session, place, code);
  if (ts.isArrowFunction(timer.parent)) {
    draft.insert(timer.getStart(source), `{ ${name} = `);
    draft.insert(timer.end, `${semicolon(session)} }`);
  } else draft.insert(timer.getStart(source), `${name} = `);
  return suggest(session, {
    ...{ id, title: 'Clear the timer when the race is over' },
    changes:
      'The timer no longer keeps the process and what it refers to alive. Results and failures stay the same; when the timer wins, the work runs on as before.',
  });
}

/** Handed a function by name, the compiler may take the `setTimeout` of browsers, where a timer is a number, even beside that of Node. */
function typeOfTimer({ arguments: [run] }: ts.CallExpression): string {
  const timer = 'ReturnType<typeof setTimeout>';
  return run && isCallable(bare(run)) ? timer : `${timer} | number`;
}

/** `new Promise(…)` in the list itself, or in a constant that is used there alone. */
function promiseOf({ scopes }: Session, racer: ts.Expression): ts.NewExpression | undefined {
  if (ts.isNewExpression(racer)) return racer;
  const declaration = ts.isIdentifier(racer) ? scopes.declarationOf(racer) : undefined;
  if (declaration?.kind !== 'const' || !ts.isVariableDeclaration(declaration.node)) return undefined;
  const made = declaration.node.initializer && bare(declaration.node.initializer);
  return made && ts.isNewExpression(made) && scopes.referencesTo(declaration).length === 1 ? made : undefined;
}

/** The only `setTimeout` of the executor, whose handle nobody takes. */
function timerIn(session: Session, { expression, arguments: given }: ts.NewExpression): ts.CallExpression | undefined {
  const executor = given?.[0];
  if (expression.getText(session.source) !== 'Promise' || !executor) return undefined;
  if (!ts.isArrowFunction(executor) && !ts.isFunctionExpression(executor)) return undefined;
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(session.source) === 'setTimeout') found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(executor);
  const [timer, ...others] = found;
  if (!timer || others.length > 0 || homeOf(timer) !== executor) return undefined;
  if (!['setTimeout', 'clearTimeout', 'Promise'].every((name) => isGlobal(session, name, timer))) return undefined;
  return timer.parent === executor || ts.isExpressionStatement(timer.parent) ? timer : undefined;
}

/** In front of what makes the promise, in the function of the race, so that each race has a timer of its own. */
function placeFor(race: ts.CallExpression, made: ts.NewExpression): ts.Statement | ts.ArrowFunction | undefined {
  const home = homeOf(race);
  if (!home || homeOf(made) !== home) return undefined;
  const statement = blockStatement(made, home);
  if (!statement) return ts.isArrowFunction(home) && !ts.isBlock(home.body) ? home : undefined;
  const isShared = around(made, isLoop, statement.parent) !== undefined || !isWithin(race, statement.parent);
  return isShared || (isCallable(home) && !home.body) ? undefined : statement;
}

function isLoop(node: ts.Node): node is ts.IterationStatement {
  return ts.isIterationStatement(node, false);
}
