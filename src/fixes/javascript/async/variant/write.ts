import { applyEdits, type TextEdit } from '../../../../model/fix.ts';
import type { Span } from '../../../../model/span.ts';
import { nodeAt, ts } from '../../../../syntax/javascript/tree.ts';
import { composeEdits } from '../../../compose.ts';
import { insertAwait } from '../../edit/awaiting.ts';
import { isCallable } from '../../edit/nodes.ts';
import { endOfLine, finishEdits } from '../../edit/places.ts';
import { openSession, type Session } from '../../edit/session.ts';
import { topOf } from '../../edit/statements.ts';
import { leafAt } from '../../twin/leaf.ts';
import { writeAsync } from '../become-async.ts';
import type { ExportedFunction } from './exported.ts';

interface Variant {
  readonly name: string;
  readonly spans: readonly (Span & { readonly symbol: string })[];
  /** Calls in this same file that go to the variant. */
  readonly calls: readonly ts.CallExpression[];
}

/** In two steps: a copy under another name, and then what is async in it. The edits of its file; undefined where that cannot be done. */
export function writeVariant(
  session: Session,
  { callable, statement, nameNode, listed }: ExportedFunction,
  { name, spans, calls }: Variant,
): readonly TextEdit[] | undefined {
  const { text, source, style, request } = session;
  const top = topOf(session, statement);
  const at = endOfLine(session, statement);
  const [nameStart, nameEnd] = [nameNode.getStart(source), nameNode.end];
  const gap = style.eol + style.eol;
  const copy = text.slice(top, nameStart) + name + text.slice(nameEnd, statement.end);
  const first: readonly TextEdit[] = [{ span: { start: at, end: at }, text: gap + copy }];
  const longer = name.length - (nameEnd - nameStart);
  const inCopy = (offset: number): number => at + gap.length + offset - top + (offset >= nameEnd ? longer : 0);
  const moved = (offset: number): number => offset + (offset >= at ? gap.length + copy.length : 0);

  const next = openSession({ ...request, text: applyEdits(text, first) });
  const span = { start: inCopy(callable.getStart(source)), end: inCopy(callable.end) };
  const made = nodeAt(next.tree, span, isCallable);
  if (!made) return undefined;
  writeAsync(next, made);
  for (const { start, end, symbol } of spans) {
    const leaf = leafAt(next, { start: inCopy(start), end: inCopy(end) }, symbol);
    if (typeof leaf !== 'object' || leaf.write() === undefined) return undefined;
  }
  if (listed) next.draft.insert(moved(listed.end), `, ${name}`);
  for (const call of calls) {
    const [start, end] = [moved(call.getStart(source)), moved(call.end)];
    const again = nodeAt(next.tree, { start, end }, ts.isCallExpression);
    if (!again || !ts.isIdentifier(again.expression)) return undefined;
    next.draft.replace({ start: again.expression.getStart(next.source), end: again.expression.end }, name);
    insertAwait(next, again);
  }
  const second = finishEdits(next);
  return second && composeEdits(text.length, first, second);
}
