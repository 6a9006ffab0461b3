import { usesOf } from '../../../effects/values/uses.ts';
import type { BindingId, ValueId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import { childrenOf, endOf, kindOf, spanOf, startOf, textOf, type NodeId } from '../../../syntax/python/tree.ts';
import { importedName, knownName, lastImport, placeWithoutImports } from '../edit/imports.ts';
import { statementOf, parentOf } from '../edit/nodes.ts';
import { freshName, type Session } from '../edit/session.ts';
import { lineEnd, lineStart, startWithComments } from '../edit/style.ts';
import { isSince } from '../thread/runner.ts';

/** The set that keeps tasks, and whether this fix makes it. */
export interface KeptTasks {
  readonly name: string;
  readonly isNew: boolean;
}

/** The module's set of tasks: the one that tasks are taken out of already when they are done, else a new one below the imports. */
export function keptTasks(session: Session, statement: NodeId): KeptTasks {
  const known = knownSet(session);
  if (known !== undefined && !isTakenAround(session, known, spanOf(session, statement)))
    return { name: known, isNew: false };
  const name = freshName(session, 'background_tasks', 'kept_tasks');
  const { at, before, after } = belowImports(session);
  const type = taskType(session, at);
  const annotation = type !== undefined && isSince(session, 3, 9) ? `: set[${type}]` : '';
  session.draft.insert(at, `${before}${name}${annotation} = set()${after}`);
  return { name, isNew: true };
}

/** Whether a function around this place has something of its own by that name. */
function isTakenAround({ request: { facts } }: Session, name: string, { start, end }: Span): boolean {
  return facts.bindings.some((binding) => {
    const owner = facts.functions[binding.scope];
    const isAround = owner !== undefined && owner.start <= start && end <= owner.end;
    return binding.name === name && binding.scope !== 0 && isAround;
  });
}

/** A set of the module that some task is discarded from as its callback. */
function knownSet({ request }: Session): string | undefined {
  const { facts, file } = request;
  const uses = usesOf(file);
  const isHandedOver = (member: ValueId): boolean =>
    uses.of(member).some(({ as }) => as === 'argument' || as === 'callee');
  const isSet = (id: BindingId): boolean => {
    const { scope, init, reassigned } = facts.bindings[id] ?? {};
    const made = init === undefined ? undefined : facts.values[init];
    const callee = made?.kind === 'call' && made.args.length === 0 ? facts.values[made.callee] : undefined;
    return scope === 0 && reassigned === 0 && callee?.kind === 'global' && callee.name === 'set';
  };
  const index = facts.bindings.findIndex(
    (_, id) =>
      isSet(id) &&
      uses.names(id).some((name) =>
        uses.of(name).some(({ by }) => {
          const member = by === undefined ? undefined : facts.values[by];
          return member?.kind === 'member' && member.name === 'discard' && by !== undefined && isHandedOver(by);
        }),
      ),
  );
  return facts.bindings[index]?.name;
}

/** `asyncio.Task[object]`, as far as the module can say that at this place, where it is evaluated. */
function taskType(session: Session, at: number): string | undefined {
  const name = knownName(session, 'asyncio', 'Task', { start: 0, end: 0 });
  const root = name?.split('.')[0];
  const isThere = session.request.facts.bindings.some(
    (each) => each.import && each.scope === 0 && each.name === root && each.end <= at,
  );
  return name === undefined || !isThere ? undefined : `${name}[object]`;
}

/** Where a line of the module's own goes, and what stands before and after it. */
function belowImports(session: Session): { at: number; before: string; after: string } {
  const { text, style } = session;
  const { eol } = style;
  const last = lastImport(session);
  if (last === undefined) {
    const { at, before, after } = placeWithoutImports(session);
    return { at, before, after: eol + after };
  }
  const at = lineEnd(text, endOf(session, last));
  const isCrowded = /^\r?\n[^\r\n]/.test(text.slice(at));
  return { at, before: eol + eol, after: isCrowded ? eol : '' };
}

/** A function of the module that takes a finished task out of the set and logs its exception; made above the code that uses it. */
export function callbackThatLogs(session: Session, statement: NodeId, tasks: KeptTasks): string {
  const known = knownCallback(session, tasks);
  if (known !== undefined) return known;
  const { text, style, draft } = session;
  const { eol, indent, quote } = style;
  let top = statementOf(session, statement);
  while (parentOf(session, top) > 0) top = statementOf(session, parentOf(session, top));
  const name = freshName(session, 'forget_task', 'forget_background_task');
  const start = startWithComments(text, lineStart(text, startOf(session, top)));
  const type = taskType(session, start);
  const logger = loggerOf(session, statement);
  const head = `def ${name}(task${type !== undefined && isSince(session, 3, 9) ? `: ${type}` : ''})${type === undefined ? '' : ' -> None'}:`;
  const lines = [
    head,
    `${indent}${tasks.name}.discard(task)`,
    `${indent}if not task.cancelled() and task.exception() is not None:`,
    `${indent}${indent}${logger}.error(${quote}A background task failed${quote}, exc_info=task.exception())`,
  ];
  draft.insert(start, `${lines.join(eol)}${eol}${eol}${eol}`);
  return name;
}

/** One that an earlier fix, or a person, has made: it discards from the same set and asks for the exception. */
function knownCallback(session: Session, tasks: KeptTasks): string | undefined {
  if (tasks.isNew) return undefined;
  const { facts } = session.request;
  const found = childrenOf(session, 0).find((node) => {
    const body = textOf(session, node);
    return (
      kindOf(session, node) === 'function_definition' &&
      body.includes(`${tasks.name}.discard(`) &&
      /\.exception\(\)/.test(body)
    );
  });
  const span = found === undefined ? undefined : spanOf(session, found);
  return facts.functions.find(({ start, end }) => start === span?.start && end === span.end)?.name;
}

/** The module's own logger, or `logging` itself. */
function loggerOf(session: Session, statement: NodeId): string {
  const { facts } = session.request;
  const own = facts.bindings.find(({ scope, init, reassigned }) => {
    const made = init === undefined ? undefined : facts.values[init];
    return (
      scope === 0 &&
      reassigned === 0 &&
      made?.kind === 'call' &&
      session.request.symbolOf(made.callee) === 'logging#getLogger'
    );
  });
  return own?.name ?? importedName(session, 'logging', 'error', spanOf(session, statement)).replace(/\.error$/, '');
}
