import type { ValueId } from '../../model/facts.ts';
import type { Regex } from '../../model/value.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';

/** A call that matches a text against a regular expression that somebody wrote down. */
export interface Match {
  readonly call: Call;
  readonly text: ValueId;
  readonly source: string;
  readonly flags: string;
  /** Where the expression stands. */
  readonly in: File;
  readonly pattern: ValueId;
}

const asked = new Set(['test', 'exec']);
const asking = new Set(['match', 'matchAll', 'replace', 'replaceAll', 'search', 'split']);

/** The matches in a file of JavaScript. */
export function matchesIn(program: Program, file: File): Match[] {
  if (file.facts.language !== 'javascript') return [];
  return graphOf(program, file)
    .calls.flat()
    .flatMap((call) => matchOf(program, file, call) ?? []);
}

function matchOf(program: Program, file: File, call: Call): Match | undefined {
  const value = valueOf(file, call.value);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  const given = value.kind === 'call' ? value.args[0] : undefined;
  if (callee?.kind !== 'member' || !given || given.spread) return undefined;
  const [pattern, text] = asked.has(callee.name)
    ? [callee.object, given.value]
    : asking.has(callee.name)
      ? [given.value, callee.object]
      : [];
  const found = pattern === undefined ? undefined : expressionOf(program, file, pattern);
  return found && text !== undefined ? { call, text, ...found } : undefined;
}

type Expression = Pick<Match, 'source' | 'flags' | 'in' | 'pattern'>;

/** `/…/`, `new RegExp('…')`, or a constant that holds one, of another file as well. */
function expressionOf(program: Program, file: File, id: ValueId): Expression | undefined {
  const resolved = resolveValue(program, file, id);
  const home = resolved?.kind === 'literal' ? resolved.file : file;
  const pattern = resolved?.kind === 'literal' ? resolved.value : settle(file, id);
  const regex = written(home, pattern);
  return regex && { source: regex.source, flags: regex.flags, in: home, pattern };
}

function written(file: File, id: ValueId): Pick<Regex, 'source' | 'flags'> | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'regex') return value;
  if (value.kind !== 'new' && value.kind !== 'call') return undefined;
  const callee = valueOf(file, value.callee);
  if (callee.kind !== 'global' || callee.name !== 'RegExp') return undefined;
  const [source, flags] = value.args.map((argument) => textOf(file, argument.value));
  if (source === undefined || (value.args.length > 1 && flags === undefined)) return undefined;
  return { source, flags: flags ?? '' };
}

function textOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, settle(file, id));
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}
