import type { Fix } from '../../model/fix.ts';
import type { EventLoopMisuseSubject } from '../../model/subjects/index.ts';
import { childBy, childrenOf, firstOf, kindOf, spanOf, textOf } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { heldAround, needsParentheses, whyNoAwait } from './edit/awaiting.ts';
import { hasComment, nodeAt } from './edit/nodes.ts';
import { raceAcross } from './edit/races.ts';
import { finishEdits, openSession } from './edit/session.ts';
import { dropUnusedImport } from './edit/unimport.ts';

const id = 'await-nested-run';

/** Awaits in a coroutine what was to be run by a loop within the loop. */
export const awaitNestedRun: Remedy = {
  id,
  rules: ['unblock/event-loop-misuse'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'event-loop-misuse' || subject.how !== 'nested') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: EventLoopMisuseSubject): Fix | string | undefined {
  if (!subject.direct)
    return 'The loop is started by a function on the way. Make that one async and await it, or call this one on a thread with `asyncio.to_thread`.';
  const value = request.facts.values[subject.call];
  const session = openSession(request);
  const call = value ? nodeAt(session, value, 'call') : -1;
  const symbol = value?.kind === 'call' ? request.symbolOf(value.callee) : undefined;
  if (!value || call < 0 || !/^asyncio#(run|Runner\.run|AbstractEventLoop\.run_until_complete)$/.test(symbol ?? ''))
    return undefined;
  // Leaving the runner's `with` runs its loop once more.
  if (symbol === 'asyncio#Runner.run')
    return 'An `asyncio.Runner` also runs its loop when it is closed, which fails here as well. Leave it out, and await the coroutine.';
  const trouble =
    whyNoAwait(session, call, subject.function) ??
    heldAround(session, call) ??
    raceAcross(request, subject.function, value);
  if (trouble !== undefined) return trouble;
  const callee = childBy(session, call, 'function');
  const list = childBy(session, call, 'arguments');
  const [given, ...options] = childrenOf(session, list);
  if (given === undefined || /^(keyword_argument|list_splat|dictionary_splat)$/.test(kindOf(session, given)))
    return undefined;
  const name = textOf(session, callee);
  if (options.length > 0)
    return `\`${name}\` is given options, which a coroutine that is awaited has no use for. Leave them out first.`;
  const before = { start: value.start, end: spanOf(session, given).start };
  const after = { start: spanOf(session, given).end, end: value.end };
  if (hasComment(session, before) || hasComment(session, after))
    return 'A comment stands between the parentheses of the call. Move it first.';
  // `await a or b` would await `a` alone.
  const isPlain = /^(call|identifier|attribute|subscript|parenthesized_expression)$/.test(kindOf(session, given));
  const isWrapped = needsParentheses(session, call);
  session.draft.replace(before, `${isWrapped ? '(' : ''}await ${isPlain ? '' : '('}`);
  session.draft.replace(after, `${isPlain ? '' : ')'}${isWrapped ? ')' : ''}`);
  const root = kindOf(session, callee) === 'attribute' ? firstOf(session, callee) : callee;
  if (!/\bawait\b/.test(name)) dropUnusedImport(session, root);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Await it in the loop that runs, without \`${name}\``,
    safety: 'suggestion',
    changes:
      'What raised `RuntimeError` so far now runs: other tasks run while it waits, and it belongs to this task, so cancelling this one cancels it, too.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}
