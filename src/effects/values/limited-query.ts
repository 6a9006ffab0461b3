import type { ValueId } from '../../model/facts.ts';
import type { Argument, Call } from '../../model/value.ts';
import { combinedPart } from './combined-part.ts';
import { numberOf } from './constants.ts';
import type { Length } from './list-length.ts';
import { told } from './options.ts';
import { bindingOf, settle, settleAwaited, valueOf, type File, type Program } from '../program.ts';
import { entryOf, resolveValue } from '../symbols.ts';

/**
 * How many results were asked for, where a list is what a call returned or a part of it: `findMany({ take: 10 })`, `.limit(10)`,
 * `query('… limit 10')`. Undefined when the call sets no limit.
 */
export function limitOf(program: Program, file: File, id: ValueId, depth = 0): Length | undefined {
  if (depth > 12) return undefined;
  const value = valueOf(file, settleAwaited(file, id));
  switch (value.kind) {
    case 'member':
      return limitOf(program, file, value.object, depth + 1);
    case 'item':
      return limitOf(program, file, combinedPart(file, value) ?? value.of, depth + 1);
    case 'call': {
      const asked = limitIn(program, file, value.args) ?? limitByEntry(program, file, value);
      if (asked !== undefined) return asked;
      const callee = valueOf(file, value.callee);
      if (callee.kind !== 'member' || callee.name === 'flatMap') return undefined;
      const [first] = value.args;
      if (limiting.test(callee.name) && first) return limitFrom(program, file, first.value);
      return limitOf(program, file, callee.object, depth + 1);
    }
    default:
      return undefined;
  }
}

/** `findFiles('**', undefined, 20)`: a library says where it is told how many to give. */
function limitByEntry(program: Program, file: File, { callee, args }: Call): Length | undefined {
  const symbol = resolveValue(program, file, callee);
  const most = symbol && entryOf(program, symbol)?.most;
  const given = most ? told(program, file, args, most) : 'nothing';
  return given === 'nothing' ? undefined : given === 'unknown' ? 'chosen' : limitFrom(program, given.file, given.value);
}

/** What interfaces call the number of results they are asked for. */
const limiting = /^(limit|take|first|top|page_?size|per_?page|max_?(results|keys|items|records)|results_?per_?page)$/i;

/** A limit among the arguments: an option, also one level down, a query's text, or firestore's `limit(10)`. */
function limitIn(program: Program, file: File, args: readonly Argument[], depth = 0): Length | undefined {
  for (const { value: id } of args) {
    const value = valueOf(file, settle(file, id));
    const found =
      value.kind === 'object'
        ? limitAmong(program, file, value.properties, depth)
        : value.kind === 'new' && depth === 0
          ? limitIn(program, file, value.args, 1)
          : value.kind === 'call'
            ? limitCalled(program, file, value.callee, value.args)
            : textLimit(textOf(file, id));
    if (found !== undefined) return found;
  }
  return undefined;
}

function limitAmong(
  program: Program,
  file: File,
  properties: readonly { readonly name?: string; readonly value: ValueId }[],
  depth: number,
): Length | undefined {
  for (const { name, value } of properties) {
    if (name === undefined) continue;
    const nested = depth < 2 ? valueOf(file, settle(file, value)) : undefined;
    const found = limiting.test(name)
      ? limitFrom(program, file, value)
      : isContainer(name) && nested?.kind === 'object'
        ? limitAmong(program, file, nested.properties, depth + 1)
        : /^(text|sql|query)$/i.test(name)
          ? textLimit(textOf(file, value))
          : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Other nested objects speak of something else: `include: { posts: { take: 5 } }` limits the posts. */
function isContainer(name: string): boolean {
  return /^(params|query|options|variables|searchParams|qs|pagination|paging)$/.test(name);
}

function limitCalled(program: Program, file: File, callee: ValueId, [first]: readonly Argument[]): Length | undefined {
  const name = valueOf(file, callee).kind === 'member' ? undefined : nameOf(file, callee);
  return first && name !== undefined && limiting.test(name) ? limitFrom(program, file, first.value) : undefined;
}

/** `take: undefined`, `limit: 0` and `limit: Infinity` mean all. */
function limitFrom(program: Program, file: File, id: ValueId): Length | undefined {
  const known = numberOf(program, file, id);
  if (known !== undefined) return known > 0 ? known : undefined;
  const value = valueOf(file, settle(file, id));
  const means = value.kind === 'global' && (value.name === 'Infinity' || value.name === 'undefined');
  return value.kind === 'literal' || means ? undefined : 'chosen';
}

/** A text with a question mark for each part put in; a part that is called `take` is a limit of its own. */
function textOf(file: File, id: ValueId): string {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : '';
  if (value.kind !== 'template') return '';
  const isLimited = value.parts.some((part) => limiting.test(nameOf(file, part) ?? ''));
  return isLimited ? 'limit ?' : value.texts.join('?');
}

function nameOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'name') return bindingOf(file, value.binding).name;
  return value.kind === 'global' || value.kind === 'member' ? value.name : undefined;
}

/** The limit of an SQL statement itself, not of a query in brackets; or of an address, `?limit=10`. */
function textLimit(text: string): Length | undefined {
  const address = /[?&]([\w-]+)=/g;
  for (const [, name = ''] of text.matchAll(address)) if (limiting.test(name)) return 'chosen';
  for (const match of text.matchAll(/\b(?:limit|fetch\s+(?:first|next))\s+(\d+|[?$:@])/gi)) {
    const behind = text.slice(match.index);
    if (count(behind, ')') > count(behind, '(')) continue;
    return /^\d/.test(match[1] ?? '') ? Number(match[1]) : 'chosen';
  }
  return undefined;
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
