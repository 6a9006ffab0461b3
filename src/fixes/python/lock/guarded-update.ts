import { enclosingFunction, valueOf, type File } from '../../../effects/program.ts';
import type { ValueId } from '../../../model/facts.ts';
import { contains } from '../../../model/span.ts';
import type { Value } from '../../../model/value.ts';
import { spanOf, textOf, type NodeId } from '../../../syntax/python/tree.ts';
import { indentLines } from '../edit/indent.ts';
import { some } from '../edit/nodes.ts';
import { freshLocal, type Session } from '../edit/session.ts';
import { lineIndent } from '../edit/style.ts';
import { assignmentTo, callsWithin, placeAt, readsWithin } from '../edit/values.ts';

/** A statement that reads a place and writes it back. */
export interface Update {
  readonly statement: NodeId;
  readonly target: ValueId;
  /** `compute(x)` of `total += compute(x)`: what takes time, and does not belong under the lock. */
  readonly amount?: NodeId;
}

const several =
  'The state is read in one statement and written in another. Hold a lock from the first to the last by hand, or bring them together first.';

/** The statement that updates the place; why a lock cannot be put around it, for a person. */
export function updateAt(session: Session, target: ValueId): Update | string {
  const { facts, file } = session.request;
  const found = assignmentTo(session, placeAt(session, target));
  if (!found) return several;
  const { statement, right, isAugmented } = found;
  if (!found.isAlone) return 'The statement shares its line with other code. Give it a line of its own first.';
  if (some(session, right, (each) => /^(await|yield|named_expression)$/.test(each)))
    return 'Something is awaited or handed out between reading and writing. Do that before, in a statement of its own.';
  const span = spanOf(session, right);
  const reads = readsWithin(session, span, target);
  if (!isAugmented && !reads) return several;
  if (!facts.values.some((each) => contains(span, each) && takesLong(file, each))) return { statement, target };
  if (!isAugmented || reads || callsWithin(session, valueOf(file, target)))
    return 'A call stands between reading and writing, and under a lock all threads would wait for it. Compute what is new in a statement of its own first.';
  return { statement, target, amount: right };
}

const quick = /^(len|int|float|str|bool|abs|min|max|round|sum)$/;

/** A call of anything but what is done at once. */
function takesLong(file: File, value: Value): boolean {
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  return callee !== undefined && !(callee.kind === 'global' && quick.test(callee.name));
}

/** Puts `with lock:` around the update, and what takes time before it. */
export function guard(session: Session, { statement, target, amount }: Update, lock: string): void {
  const { text, draft, style } = session;
  const span = spanOf(session, statement);
  const indent = lineIndent(text, span.start);
  const owner = enclosingFunction(session.request.file, span.start);
  let before = '';
  if (amount !== undefined) {
    const name = freshLocal(session, owner, ...namesFor(session.request.file, target));
    before = `${name} = ${textOf(session, amount)}${style.eol}${indent}`;
    draft.replace(spanOf(session, amount), name);
  }
  draft.insert(span.start, `${before}with ${lock}:${style.eol}${indent}${style.indent}`);
  if (amount !== undefined) return;
  const second = text.indexOf('\n', span.start) + 1;
  if (second > 0 && second < span.end) indentLines(session, { start: second, end: span.end });
}

/** `more` for `total += more`. */
function namesFor(file: File, target: ValueId): readonly [string, ...string[]] {
  const value = valueOf(file, target);
  return value.kind === 'member' ? ['added', `${value.name.replace(/^_+/, '')}_added`] : ['added', 'amount'];
}
