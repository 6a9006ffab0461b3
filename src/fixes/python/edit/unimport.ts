import { usesOf } from '../../../effects/values/uses.ts';
import { childrenOf, endOf, kindOf, spanOf, startOf, type NodeId } from '../../../syntax/python/tree.ts';
import { namesOf, nextLine } from './imports.ts';
import { hasComment, parentOf } from './nodes.ts';
import type { Session } from './session.ts';
import { isAlone, lineEnd, lineStart } from './style.ts';

/**
 * Takes out the import of a name whose only use the fix has replaced. One that another file asks for, that a comment speaks of or that
 * stands among others stays.
 */
export function dropUnusedImport(session: Session, use: NodeId): void {
  const { request, text, draft } = session;
  const { facts, file, program } = request;
  const span = spanOf(session, use);
  const value = facts.values.find(
    ({ kind, start, end }) => kind === 'name' && start === span.start && end === span.end,
  );
  if (value?.kind !== 'name') return;
  const binding = facts.bindings[value.binding];
  if (!binding?.import || binding.scope !== 0 || usesOf(file).names(value.binding).length > 1) return;
  const isWanted = program.paths.some((path) => {
    const other = program.file(path);
    return other?.facts.bindings.some(
      ({ import: from }) => from?.name === binding.name && program.resolve(other, from.specifier) === file,
    );
  });
  if (isWanted || exportsAll(session, binding.name)) return;
  const statement = childrenOf(session, 0).find(
    (node) =>
      /^import_(from_)?statement$/.test(kindOf(session, node)) &&
      startOf(session, node) <= binding.start &&
      binding.end <= endOf(session, node),
  );
  if (statement === undefined || parentOf(session, statement) !== 0) return;
  const whole = {
    start: lineStart(text, startOf(session, statement)),
    end: nextLine(text, lineEnd(text, endOf(session, statement))),
  };
  if (
    namesOf(session, statement).length !== 1 ||
    !isAlone(text, spanOf(session, statement)) ||
    hasComment(session, whole)
  )
    return;
  // A block that held nothing else leaves no blank line behind.
  const isTop = whole.start === 0;
  const blank = isTop ? /^(?:[ \t]*\r?\n)+/ : /^[ \t]*\r?\n(?=(?:import|from) )/;
  const rest = blank.exec(text.slice(whole.end))?.[0] ?? '';
  const isAfterBlank = /(^|\n[ \t]*\r?\n)$/.test(text.slice(0, whole.start));
  const isEmptied = isAfterBlank && session.imports.size === 0;
  draft.replace({ start: whole.start, end: whole.end + (isEmptied ? rest.length : 0) }, '');
}

/** `__all__ = ["time"]` */
function exportsAll({ text }: Session, name: string): boolean {
  const all = /^__all__\s*(?::[^=\n]*)?\+?=\s*[[(]([^\])]*)[\])]/m.exec(text)?.[1] ?? '';
  return new RegExp(`['"]${name}['"]`).test(all);
}
