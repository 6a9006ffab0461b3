import { edgesInto } from '../../effects/calls/callers.ts';
import { functionOf, valueOf, type FunctionRef, type Program } from '../../effects/program.ts';
import { stepsWithin } from '../../effects/calls/steps.ts';
import { entryOf, resolveValue } from '../../effects/symbols.ts';
import { threadReport } from '../../effects/threads/threads.ts';
import type { Fix } from '../../model/fix.ts';
import { childBy, childOfKind, endOf, kindOf, startOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { blocksOf, whyNotOnThread } from './thread/what-blocks.ts';
import { hazardWords, listed } from './words.ts';

const id = 'plain-endpoint';

/** Makes an endpoint that only blocks a plain `def`, which its framework runs on a thread. */
export const plainEndpoint: Remedy = {
  id,
  rules: ['unblock/blocking-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-call' || request.facts.language !== 'python') return undefined;
    const ref: FunctionRef = { file: request.file, function: subject.function };
    if (!isEndpoint(request.program, ref) || suspends(ref)) return undefined;
    const session = openSession(request);
    const blocks = blocksOf(request.knowledge, subject.symbol);
    // Python holds its own lock while it computes, on whichever thread.
    if (!blocks || (blocks.what === 'cpu' && whyNotOnThread(subject, blocks, session, -1) !== undefined))
      return undefined;
    const answer = propose(request, session, ref);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** Every decorator registers it where a function that is not async goes to a thread, and nobody else calls it. */
function isEndpoint(program: Program, ref: FunctionRef): boolean {
  const { file } = ref;
  const { isAsync, decorators, owner } = functionOf(file, ref.function);
  const registers = decorators.map((decorator) => {
    const symbol = resolveValue(program, file, decorator);
    return (
      symbol &&
      entryOf(program, symbol)?.callbacks?.some(({ runs, syncRuns }) => runs === 'handler' && syncRuns === 'thread')
    );
  });
  if (!isAsync || owner !== undefined || decorators.length === 0 || !registers.every(Boolean)) return false;
  return edgesInto(program, ref).every(({ how, site }) => how === 'handler' && decorators.includes(site.value));
}

/** Whether the function awaits or yields anything, which only an async one can do in this way. */
function suspends({ file, function: id }: FunctionRef): boolean {
  const { body, isGenerator } = functionOf(file, id);
  return (
    isGenerator ||
    stepsWithin(body).some((step) => {
      if (step.kind === 'region') return step.isAsync;
      if (step.kind === 'loop') return step.form === 'for-await';
      return step.kind === 'evaluate' && valueOf(file, step.value).kind === 'await';
    })
  );
}

/** A fix, or what stands in its way. */
function propose(request: FixRequest, session: Session, ref: FunctionRef): Fix | string | undefined {
  const { hazard, unknown } = threadReport(request.program, ref);
  if (hazard) return hazardWords(hazard);
  const facts = functionOf(ref.file, ref.function);
  const node = definitionAt(session, facts.start);
  const word = node < 0 ? -1 : childOfKind(session, node, 'async');
  const name = node < 0 ? -1 : childBy(session, node, 'name');
  if (word < 0 || name < 0) return undefined;
  const rest = /^(\s|\\\r?\n)*/.exec(session.text.slice(endOf(session, word)))?.[0].length ?? 0;
  session.draft.replace({ start: startOf(session, word), end: endOf(session, word) + rest }, '');
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Make \`${facts.name ?? 'it'}\` a plain \`def\`, which its framework runs on a thread`,
    safety: 'suggestion',
    changes: [
      'Answers stay the same. It awaits nothing, so nothing else has to change.',
      'Each request runs it on a thread of the framework’s pool (40 threads), so two requests may be in it at the same moment, and a request waits while all threads are busy.',
      ...(unknown.length > 0
        ? [`What it calls must bear that; this could not be looked into: ${listed(unknown)}.`]
        : []),
    ].join(' '),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

function definitionAt(session: Session, start: number): NodeId {
  const { table } = session.tree;
  for (let node = 0; node < table.length; node++)
    if (table.starts[node] === start && kindOf(session, node) === 'function_definition') return node;
  return -1;
}
