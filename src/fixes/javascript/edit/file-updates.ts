import { valueOf } from '../../../effects/program.ts';
import { fileUpdates } from '../../../effects/races/file-updates.ts';
import { nodeAt, ts } from '../../../syntax/javascript/tree.ts';
import { calleeText, isCallable, some, type Callable } from './nodes.ts';
import type { Session } from './session.ts';

/**
 * A file that is read before `call` and written after it, or by it. So far nothing could come between; once the function waits at
 * `call`, another call of it can, and what that wrote is lost. Says so, in words, if there is any.
 */
export function fileChangedAcross(session: Session, call: ts.Node, owner: Callable): string | undefined {
  const { tree, source, request } = session;
  const { program, file } = request;
  const [start, end] = [owner.getStart(source), owner.end];
  const id = file.facts.functions.findIndex((each) => each.start === start && each.end === end);
  if (id < 0) return undefined;
  for (const { look, change, isStarted } of fileUpdates(program, { file, function: id })) {
    const [looks, changes] = [look, change].map((each) => nodeAt(tree, valueOf(file, each), ts.isCallExpression));
    if (!looks || !changes || call.end <= looks.pos || call.pos >= changes.end) continue;
    if (isStarted && changes === call) continue;
    if (waitsBetween(owner, looks, changes)) continue;
    return `\`${calleeText(changes)}\` changes the file that \`${calleeText(looks)}\` has looked at. While this waits, another call could do the same in between, and the two would undo each other. Let one call do it after the other first, through a queue or a lock.`;
  }
  return undefined;
}

/** Others could come between even now. */
function waitsBetween({ body }: Callable, first: ts.Node, last: ts.Node): boolean {
  const isWait = (node: ts.Node): boolean =>
    ts.isAwaitExpression(node) && node.end >= first.end && node.end <= last.getStart();
  return body !== undefined && some(body, isWait, (node) => !isCallable(node));
}
