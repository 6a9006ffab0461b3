import { isNotebook } from '../../../model/notebook.ts';
import type { FunctionId } from '../../../model/facts.ts';
import { fieldOf, hasWord, kindOf, nextOf, startOf, textOf, type NodeId } from '../../../syntax/python/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import { homeOf, parentOf } from './nodes.ts';
import type { Session } from './session.ts';

/** Why `await` cannot stand before this call of function `owner`, for a person; undefined when it can. */
export function whyNoAwait(session: Session, call: NodeId, owner: FunctionId): string | undefined {
  const home = homeOf(session, call);
  if (home < 0)
    return 'It stands in a default value, a decorator or the body of a class, where nothing can be awaited. Move it into the function first.';
  const facts = session.request.facts.functions[owner];
  const isOwner = kindOf(session, home) === 'function_definition' && startOf(session, home) === facts?.start;
  const isCell = kindOf(session, home) === 'module' && isCellTop(session.request, owner);
  if (!isCell && (!isOwner || !hasWord(session, home, 'async')))
    return 'It stands in a function that is not `async`, within the one that is. Nothing can be awaited there.';
  if (kindOf(session, parentOf(session, call)) === 'await') return 'It is awaited already.';
  return whyNotInComprehension(session, call, home);
}

/** The top level of a notebook's cells, where something can be awaited. */
export function isCellTop({ file }: FixRequest, owner: FunctionId): boolean {
  return owner === 0 && isNotebook(file.path);
}

/** A list that awaits is still a list; a generator that awaits is another kind of thing. */
function whyNotInComprehension(session: Session, call: NodeId, home: NodeId): string | undefined {
  let depth = 0;
  for (
    let child = call, parent = parentOf(session, call);
    child !== home;
    child = parent, parent = parentOf(session, parent)
  ) {
    const kind = kindOf(session, parent);
    if (!/(_comprehension|generator_expression)$/.test(kind)) continue;
    // What the first loop runs over is evaluated outside.
    if (isFirstSource(session, parent, call)) continue;
    if (kind === 'generator_expression')
      return 'With an `await` in it the generator would become an asynchronous one, which only `async for` can iterate. Make it a list first.';
    depth++;
  }
  const [major, minor] = session.request.python?.version ?? [3, 0];
  return depth > 1 && (major < 3 || minor < 11)
    ? 'Before Python 3.11 nothing can be awaited in a comprehension within another one. Write the outer one as a loop first.'
    : undefined;
}

function isFirstSource(session: Session, comprehension: NodeId, call: NodeId): boolean {
  for (let node = comprehension + 1; node < nextOf(session, comprehension); node = nextOf(session, node)) {
    if (kindOf(session, node) !== 'for_in_clause') continue;
    for (let part = node + 1; part < nextOf(session, node); part = nextOf(session, part)) {
      if (fieldOf(session, part) === 'right') return part <= call && call < nextOf(session, part);
    }
  }
  return false;
}

/** Whether `await …` needs parentheses where `node` stands: `(await f()).json()`. */
export function needsParentheses(session: Session, node: NodeId): boolean {
  const parent = parentOf(session, node);
  const field = fieldOf(session, node);
  switch (kindOf(session, parent)) {
    case 'attribute':
      return field === 'object';
    case 'subscript':
      return field === 'value';
    case 'call':
      return field === 'function';
    default:
      return false;
  }
}

const locking = /(^|_)(lock|rlock|mutex|semaphore|sem|condition|cond)s?$/i;
const changingAll = /(^|_)(transaction|atomic|begin|savepoint|chdir|cd|patch|override\w*|freeze_time|environ\w*)$/i;

/**
 * A `with` block around a call that must not wait: what it holds would stay held while other tasks run on the same thread. Says which;
 * undefined where there is none.
 */
export function heldAround(session: Session, call: NodeId): string | undefined {
  const home = homeOf(session, call);
  for (
    let child = call, node = parentOf(session, call);
    node >= 0 && node !== home;
    child = node, node = parentOf(session, node)
  ) {
    if (
      kindOf(session, node) !== 'with_statement' ||
      hasWord(session, node, 'async') ||
      fieldOf(session, child) !== 'body'
    )
      continue;
    for (const resource of resourcesOf(session, node)) {
      const name = textOf(session, resource);
      if (isLock(session, resource))
        return `\`with ${short(name)}\` holds a lock of threads. With an \`await\` in the block, another task of this loop could wait for that lock and stop the loop for good. Move the call out of the block, or use \`asyncio.Lock\`.`;
      if (changingAll.test(lastName(name)))
        return `\`with ${short(name)}\` changes something for all of this thread, and with an \`await\` in the block other tasks would run in it. Move the call out of the block first.`;
    }
  }
  return undefined;
}

function resourcesOf(session: Session, statement: NodeId): NodeId[] {
  const found: NodeId[] = [];
  const clause =
    [...range(statement + 1, nextOf(session, statement))].find((n) => kindOf(session, n) === 'with_clause') ?? -1;
  for (let item = clause + 1; clause >= 0 && item < nextOf(session, clause); item = nextOf(session, item)) {
    const value = item + 1;
    found.push(kindOf(session, value) === 'as_pattern' ? value + 1 : value);
  }
  return found;
}

function* range(from: number, to: number): Generator<number> {
  for (let n = from; n < to; n++) yield n;
}

function isLock(session: Session, resource: NodeId): boolean {
  const { request, tree } = session;
  const start = tree.table.starts[resource];
  const end = tree.table.ends[resource];
  const value = request.facts.values.findLastIndex((each) => each.start === start && each.end === end);
  const symbol = value < 0 ? undefined : request.symbolOf(value);
  const type = symbol === undefined ? undefined : request.knowledge.type(symbol);
  if (type)
    return type.lock !== undefined || /^(threading|multiprocessing)#.*(Lock|Semaphore|Condition)$/.test(symbol ?? '');
  return locking.test(lastName(textOf(session, resource)));
}

/** `lock` of `self.locks[name].lock()`. */
function lastName(code: string): string {
  return /(\w+)\W*$/.exec(code.replace(/\([^]*\)|\[[^]*\]/g, ''))?.[1] ?? '';
}

function short(code: string): string {
  return code.length > 40 ? `${code.slice(0, 40)}…` : code;
}
