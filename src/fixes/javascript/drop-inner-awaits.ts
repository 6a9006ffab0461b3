import type { Fix, Obstacle } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { isCallable, some } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { openSession } from './edit/session.ts';

const id = 'drop-inner-awaits';

/** `Promise.all([a(), b()])` for one whose elements are awaited one by one. */
export const dropInnerAwaits: Remedy = {
  id,
  rules: ['unblock/await-in-combinator'],
  propose,
};

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { finding, facts, path } = request;
  const { subject } = finding;
  if (subject.kind !== 'await-in-combinator' || facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const { source, text, draft } = session;
  const span = facts.values[subject.combinator];
  const call = span && nodeAt(session.tree, span, ts.isCallExpression);
  if (call?.expression.getText(source) !== 'Promise.all' || !isGlobal(session, 'Promise', call)) return undefined;
  const waits = subject.awaits.flatMap((value) => {
    const at = facts.values[value];
    const wait = at && nodeAt(session.tree, at, ts.isAwaitExpression);
    return wait ? [wait] : [];
  });
  if (waits.length < subject.awaits.length) return undefined;
  const isLeft = (node: ts.Node): boolean => ts.isAwaitExpression(node) && !waits.includes(node);
  if (call.arguments.some((list) => some(list, isLeft, (node) => !isCallable(node))))
    return {
      id,
      reason:
        'Another `await` in the list would leave what has begun before it without anybody to hear of its failure. Put what it awaits into a `const` first.',
    };

  for (const wait of waits) {
    const start = wait.getStart(source);
    const gap = /^await\s*/.exec(text.slice(start))?.[0] ?? '';
    draft.replace({ start, end: start + gap.length }, '');
  }
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Start all at once and let `Promise.all` wait', safety: 'suggestion', packages: [] },
      changes:
        'The later calls start before the first is done, and they start even when it fails. Leave it where one needs what another has done.',
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}
