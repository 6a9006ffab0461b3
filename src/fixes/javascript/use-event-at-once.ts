import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { homeOf, isCallable, isStatement, some, type Callable } from './edit/nodes.ts';
import { endOfLine } from './edit/places.ts';
import { isWithin } from './edit/scope.ts';
import { freshName, openSession, type Session } from './edit/session.ts';
import { blockStatement, insertBefore, leaves, takeOut, topOf } from './edit/statements.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { isWritten } from './edit/writes.ts';

const id = 'use-event-at-once';

/** Uses an event before the first wait, while it is still being dispatched. */
export const useEventAtOnce: Remedy = {
  id,
  rules: ['unblock/late-event-use'],
  propose,
};

/** The event, the use that comes too late, and the statement before which it comes in time. */
interface Late {
  readonly home: Callable;
  readonly event: ts.Identifier;
  readonly access: ts.PropertyAccessExpression;
  readonly waiting: ts.Statement;
}

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'late-event-use') return undefined;
  const session = openSession(request);
  const access = nodeOf(session, subject.member, ts.isPropertyAccessExpression);
  const wait = nodeOf(session, subject.wait, ts.isAwaitExpression);
  const home = access && homeOf(access);
  if (!access || !wait || !home || !isCallable(home) || homeOf(wait) !== home) return undefined;
  const { expression: event } = access;
  const waiting = blockStatement(wait, home);
  if (!waiting || !ts.isIdentifier(event) || access.questionDotToken) return undefined;
  const declaration = session.scopes.declarationOf(event);
  if (declaration?.kind !== 'parameter' || declaration.scope !== home) return undefined;
  if (session.scopes.referencesTo(declaration).some(isWritten) || waitsEarlier(home, waiting)) return undefined;
  const late: Late = { home, event, access, waiting };
  return access.name.text === 'currentTarget' ? keepTarget(session, late) : callFirst(session, late);
}

function waitsEarlier({ body }: Callable, waiting: ts.Statement): boolean {
  const isWait = (node: ts.Node): boolean => ts.isAwaitExpression(node) && node.end <= waiting.pos;
  return body !== undefined && some(body, isWait, (node) => !isCallable(node));
}

/** `event.preventDefault();` moves up. */
function callFirst(session: Session, { access, waiting }: Late): Fix | Obstacle | undefined {
  const { source, text } = session;
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access || call.arguments.length > 0 || !isStatement(call))
    return undefined;
  const statement = call.parent;
  if (!ts.isExpressionStatement(statement) || statement.parent !== waiting.parent || !ts.isBlock(statement.parent))
    return undefined;
  const { statements } = statement.parent;
  const between = statements.slice(statements.indexOf(waiting), statements.indexOf(statement));
  const name = access.name.text;
  if (between.some(leaves))
    return {
      id,
      reason: `The function may be left before it comes to \`${name}\`, and whether it should be called then is not known. Move it up by hand.`,
    };
  takeOut(session, statement);
  const code = text.slice(topOf(session, statement), statement.end).replace(/;$/, '');
  insertBefore(session, waiting, code, text.slice(statement.end, endOfLine(session, statement)));
  return suggest(session, {
    ...{ id, title: `Call \`${access.getText(source)}\` before the first \`await\`` },
    changes: `It has an effect now, where it came too late before; also where what is awaited fails.`,
  });
}

/** `const { currentTarget } = event;` above the wait, and its name wherever it was asked for behind it. */
function keepTarget(session: Session, { home, event, waiting }: Late): Fix | undefined {
  const { source, draft, scopes } = session;
  const declaration = scopes.declarationOf(event);
  const uses = declaration ? scopes.referencesTo(declaration) : [];
  const late = uses
    .map((use) => use.parent)
    .filter(ts.isPropertyAccessExpression)
    .filter((each) => each.name.text === 'currentTarget' && each.pos >= waiting.pos && homeOf(each) === home);
  if (late.some((each) => !isWithin(each, waiting.parent) || isWritten(each) || each.questionDotToken))
    return undefined;
  const name = freshName(session, 'currentTarget', 'target');
  const part = name === 'currentTarget' ? name : `currentTarget: ${name}`;
  insertBefore(session, waiting, `const { ${part} } = ${event.text}`);
  for (const each of late) draft.replace({ start: each.getStart(source), end: each.end }, name);
  return suggest(session, {
    ...{ id, title: `Keep \`${event.text}.currentTarget\` before the first \`await\`` },
    changes: 'What comes after the `await` gets the element, where it got `null` before.',
  });
}
