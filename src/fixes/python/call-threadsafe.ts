import { sitesOf } from '../../effects/calls/sites.ts';
import { catchAround } from '../../effects/promises/enclosing-try.ts';
import { functionOf, valueOf } from '../../effects/program.ts';
import { valueOfType } from '../../effects/symbols/types.ts';
import { usesOf } from '../../effects/values/uses.ts';
import type { Fix } from '../../model/fix.ts';
import type { OffThreadLoopCallSubject } from '../../model/subjects/index.ts';
import { childBy, childrenOf, kindOf, spanOf, startOf, textOf, type NodeId } from '../../syntax/python/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { importedName } from './edit/imports.ts';
import { hasComment, nodeAt, parentOf } from './edit/nodes.ts';
import { finishEdits, freshName, openSession, type Session } from './edit/session.ts';
import { lineIndent, lineStart, startWithComments } from './edit/style.ts';

const id = 'call-threadsafe';

/** Asks the loop to do on its own thread what another thread did to its objects. */
export const callThreadsafe: Remedy = {
  id,
  rules: ['unblock/off-thread-loop-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'off-thread-loop-call') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** A fix, or what stands in its way. */
function propose(request: FixRequest, { call, function: owner }: OffThreadLoopCallSubject): Fix | string | undefined {
  const { facts, file } = request;
  const value = facts.values[call];
  const session = openSession(request);
  const node = value ? nodeAt(session, value, 'call') : -1;
  const symbol = value?.kind === 'call' ? request.symbolOf(value.callee) : undefined;
  if (!value || node < 0 || symbol === undefined) return undefined;
  if (usesOf(file).of(call).length > 0)
    return 'What the call gives is used here, and the loop gives it only later, on its own thread. Do without it first.';
  if (catchAround({ file, function: owner }, call))
    return 'A `try` around it takes what it raises, and on the thread of the loop it would raise there. Move the call out of it first.';
  if (hasComment(session, spanOf(session, node)))
    return 'A comment stands within the call. Move it first, so that it is not lost.';
  const args = childrenOf(session, childBy(session, node, 'arguments'));
  const starts = /^asyncio#(create_task|ensure_future)$/.test(symbol);
  if (!starts && args.some((each) => /^(keyword_argument|dictionary_splat)$/.test(kindOf(session, each))))
    return '`call_soon_threadsafe` hands on no arguments by name. Give them by position first.';
  if (kindOf(session, parentOf(session, node)) !== 'expression_statement') return undefined;
  const loop = loopAt(request, session, owner, node);
  if (loop === undefined)
    return 'No loop is known here. Keep `asyncio.get_running_loop()` where the thread is started, and hand it to this function.';
  const [first] = args;
  const written = starts
    ? first === undefined || args.length > 1
      ? undefined
      : `${importedName(session, 'asyncio', 'run_coroutine_threadsafe', value)}(${textOf(session, first)}, ${loop})`
    : `${loop}.call_soon_threadsafe(${[childBy(session, node, 'function'), ...args].map((each) => textOf(session, each)).join(', ')})`;
  if (written === undefined) return undefined;
  session.draft.replace(spanOf(session, node), written);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: starts
      ? 'Hand the coroutine to the loop, with `run_coroutine_threadsafe`'
      : 'Ask the loop to do it, with `call_soon_threadsafe`',
    safety: 'suggestion',
    changes: starts
      ? 'The coroutine runs as a task of that loop; so far it raised `RuntimeError` here, and ran nowhere.'
      : 'It happens a little later, on the thread of the loop, which is woken for it. What it raises goes to the exception handler of the loop, no longer to this function.',
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

/** How the code here can name the loop: a variable or field that holds it, or a new variable of the coroutine around. */
function loopAt(request: FixRequest, session: Session, owner: number, node: NodeId): string | undefined {
  const { facts, program, file } = request;
  const { captures, parameters, owner: ofClass } = functionOf(file, owner);
  const near = new Set([...captures, ...parameters.map(({ binding }) => binding)]);
  for (const [binding, { name, scope, reassigned, init, annotation, start }] of facts.bindings.entries()) {
    const isVisible =
      near.has(binding) ||
      (scope === functionOf(file, owner).parent && scope !== 0 && start < functionOf(file, owner).start);
    if (!isVisible || reassigned > 0 || isShadowed(binding, name)) continue;
    const type = annotation && valueOfType(program, { file, type: annotation.type });
    const isLoop = type?.kind === 'instance' && type.type === 'asyncio#AbstractEventLoop';
    if (init !== undefined ? isRunning(init) : isLoop) return name;
  }
  const field =
    ofClass === undefined
      ? undefined
      : facts.values.find((each) => each.kind === 'member' && isLoopField(each.object, each.name));
  return field?.kind === 'member' ? `self.${field.name}` : inCoroutine();

  /** The function calls something of its own by the same name. */
  function isShadowed(binding: number, name: string): boolean {
    return facts.bindings.some((each, other) => other !== binding && each.scope === owner && each.name === name);
  }
  /** Outside of a coroutine, `get_event_loop` may give another one than `asyncio.run` makes later. */
  function isRunning(value: number): boolean {
    const made = valueOf(file, value);
    const symbol = made.kind === 'call' ? request.symbolOf(made.callee) : undefined;
    return symbol === 'asyncio#get_running_loop' || (symbol === 'asyncio#get_event_loop' && isInCoroutine(value));
  }
  function isInCoroutine(value: number): boolean {
    return facts.functions.some(
      ({ isAsync }, id) => isAsync && sitesOf(file)[id]?.some((site) => site.value === value) === true,
    );
  }
  /** A field of this class that only ever holds the loop that was running. */
  function isLoopField(object: number, name: string): boolean {
    const self = valueOf(file, object);
    if (self.kind !== 'this' || functionOf(file, self.function).owner !== ofClass) return false;
    const writes = usesOf(file)
      .memberWrites(name)
      .map((place) => usesOf(file).writtenTo(place));
    return writes.length > 0 && writes.every((value) => value !== undefined && isRunning(value));
  }
  /** The function is made by a coroutine, which runs in the loop. */
  function inCoroutine(): string | undefined {
    const { parent, kind } = functionOf(file, owner);
    if (parent === undefined || kind !== 'function' || !functionOf(file, parent).isAsync) return undefined;
    let definition = parentOf(session, node);
    while (definition >= 0 && kindOf(session, definition) !== 'function_definition')
      definition = parentOf(session, definition);
    const start = startOf(session, definition);
    if (definition < 0 || !/^[ \t]*$/.test(session.text.slice(lineStart(session.text, start), start))) return undefined;
    const name = freshName(session, 'loop', 'running_loop');
    const running = importedName(session, 'asyncio', 'get_running_loop', spanOf(session, definition));
    const at = startWithComments(session.text, lineStart(session.text, start));
    const { eol } = session.style;
    session.draft.insert(at, `${lineIndent(session.text, start)}${name} = ${running}()${eol}${eol}`);
    return name;
  }
}
