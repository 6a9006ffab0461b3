import { graphOf, type Call } from '../../effects/calls/graph.ts';
import { handedOffBy, type HandedOff } from '../../effects/calls/handed-off.ts';
import { functionOf, settle, valueOf, type FunctionRef, type Program } from '../../effects/program.ts';
import { symbolName } from '../../effects/symbols.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Fix } from '../../model/fix.ts';
import type { WorkerPerCallSubject } from '../../model/subjects/index.ts';
import {
  childBy,
  childOfKind,
  childrenOf,
  endOf,
  hasWord,
  kindOf,
  startOf,
  textOf,
  type NodeId,
} from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { nextLine } from './edit/imports.ts';
import { dedentLines, hasTextOverLines } from './edit/indent.ts';
import { around, hasComment, nodeAt } from './edit/nodes.ts';
import { finishEdits, openSession, type Session } from './edit/session.ts';
import { lineEnd, lineIndent, lineStart } from './edit/style.ts';
import { comesBack, isSameInModule, moduleName, placeInModule, renameIn } from './hoist/module-value.ts';
import { whyNotOnLoad } from './processes/module-pool.ts';
import { stateOf } from './processes/state.ts';

const id = 'hoist-pool';

/** Makes one pool for all calls, in the module, instead of one in each. */
export const hoistPool: Remedy = {
  id,
  rules: ['unblock/worker-per-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'worker-per-call' || request.facts.language !== 'python') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, { call: made, function: owner }: WorkerPerCallSubject): Fix | string | undefined {
  const { facts } = request;
  const value = facts.values[made];
  const kind =
    value?.kind === 'call'
      ? /^concurrent\.futures#((?:Thread|Process)PoolExecutor)$/.exec(request.symbolOf(value.callee) ?? '')?.[1]
      : undefined;
  if (value?.kind !== 'call' || owner === 0) return undefined;
  if (kind === undefined)
    return 'A pool of `multiprocessing` starts its processes as soon as it is made, also where one of them loads this module. Use a `ProcessPoolExecutor`, or make the pool where the program starts, and hand it on.';
  const tooEarly = kind === 'ProcessPoolExecutor' ? whyNotOnLoad(request) : undefined;
  if (tooEarly !== undefined) return tooEarly;
  const session = openSession(request);
  const block = blockOf(session, value);
  const binding = facts.bindings.findIndex(
    ({ scope, init }) => scope === owner && init !== undefined && settle(request.file, init) === made,
  );
  const name = facts.bindings[binding]?.name;
  if (!block || name === undefined)
    return 'The pool is not held by a `with` of its own. Make it in the module, and let nobody shut it down before the program ends.';
  if (isAlone(request, value.args))
    return 'With one worker for all calls they would go one after the other. Give the pool as many as shall run at once first.';
  if (kind === 'ThreadPoolExecutor' && isForked(request.program, { file: request.file, function: owner }))
    return 'The program forks. What the module has made by then is in the new process as well, but for its threads, and a pool without them would let everybody wait. Make the pool where each process starts, and hand it on.';
  const trouble = troubleWithTasks(request, made, binding, { file: request.file, function: owner });
  if (trouble !== undefined) return trouble;
  const place = placeInModule(session, block.call);
  if (!isSameInModule(session, block.call, place.at))
    return 'What the pool is told is known only within the function. Make it where the program starts, and hand it on.';
  const { text, draft } = session;
  const at = startOf(session, block.statement);
  const head = { start: lineStart(text, at), end: nextLine(text, lineEnd(text, block.headEnd)) };
  const body = { start: head.end, end: lineEnd(text, endOf(session, block.last)) };
  const step = lineIndent(text, startOf(session, block.first)).length - lineIndent(text, at).length;
  const isPlain = text.slice(head.start, at).trim() === '' && head.end <= startOf(session, block.first);
  if (!isPlain || step <= 0 || hasComment(session, head) || hasTextOverLines(session, body))
    return 'The `with` shares its lines with other code, or a text over several lines stands in it. Write it over lines of its own first.';
  const code = textOf(session, block.call);
  const hoisted = moduleName(session, name, kind === 'ProcessPoolExecutor' ? 'processes' : 'threads');
  if (hoisted !== name) renameIn(session, owner, name, hoisted);
  draft.replace(head, '');
  dedentLines(session, body, step);
  place.write(`${hoisted} = ${code}`);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Make one \`${hoisted}\` for all calls, in the module`,
    safety: 'suggestion',
    changes: `All calls share its workers, so many run at once in all, and the others wait for their turn. The workers start with the first task and stay until the program ends; what a task leaves behind in its ${kind === 'ProcessPoolExecutor' ? 'process' : 'thread'}, the next one finds there. After an exception, or when this is cancelled, nothing waits any more for the task to end.`,
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** Another process that begins as a copy of this one has the pool, and none of its threads: what it hands over would wait for ever. */
function isForked(program: Program, owner: FunctionRef): boolean {
  return program.paths.some((path) => {
    const file = program.file(path);
    if (!file?.facts.specifiers.some((each) => /^(os|multiprocessing|concurrent\.futures)(\.|$)/.test(each)))
      return false;
    return graphOf(program, file)
      .calls.flat()
      .some((call) => {
        if (call.symbol && symbolName(call.symbol) === 'os#fork') return true;
        const handed = handedOffBy(program, file, call);
        return handed?.to === 'process' && handed.target !== undefined && comesBack(program, handed.target, owner);
      });
  });
}

interface Block {
  readonly statement: NodeId;
  readonly call: NodeId;
  /** Where its line of `with` ends. */
  readonly headEnd: number;
  /** The first and last statement of its body. */
  readonly first: NodeId;
  readonly last: NodeId;
}

/** `with ThreadPoolExecutor() as pool:` and nothing else. */
function blockOf(session: Session, made: { readonly start: number; readonly end: number }): Block | undefined {
  const call = nodeAt(session, made, 'call');
  const statement = call < 0 ? -1 : around(session, call, (kind) => /_statement$/.test(kind));
  if (statement < 0 || kindOf(session, statement) !== 'with_statement' || hasWord(session, statement, 'async'))
    return undefined;
  const clause = childOfKind(session, statement, 'with_clause');
  const items = childrenOf(session, clause);
  const body = childrenOf(session, childBy(session, statement, 'body'));
  const [first, last] = [body[0], body.at(-1)];
  let item = items.length === 1 ? (childrenOf(session, items[0] ?? -1)[0] ?? -1) : -1;
  while (kindOf(session, item) === 'parenthesized_expression') item = childrenOf(session, item)[0] ?? -1;
  const isOne = item >= 0 && kindOf(session, item) === 'as_pattern';
  return isOne && first !== undefined && last !== undefined
    ? { statement, call, headEnd: endOf(session, clause), first, last }
    : undefined;
}

/** `max_workers=1` */
function isAlone(
  { file }: FixRequest,
  args: readonly { readonly value: ValueId; readonly keyword?: string }[],
): boolean {
  return args.some(({ value, keyword }, index) => {
    const number = valueOf(file, value);
    return (
      (keyword === 'max_workers' || (index === 0 && keyword === undefined)) &&
      number.kind === 'literal' &&
      number.value === 1
    );
  });
}

/** Why leaving the `with` did more than to end the pool, or why its tasks cannot share one. */
function troubleWithTasks(
  request: FixRequest,
  made: ValueId,
  binding: BindingId,
  owner: FunctionRef,
): string | undefined {
  const { file, program } = request;
  const uses = usesOf(file);
  const handed = graphOf(program, file)
    .calls.flat()
    .flatMap((call) => handedOffBy(program, file, call) ?? [])
    .filter(({ pool }) => pool !== undefined && settle(file, pool) === made);
  const mentions = uses
    .names(binding)
    .filter((mention) => !uses.of(mention).every(({ as }) => as === 'target' || as === 'resource'));
  if (mentions.some((mention) => !handed.some(({ pool }) => pool === mention)))
    return 'The pool is used for more than to hand it work. Make it in the module by hand, and let nobody shut it down.';
  for (const task of handed) {
    if (task.call.function !== owner.function) return 'Another function hands it work. Make it in the module by hand.';
    if (!isWaitedFor(request, task.call, task))
      return 'Leaving the `with` waits for work whose result nobody takes here. Take the results first.';
    if (!task.target) {
      if (task.to === 'thread' && !isOfLibrary(request, task))
        return 'The pool is handed a function that is not known. If that came back here, it would wait for a worker that waits for it.';
      continue;
    }
    if (
      comesBack(program, task.target, owner) ||
      (task.target.file === file && task.target.function === owner.function)
    )
      return `\`${functionOf(task.target.file, task.target.function).name ?? 'The task'}\` comes back here. With one pool for all it would wait for a worker that waits for it.`;
    const state = task.to === 'process' ? stateOf(request, task.target) : undefined;
    if (state !== undefined)
      return `The task reads \`${state}\`, which changes while the program runs. A process that was started before goes on with what it had then.`;
  }
  return undefined;
}

function isOfLibrary(request: FixRequest, { argument }: HandedOff): boolean {
  return request.symbolOf(argument) !== undefined;
}

/** `await loop.run_in_executor(pool, …)`, `pool.submit(…).result()`, `list(pool.map(…))`. */
function isWaitedFor({ file }: FixRequest, { value: call }: Call, { each }: HandedOff): boolean {
  const uses = usesOf(file);
  const [use, ...others] = uses.of(call);
  if (!use || others.length > 0) return false;
  if (use.as === 'awaited') return true;
  const by = use.by === undefined ? undefined : valueOf(file, use.by);
  if (use.as === 'object' && by?.kind === 'member' && use.by !== undefined)
    return by.name === 'result' && uses.of(use.by).some(({ as }) => as === 'callee');
  const callee = use.as === 'argument' && by?.kind === 'call' ? valueOf(file, by.callee) : undefined;
  return each && callee?.kind === 'global' && /^(list|tuple|set|dict|sorted|sum|min|max)$/.test(callee.name);
}
