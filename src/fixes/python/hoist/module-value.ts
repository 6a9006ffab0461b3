import { graphOf } from '../../../effects/calls/graph.ts';
import type { FunctionRef, Program } from '../../../effects/program.ts';
import type { FunctionId } from '../../../model/facts.ts';
import {
  childrenOf,
  endOf,
  fieldOf,
  kindOf,
  nextOf,
  spanOf,
  startOf,
  textOf,
  type NodeId,
} from '../../../syntax/python/tree.ts';
import { parentOf, some } from '../edit/nodes.ts';
import { freshName, type Session } from '../edit/session.ts';
import { isAlone, lineEnd, lineStart, startWithComments } from '../edit/style.ts';

/** Where a value of the module's own is made, which a function made for itself so far. */
export interface ModulePlace {
  readonly at: number;
  /** Adds the line, with the blank lines that belong there. */
  write(line: string): void;
}

/** Below the imports or the names of the module right above what `node` stands in, or else above that. */
export function placeInModule(session: Session, node: NodeId): ModulePlace {
  const { text, draft, style } = session;
  const top = outermost(session, node);
  const before = childrenOf(session, 0).filter((each) => each < top && kindOf(session, each) !== 'comment');
  const last = before.at(-1);
  const kind = last === undefined ? '' : kindOf(session, last);
  if (last !== undefined && /^(import|future_import|expression)/.test(kind)) {
    const gap = kind === 'expression_statement' ? style.eol : style.eol.repeat(2);
    const at = lineEnd(text, endOf(session, last));
    return {
      at,
      write: (line) => {
        draft.insert(at, `${gap}${line}`);
      },
    };
  }
  const at = lineStart(text, startWithComments(text, lineStart(text, startOf(session, top))));
  return {
    at,
    write: (line) => {
      draft.insertFirst(at, `${line}${style.eol.repeat(3)}`);
    },
  };
}

/** Whether a call gives the same at `at` in the module: it is made of what is written there, and of names that stay as they are by then. */
export function isSameInModule(session: Session, call: NodeId, at: number): boolean {
  const { facts } = session.request;
  for (let node = call + 1; node < nextOf(session, call); node++) {
    const field = fieldOf(session, node);
    if (kindOf(session, node) !== 'identifier' || field === 'name' || field === 'attribute') continue;
    const { start, end } = spanOf(session, node);
    const value = facts.values.find((each) => each.start === start && each.end === end);
    if (value?.kind === 'global') continue;
    const binding = value?.kind === 'name' ? facts.bindings[value.binding] : undefined;
    if (binding?.scope !== 0 || binding.reassigned > 0 || binding.end > at) return false;
  }
  return !some(session, call, (kind) => /^(await|yield|named_expression|lambda|interpolation)$/.test(kind));
}

/** The name that it has already, where nothing else in the file goes by it; else one of these. */
export function moduleName(session: Session, name: string, ...others: readonly string[]): string {
  const { bindings } = session.request.facts;
  const same = bindings.filter((each) => each.name === name);
  const isFree = same.length <= 1 && same.every(({ scope }) => scope !== 0);
  if (same.length > 0 && isFree) return name;
  return freshName(session, name, ...others);
}

/** Calls a variable of function `owner` by another name, but for where it is given. */
export function renameIn({ request: { facts }, draft }: Session, owner: FunctionId, from: string, to: string): void {
  for (const value of facts.values) {
    if (value.kind !== 'name') continue;
    const binding = facts.bindings[value.binding];
    if (binding?.name === from && binding.scope === owner && value.start !== binding.start)
      draft.replace({ start: value.start, end: value.end }, to);
  }
}

/**
 * Takes the statement `name = …` out of its function, with the comment behind it, and gives the code that it stored; undefined where it
 * shares its lines with other code, or where nothing would be left of the block around it.
 */
export function takeOut(session: Session, statement: NodeId, call: NodeId): string | undefined {
  const { text, draft } = session;
  if (kindOf(session, statement) !== 'expression_statement' || !isAlone(text, spanOf(session, statement)))
    return undefined;
  const siblings = childrenOf(session, parentOf(session, statement));
  if (siblings.filter((each) => kindOf(session, each) !== 'comment').length < 2) return undefined;
  const end = lineEnd(text, endOf(session, statement));
  const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  draft.replace({ start: lineStart(text, startOf(session, statement)), end: Math.min(next, text.length) }, '');
  return textOf(session, call) + text.slice(endOf(session, statement), end);
}

/** Whether what a function calls, itself or through others, comes back to it. */
export function comesBack(program: Program, from: FunctionRef, to: FunctionRef): boolean {
  const seen = new Set<string>();
  const isReached = (ref: FunctionRef): boolean =>
    (graphOf(program, ref.file).out[ref.function] ?? []).some((edge) => {
      if (edge.to.file === to.file && edge.to.function === to.function) return true;
      const key = `${String(edge.to.function)} ${edge.to.file.path}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return isReached(edge.to);
    });
  return isReached(from);
}

/** The statement of the module that `node` is part of. */
function outermost(session: Session, node: NodeId): NodeId {
  let top = node;
  while (parentOf(session, top) > 0) top = parentOf(session, top);
  return top;
}
