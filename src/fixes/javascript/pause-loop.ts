import { runsInPage } from '../../effects/contexts/pages.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { homeOf, isAsync, isCallable, isGenerator, some, suspends } from './edit/nodes.ts';
import { freshName, openSession, semicolon, type Session } from './edit/session.ts';
import { blockStatement, insertBefore } from './edit/statements.ts';
import { lineIndent } from './edit/style.ts';
import { suggest } from './edit/suggest.ts';
import { troubleWithPausing } from './edit/waiting.ts';
import { sharedWith } from './pause/shared.ts';
import { newTurn, turnOf } from './pause/turn.ts';
import { loopAt } from './worker/extract-loop.ts';

const id = 'pause-loop';

/** Milliseconds: what is waited for meanwhile is still late by less than a frame of a screen. */
const TURN = 15;
/** To ask for the time takes as long as a short round itself. */
const ROUNDS = 1_000;

/** Lets the event loop turn every few milliseconds of a loop that stands in an async function. */
export const pauseLoop: Remedy = {
  id,
  rules: ['unblock/blocking-loop'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-loop' || subject.call !== undefined || request.facts.language !== 'javascript')
      return undefined;
    const answer = propose(request, subject.loop, subject.function);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

function propose(
  request: FixRequest,
  place: { readonly start: number; readonly end: number },
  owner: number,
): Fix | Obstacle | string | undefined {
  const session = openSession(request);
  const loop = loopAt(session.source, place);
  const home = loop && homeOf(loop);
  if (!loop || !home || !isCallable(home) || !isAsync(home) || isGenerator(home) || suspends(loop)) return undefined;
  const above = blockStatement(loop, home);
  const inside = above && startOfBody(session, loop);
  const wait = turnOf(runsInPage(request.file));
  if (
    !above ||
    inside === undefined ||
    ![wait, 'performance', 'Promise'].every((name) => isGlobal(session, name, loop))
  )
    return undefined;
  const trouble = troubleWithPausing(session, loop, home, owner) ?? sharedWith(session, loop, home);
  if (trouble !== undefined) return trouble;

  const { draft, style, source, text } = session;
  const last = freshName(session, 'lastTurn', 'lastTurnAt');
  const count = isShort(loop) ? freshName(session, 'rounds', 'roundsDone') : undefined;
  const end = semicolon(session);
  const line = style.eol + lineIndent(text, loop.getStart(source)) + style.indent;
  const isDue = `performance.now() - ${last} > ${String(TURN)}`;
  const counted = count === undefined ? '' : `${count}++ % ${String(ROUNDS)} === 0 && `;
  const turn = `await ${newTurn(session, wait)}${end}`;
  const deep = line + style.indent;
  if (count !== undefined) insertBefore(session, above, `let ${count} = 0`);
  insertBefore(session, above, `let ${last} = performance.now()`);
  draft.insert(
    inside,
    `${line}if (${counted}${isDue}) {${deep}${turn}${deep}${last} = performance.now()${end}${line}}`,
  );
  return suggest(session, {
    ...{ id, title: `Let others run every ${String(TURN)} ms of this loop (\`${wait}\`)` },
    changes:
      'Requests, timers and events run between two rounds, and this function may run a second time meanwhile. What it works on belongs to this run alone, as far as this file shows; what it was given must not change until it is done. It computes as long as before, and a little longer.',
  });
}

/** Right behind the brace that opens the body, and a comment on its line; undefined where there is no such line. */
function startOfBody({ text, source }: Session, { statement: body }: ts.IterationStatement): number | undefined {
  if (!ts.isBlock(body) || body.statements.length === 0) return undefined;
  const opens = /^\{[ \t]*(?:\/\/.*)?(?=\r?\n)/.exec(text.slice(body.getStart(source)))?.[0];
  return opens === undefined ? undefined : body.getStart(source) + opens.length;
}

/** Nothing in it takes long by itself. */
function isShort(loop: ts.IterationStatement): boolean {
  return !some(loop.statement, (node) => ts.isIterationStatement(node, false) || ts.isCallExpression(node));
}
