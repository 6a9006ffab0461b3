import { standsForAFunction } from '../../effects/calls/handed-off.ts';
import type { BlockingCallSubject } from '../../model/subjects/index.ts';
import type { Fix } from '../../model/fix.ts';
import { childBy, childrenOf, firstOf, kindOf, spanOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { heldAround, needsParentheses, whyNoAwait } from './edit/awaiting.ts';
import { importedName } from './edit/imports.ts';
import { loopLibraryOf } from './edit/loop-library.ts';
import { nodeAt } from './edit/nodes.ts';
import { raceAcross } from './edit/races.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { dropUnusedImport } from './edit/unimport.ts';

const id = 'async-sleep';

/** Awaits the loop's own pause instead of stopping the thread. */
export const asyncSleep: Remedy = {
  id,
  rules: ['unblock/blocking-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-call' || request.facts.language !== 'python') return undefined;
    if (!subject.direct || subject.symbol !== 'time#sleep') return undefined;
    // To call it here at all is the mistake, which `to-thread-misuse` cures.
    if (standsForAFunction(request.program, { file: request.file, function: subject.function }, subject.call))
      return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: BlockingCallSubject): Fix | string | undefined {
  const span = request.facts.values[subject.call];
  const session = openSession(request);
  const call = span ? nodeAt(session, span, 'call') : -1;
  if (!span || call < 0) return undefined;
  const trouble =
    whyNoAwait(session, call, subject.function) ??
    heldAround(session, call) ??
    raceAcross(request, subject.function, span);
  if (trouble !== undefined) return trouble;
  const library = loopLibraryOf(request, subject.function);
  if (typeof library !== 'string') return library.unclear;

  const callee = childBy(session, call, 'function');
  const [pause, ...others] = childrenOf(session, childBy(session, call, 'arguments'));
  // It raises at once: not a pause but a mistake. And of several arguments only `asyncio.sleep` takes a second one.
  if (pause === undefined || others.length > 0) return undefined;
  if (/^(unary_operator|list_splat|dictionary_splat|keyword_argument)$/.test(kindOf(session, pause))) return undefined;
  const name = importedName(session, library, 'sleep', span);
  const isWrapped = needsParentheses(session, call);
  session.draft.replace(spanOf(session, callee), `${isWrapped ? '(' : ''}await ${name}`);
  if (isWrapped) session.draft.insert(span.end, ')');
  const root = kindOf(session, callee) === 'attribute' ? firstOf(session, callee) : callee;
  dropUnusedImport(session, root);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  const isNumber = /^(integer|float)$/.test(kindOf(session, pause));
  return {
    id,
    title: `Await \`${name}\` instead of blocking with \`${textOf(session, callee)}\``,
    safety: 'suggestion',
    changes: [
      'Other tasks run during the pause, so state that was read before may have changed after it; and the task can be cancelled there.',
      ...(isNumber
        ? []
        : ['Of a negative number `time.sleep` raises ValueError; an awaited pause of that length is none.']),
    ].join(' '),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}
