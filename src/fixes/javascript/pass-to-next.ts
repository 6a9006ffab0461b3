import type { Fix } from '../../model/fix.ts';
import { valueOf } from '../../effects/program.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isAsync } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { openSession } from './edit/session.ts';
import { addParameter, nameWithin, tryAround, type Inline } from './edit/try-around.ts';

const id = 'pass-to-next';

/** Hands what an async handler of Express throws to `next`, and so to the error handlers. */
export const passToNext: Remedy = {
  id,
  rules: ['unblock/unhandled-async-handler'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { finding, facts, path, file } = request;
  const { subject } = finding;
  if (subject.kind !== 'unhandled-async-handler') return undefined;
  const call = valueOf(file, subject.call);
  const symbol = call.kind === 'call' ? request.symbolOf(call.callee) : undefined;
  if (symbol?.startsWith('express#') !== true || /#.*\bparam$/.test(symbol)) return undefined;
  const session = openSession(request);
  const span = facts.values[subject.handler];
  const handler = span && nodeAt(session.tree, span, ts.isExpression);
  if (!handler || !(ts.isArrowFunction(handler) || ts.isFunctionExpression(handler)) || !isAsync(handler))
    return undefined;

  const next = nextOf(handler);
  if (next === undefined) return undefined;
  if (handler.parameters.length === 2) addParameter(session, handler, next);
  const error = next === 'error' ? 'cause' : 'error';
  if (!tryAround(session, handler, { clause: `catch (${error})`, then: `${next}(${error})` })) return undefined;
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Pass the error to `next`', safety: 'suggestion', packages: [] },
      changes:
        'The error handlers of Express answer the request, by default with status 500. It used to stay open, and Node ended the process for the unhandled rejection.',
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}

/** What the handler calls the last of its parameters, or could call it. */
function nextOf(handler: Inline): string | undefined {
  const { parameters } = handler;
  if (parameters.some((one) => one.dotDotDotToken ?? one.initializer)) return undefined;
  if (parameters.length === 2) return nameWithin(handler, 'next', 'passOn');
  const last = parameters.length === 3 || parameters.length === 4 ? parameters.at(-1) : undefined;
  // Somebody wrote down that it takes no error.
  if (!last || (last.type && ts.isFunctionTypeNode(last.type) && last.type.parameters.length === 0)) return undefined;
  return ts.isIdentifier(last.name) ? last.name.text : undefined;
}
