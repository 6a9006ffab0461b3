import { valueOf } from '../../../effects/program.ts';
import { promiseValue } from '../../../effects/promises/promise-values.ts';
import type { FunctionId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import { childBy, childrenOf, kindOf, nextOf, spanOf, textOf, type NodeId } from '../../../syntax/python/tree.ts';
import { some } from '../edit/nodes.ts';
import { freshLocal, type Session } from '../edit/session.ts';

/** The lines that start the tasks in a group, and what gives their results. */
export interface Started {
  readonly lines: readonly string[];
  /** The results, in their order: one for each task, or a list of them. */
  readonly results: readonly string[] | string;
}

/** Starts the arguments of a `gather` in `group`; why they cannot be started there, for a person, or undefined, where they cannot. */
export function startIn(
  session: Session,
  owner: FunctionId,
  call: NodeId,
  group: string,
  wantsResults: boolean,
): Started | string | undefined {
  const args = childrenOf(session, childBy(session, call, 'arguments')).filter(
    (node) => kindOf(session, node) !== 'keyword_argument',
  );
  const [only] = args;
  if (only !== undefined && args.length === 1 && kindOf(session, only) === 'list_splat')
    return comprehended(session, owner, only, group, wantsResults);
  if (args.some((each) => !isCoroutine(session, each)))
    return 'Not all that is given here is a call of an `async def`. Start what is not in the group by hand.';
  const names = wantsResults ? args.map((each) => freshLocal(session, owner, taskName(session, each))) : [];
  return {
    lines: args.map((each, index) => {
      const name = names[index];
      return `${name === undefined ? '' : `${name} = `}${group}.create_task(${textOf(session, each)})`;
    }),
    results: names.map((name) => `${name}.result()`),
  };
}

/** `*[load(url) for url in urls]`, also as a generator. */
function comprehended(
  session: Session,
  owner: FunctionId,
  splat: NodeId,
  group: string,
  wantsResults: boolean,
): Started | string | undefined {
  const list = unwrapped(session, childrenOf(session, splat)[0] ?? -1);
  if (!/^(list_comprehension|generator_expression)$/.test(kindOf(session, list)))
    return 'The tasks are made before. Make them in the group instead, where `gather` stands.';
  const body = childBy(session, list, 'body');
  if (!isCoroutine(session, body))
    return 'Not each of these is a call of an `async def`. Start them in the group by hand.';
  if (some(session, list, (kind, node) => kind === 'for_in_clause' && /^async\b/.test(textOf(session, node))))
    return undefined;
  const clauses = session.text.slice(spanOf(session, body).end, spanOf(session, list).end - 1).trim();
  const start = `${group}.create_task(${textOf(session, body)})`;
  if (
    !wantsResults &&
    isOneLoop(session, list) &&
    !clauses.includes('\n') &&
    !rebinds(session, owner, spanOf(session, list))
  )
    return { lines: [`${clauses}:`, `${session.style.indent}${start}`], results: [] };
  const tasks = freshLocal(session, owner, 'tasks');
  const task = freshLocal(session, owner, 'task');
  return { lines: [`${tasks} = [${start} ${clauses}]`], results: `[${task}.result() for ${task} in ${tasks}]` };
}

function unwrapped(session: Session, node: NodeId): NodeId {
  return kindOf(session, node) === 'parenthesized_expression' ? (childrenOf(session, node)[0] ?? -1) : node;
}

/** A call of an `async def` whose arguments wait for nothing. */
function isCoroutine(session: Session, node: NodeId): boolean {
  const { program, file, facts } = session.request;
  if (kindOf(session, node) !== 'call') return false;
  if (some(session, node, (kind) => kind === 'await' || kind === 'yield' || kind === 'named_expression')) return false;
  const { start, end } = spanOf(session, node);
  const id = facts.values.findIndex((each) => each.kind === 'call' && each.start === start && each.end === end);
  const promise = id < 0 || valueOf(file, id).kind !== 'call' ? undefined : promiseValue(program, file, id);
  return promise?.kind === 'coroutine' && promise.by === 'syntax';
}

/** `load_task` for `self.load(url)`. */
function taskName(session: Session, call: NodeId): string {
  const name = /(\w+)$/.exec(textOf(session, childBy(session, call, 'function')))?.[1] ?? 'the';
  return `${name.replace(/^_+/, '')}_task`;
}

function isOneLoop(session: Session, list: NodeId): boolean {
  let clauses = 0;
  for (let node = list + 1; node < nextOf(session, list); node = nextOf(session, node)) {
    const kind = kindOf(session, node);
    if (kind === 'if_clause') return false;
    if (kind === 'for_in_clause') clauses++;
  }
  return clauses === 1;
}

/** A variable of the comprehension would change one of the function's own. */
function rebinds({ request: { facts } }: Session, owner: FunctionId, { start, end }: Span): boolean {
  const inner = facts.bindings.filter((each) => start <= each.start && each.end <= end).map(({ name }) => name);
  return facts.bindings.some(
    (each) => each.scope === owner && inner.includes(each.name) && !(start <= each.start && each.end <= end),
  );
}
