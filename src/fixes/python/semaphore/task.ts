import { usesOf } from '../../../effects/values/uses.ts';
import type { BindingId } from '../../../model/facts.ts';
import type { TextEdit } from '../../../model/fix.ts';
import { contains } from '../../../model/span.ts';
import type { FanOutSubject } from '../../../model/subjects/index.ts';
import { childBy, childrenOf, kindOf, spanOf, textOf, type NodeId } from '../../../syntax/python/tree.ts';
import { hasComment, nodeAt, parentOf, some } from '../edit/nodes.ts';
import type { Session } from '../edit/session.ts';

/** How each task is handed to the coroutine that limits it. */
export interface Task {
  readonly node: NodeId;
  /** Of that coroutine. */
  readonly parameters: string;
  /** What it awaits. */
  readonly call: string;
  /** The edits that make the tasks calls of it. */
  edits(helper: string): TextEdit[];
}

/** The task of a fan-out; why it cannot be limited, for a person, where it cannot. */
export function taskOf(session: Session, subject: FanOutSubject): Task | string | undefined {
  const { values } = session.request.facts;
  const span = values[subject.task];
  if (!span) return undefined;
  if (subject.shape === 'mapped') return mapped(session, subject);
  const inner = nodeAt(session, span, 'call');
  const node = inner < 0 ? -1 : withTimeLimit(session, inner);
  if (node < 0) return undefined;
  if (hasComment(session, spanOf(session, node)))
    return 'A comment stands within the task. Move it first, so that it is not lost.';
  if (some(session, node, (kind) => kind === 'await' || kind === 'yield' || kind === 'named_expression'))
    return 'The call waits for something before it starts, or stores it. Put that into a variable first.';
  return own(session, node) ?? general(session, node);
}

/** `wait_for(fetch(x), 5)` is limited as a whole, so that the time in line does not count. */
function withTimeLimit(session: Session, call: NodeId): NodeId {
  const outer = parentOf(session, parentOf(session, call));
  const isArgument = kindOf(session, parentOf(session, call)) === 'argument_list' && kindOf(session, outer) === 'call';
  return isArgument && /(^|\.)wait_for$/.test(textOf(session, childBy(session, outer, 'function')))
    ? withTimeLimit(session, outer)
    : call;
}

/** `gather(*map(fetch, urls))` */
function mapped(session: Session, subject: FanOutSubject): Task | undefined {
  const { values } = session.request.facts;
  const call = values[subject.call];
  const span = values[subject.task];
  const node = call ? nodeAt(session, call, 'call') : -1;
  if (node < 0 || !span) return undefined;
  const callee = session.text.slice(span.start, span.end);
  return {
    node,
    parameters: '*args',
    call: `${callee}(*args)`,
    edits: (helper) => [{ span: { start: span.start, end: span.end }, text: helper }],
  };
}

/**
 * The task as it stands, with the variables of its loop as parameters: `limited(url)`. Only where whatever else it reads is the same
 * when it is its turn.
 */
function own(session: Session, node: NodeId): Task | undefined {
  const { facts, file } = session.request;
  const span = spanOf(session, node);
  const own = new Set<BindingId>();
  for (const [id, { scope, start, end, kind, reassigned }] of facts.bindings.entries()) {
    const reads = usesOf(file)
      .names(id)
      .filter((name) => isIn(name));
    if (reads.length === 0) continue;
    // A parameter of a `lambda` within the task is there in each call of that alone.
    if (contains(span, { start, end })) return undefined;
    if (isOfLoop(id)) own.add(id);
    else if (scope !== 0 && (reassigned > 0 || kind === 'let' || kind === 'var')) return undefined;
    else if (scope === 0 && kind === 'let') return undefined;
  }
  // Members and elements may be others by then, and calls among the arguments would be made later.
  if (own.size === 0 || !hasPlainArguments(session, node)) return undefined;
  const names = [...own].map((id) => facts.bindings[id]?.name ?? '');
  return {
    node,
    parameters: names.join(', '),
    call: textOf(session, node),
    edits: (helper) => [{ span, text: `${helper}(${names.join(', ')})` }],
  };

  function isIn(name: number): boolean {
    const value = facts.values[name];
    return value !== undefined && contains(span, value);
  }
  function isOfLoop(id: BindingId): boolean {
    const { init, reassigned } = facts.bindings[id] ?? {};
    const made = init === undefined ? undefined : facts.values[init];
    const isElement = made?.kind === 'element' || made?.kind === 'item' || made?.kind === 'unknown';
    return reassigned === 0 && (isElement || isInComprehension(session, node, facts.bindings[id]));
  }
}

/** Declared by the comprehension around the task. */
function isInComprehension(
  session: Session,
  node: NodeId,
  binding: { start: number; end: number } | undefined,
): boolean {
  for (let outer = parentOf(session, node); outer >= 0; outer = parentOf(session, outer)) {
    if (/(_comprehension|generator_expression)$/.test(kindOf(session, outer)) && binding)
      return contains(spanOf(session, outer), binding);
    if (/(statement|definition|lambda)$/.test(kindOf(session, outer))) return false;
  }
  return false;
}

/** Names and written values, also within an inner call that makes the coroutine. */
function hasPlainArguments(session: Session, node: NodeId): boolean {
  const args = childBy(session, node, 'arguments');
  if (kindOf(session, args) !== 'argument_list') return false;
  return childrenOf(session, args).every((each) => {
    const value = kindOf(session, each) === 'keyword_argument' ? childBy(session, each, 'value') : each;
    if (kindOf(session, value) === 'call') return isTaskCall(session, node, value) && hasPlainArguments(session, value);
    return (
      /^(identifier|integer|float|true|false|none|string)$/.test(kindOf(session, value)) && !isFormatted(session, value)
    );
  });
}

/** The coroutine of `wait_for(…)`. */
function isTaskCall(session: Session, node: NodeId, value: NodeId): boolean {
  return childrenOf(session, childBy(session, node, 'arguments'))[0] === value;
}

function isFormatted(session: Session, node: NodeId): boolean {
  return some(session, node, (kind) => kind === 'interpolation');
}

/** Any call: the function and its arguments are computed now, as they are, and the call is made when it is its turn. */
function general(session: Session, node: NodeId): Task | string {
  const callee = childBy(session, node, 'function');
  const args = childBy(session, node, 'arguments');
  const isInner = kindOf(session, args) !== 'argument_list' || /(^|\.)wait_for$/.test(textOf(session, callee));
  if (isInner)
    return 'The task is made of several calls. Give it an `async def` of its own first, and the limit can be added.';
  const content = childrenOf(session, args);
  const start = spanOf(session, node).start;
  const opening = content[0] === undefined ? spanOf(session, node).end : spanOf(session, content[0]).start;
  const gap = session.text.slice(spanOf(session, callee).end, opening);
  return {
    node,
    parameters: 'function, /, *args, **kwargs',
    call: 'function(*args, **kwargs)',
    edits: (helper) => [
      { span: { start, end: start }, text: `${helper}(` },
      {
        span: { start: spanOf(session, callee).end, end: opening },
        text: content[0] === undefined ? ')' : gap.includes('\n') ? `,${gap.replace(/^\s*\(/, '')}` : ', ',
      },
    ],
  };
}
