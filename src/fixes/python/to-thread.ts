import { graphOf, type Call } from '../../effects/calls/graph.ts';
import { standsForAFunction } from '../../effects/calls/handed-off.ts';
import { functionOf, settle, valueOf } from '../../effects/program.ts';
import { resolveValue } from '../../effects/symbols.ts';
import { callHazard, isBound, isFresh, sharing, threadReport } from '../../effects/threads/threads.ts';
import type { Blocks } from '../../knowledge/schema.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import type { ValueId } from '../../model/facts.ts';
import type { BlockingCallSubject } from '../../model/subjects/index.ts';
import { childBy, childrenOf, kindOf, spanOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { heldAround, whyNoAwait } from './edit/awaiting.ts';
import { handOver } from './edit/hand-over.ts';
import { loopLibraryOf } from './edit/loop-library.ts';
import { hasComment, nodeAt } from './edit/nodes.ts';
import { raceAcross } from './edit/races.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { runnerFor } from './thread/runner.ts';
import { blocksOf, whyNotOnThread } from './thread/what-blocks.ts';
import { hazardWords, listed } from './words.ts';

const id = 'to-thread';

/** Awaits a thread that makes the blocking call. */
export const toThread: Remedy = {
  id,
  rules: ['unblock/blocking-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-call' || request.facts.language !== 'python') return undefined;
    // A pause is awaited, not handed to a thread.
    if (subject.direct && subject.symbol === 'time#sleep') return undefined;
    // To call it here at all is the mistake, which `to-thread-misuse` cures.
    if (standsForAFunction(request.program, { file: request.file, function: subject.function }, subject.call))
      return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, subject: BlockingCallSubject): Fix | Obstacle | string | undefined {
  const blocks = blocksOf(request.knowledge, subject.symbol);
  const call = graphOf(request.program, request.file).calls[subject.function]?.find(
    ({ value }) => value === subject.call,
  );
  const span = request.facts.values[subject.call];
  if (!blocks || !span) return undefined;
  const session = openSession(request);
  const node = nodeAt(session, span, 'call');
  if (node < 0) return undefined;

  const library = loopLibraryOf(request, subject.function);
  const trouble =
    whyNotOnThread(subject, blocks, session, node) ??
    whyNoAwait(session, node, subject.function) ??
    heldAround(session, node) ??
    troubleWithArguments(session, node) ??
    troubleWithGenerators(request, call) ??
    raceAcross(request, subject.function, span);
  if (trouble !== undefined) return trouble;
  if (typeof library !== 'string') return library.unclear;

  const unknown: string[] = [];
  const hazard = subject.direct ? directTrouble(request, subject, call) : chainTrouble(request, subject, call, unknown);
  if (hazard !== undefined) return hazard;

  const runner = runnerFor(session, library, node, !subject.direct && usesContext(request));
  handOver(session, node, runner);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  const name = textOf(session, childBy(session, node, 'function'));
  return {
    id,
    title: `Call \`${short(name)}\` on a thread with \`${runner.name}\``,
    safety: 'suggestion',
    changes: changes(blocks, name, unknown, /to_thread|copy_context/.test(runner.name + runner.before)),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** Whether anything of the project may look at context variables, itself or by a library that keeps its own there. */
function usesContext({ program }: FixRequest): boolean {
  return program.paths.some((path) =>
    program
      .file(path)
      ?.facts.specifiers.some((each) =>
        /^(contextvars|structlog|opentelemetry|sentry_sdk|flask|werkzeug)(\.|$)/.test(each),
      ),
  );
}

/** What would be called on the thread, or later, although it stands among the arguments. */
function troubleWithArguments(session: Session, call: NodeId): string | undefined {
  const args = childBy(session, call, 'arguments');
  if (kindOf(session, args) === 'generator_expression' || hands(session, args, 'generator_expression')) return lazily;
  if (hands(session, args, 'lambda'))
    return 'The `lambda` among the arguments would be called on the thread as well. Make sure that it may be, and hand the call over by hand.';
  const opening = { start: spanOf(session, childBy(session, call, 'function')).end, end: spanOf(session, args).end };
  return childrenOf(session, args).length === 0 && hasComment(session, opening)
    ? 'A comment stands between the parentheses of the call. Move it first.'
    : undefined;
}

/** `post(rows())` and `post(map(note, rows))`: what is handed over is computed by whoever goes through it. */
function troubleWithGenerators({ program, file }: FixRequest, call: Call | undefined): string | undefined {
  const value = call && valueOf(file, call.value);
  const isLazy = (argument: ValueId): boolean => {
    const made = valueOf(file, settle(file, argument));
    if (made.kind === 'array') return made.isLazy === true;
    const maker = made.kind === 'call' ? resolveValue(program, file, made.callee) : undefined;
    if (maker?.kind === 'function') return functionOf(maker.file, maker.function).isGenerator;
    const callee = made.kind === 'call' ? valueOf(file, made.callee) : undefined;
    return callee?.kind === 'global' && /^(map|filter)$/.test(callee.name);
  };
  return value?.kind === 'call' && value.args.some((each) => isLazy(each.value)) ? lazily : undefined;
}

/** Whether something of this kind is handed over, also within a list or a dict, and not only used by a call among the arguments. */
function hands(session: Session, node: NodeId, wanted: string): boolean {
  return childrenOf(session, node).some((child) => {
    const kind = kindOf(session, child);
    return (
      kind === wanted ||
      (/^(keyword_argument|list|tuple|set|dictionary|pair)$/.test(kind) && hands(session, child, wanted))
    );
  });
}

const lazily = 'The generator among the arguments would be run by the thread, bit by bit. Make it a list first.';

/** The call itself: its receiver goes to the thread with it, and stays here, too. */
function directTrouble(request: FixRequest, subject: BlockingCallSubject, call: Call | undefined): string | undefined {
  const { program, file } = request;
  if (!call) return undefined;
  const value = valueOf(file, call.value);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (callee?.kind === 'member' && isBound(program, file, callee.object))
    return `\`${subject.symbol.replace(/^.*#/, '')}\` may be called only by the thread that made the object. Hand over a function that makes it, uses it and closes it.`;
  if (isBound(program, file, call.value))
    return 'What it gives may be used only by the thread that made it, and here that would be another one. Hand over a function that makes it, uses it and closes it.';
  const callback = callbackTrouble(request, call);
  if (callback !== undefined) return callback;
  const hazard = callHazard(program, { file, function: subject.function }, call);
  if (hazard?.kind === 'shares')
    return `\`${hazard.name}\` belongs to an object that other code has, too, and that is not made for threads: two calls could then run at once. Make one here, where it is used.`;
  return hazard && hazardWords(hazard);
}

/** The function of this project that leads to it, with all that it calls and is given. */
function chainTrouble(
  request: FixRequest,
  subject: BlockingCallSubject,
  call: Call | undefined,
  unknown: string[],
): string | undefined {
  const { program, file } = request;
  const edges = (graphOf(program, file).out[subject.function] ?? []).filter(({ site }) => site.value === subject.call);
  if (!call || edges.length === 0) return 'What is called here is not known well enough to hand it to a thread.';
  for (const { to, how } of edges) {
    if (how !== 'call' && how !== 'inline') continue;
    const { isGenerator, name = 'it' } = functionOf(to.file, to.function);
    if (isGenerator)
      return `\`${name}\` is a generator: the call only makes it, and what blocks runs in each round. Gather its results in a function of their own, and hand that to a thread.`;
    const report = threadReport(program, to);
    if (report.hazard) return hazardWords(report.hazard);
    unknown.push(...report.unknown);
  }
  const value = valueOf(file, call.value);
  for (const { value: argument } of value.kind === 'call' ? value.args : []) {
    const type = sharing(program, file, argument);
    const isOwn = isFresh(file, argument, subject.function);
    if (type === 'bound' || (type === 'unsafe' && !isOwn))
      return 'Among the arguments is an object that is not made for threads. Let the function make its own.';
  }
  return callbackTrouble(request, call);
}

/** A function that is handed on with the call, and would be called on the thread, too. */
function callbackTrouble({ program, file }: FixRequest, call: Call): string | undefined {
  const value = valueOf(file, call.value);
  for (const { value: argument } of value.kind === 'call' ? value.args : []) {
    const callback = resolveValue(program, file, argument);
    const hazard = callback?.kind === 'function' ? threadReport(program, callback).hazard : undefined;
    if (hazard) return hazardWords(hazard);
  }
  return undefined;
}

function short(name: string): string {
  return name.length > 40 ? (name.split('.').at(-1) ?? name) : name;
}

/** What a person should know before taking it. */
function changes(blocks: Blocks, name: string, unknown: readonly string[], hasContext: boolean): string {
  const sentences = [
    `Results and exceptions stay the same${hasContext ? ', and context variables are seen on the thread' : ''}.`,
    'Other tasks run while this waits, so state that was read before may have changed after it, and calls that came one by one may now run at the same time, on several threads.',
    `Cancelling stops the wait, not the thread: \`${name}\` runs to its end.`,
    ...(unknown.length > 0
      ? [
          `What it calls on the way must bear being called from a thread; this could not be looked into: ${listed(unknown)}.`,
        ]
      : []),
    ...(blocks.weight === 'metadata'
      ? ['A thread costs more than one system call on a local disk; it pays where the disk may be slow or far away.']
      : []),
  ];
  return sentences.join(' ');
}
