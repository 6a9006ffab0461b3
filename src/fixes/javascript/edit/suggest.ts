import type { ValueId } from '../../../model/facts.ts';
import type { Fix } from '../../../model/fix.ts';
import { nodeAt, type ts } from '../../../syntax/javascript/tree.ts';
import { finishEdits } from './places.ts';
import type { Session } from './session.ts';

interface Words extends Pick<Fix, 'id' | 'title' | 'changes'> {
  readonly packages?: readonly string[];
}

/** Offers what has been written in this file; undefined where two edits contradict each other. */
export function suggest(session: Session, { packages = [], ...words }: Words): Fix | undefined {
  const edits = finishEdits(session);
  return (
    edits && { ...words, packages, safety: 'suggestion', edits: [{ kind: 'edit', path: session.request.path, edits }] }
  );
}

/** The node that a value of the facts was read from. */
export function nodeOf<T extends ts.Node>(
  { request, tree }: Session,
  value: ValueId,
  is: (node: ts.Node) => node is T,
): T | undefined {
  const span = request.facts.values[value];
  return span && nodeAt(tree, span, is);
}

/** The value of the facts that was read from a call. */
export function callOf({ request, source }: Session, node: ts.CallExpression): ValueId | undefined {
  const [start, end] = [node.getStart(source), node.end];
  const found = request.facts.values.findIndex((one) => one.kind === 'call' && one.start === start && one.end === end);
  return found < 0 ? undefined : found;
}
