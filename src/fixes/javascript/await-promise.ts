import type { Fix, Obstacle } from '../../model/fix.ts';
import type { FloatingPromiseSubject, MissingAwaitSubject } from '../../model/subjects/index.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { insertAwait } from './edit/awaiting.ts';
import { calleeText, dressed, isStatement } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { openSession, type Session } from './edit/session.ts';
import { troubleWithWaiting } from './edit/waiting.ts';

const id = 'await-promise';

/** Waits for a promise that was dropped, taken for its result, or returned out of the `try` that was to take its failure. */
export const awaitPromise: Remedy = {
  id,
  rules: ['unblock/floating-promise', 'unblock/missing-await'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'floating-promise' && subject.kind !== 'missing-await') return undefined;
    const span = request.facts.values[subject.call];
    const session = openSession(request);
    const call = span && nodeAt(session.tree, span, ts.isCallExpression);
    if (!call) return undefined;
    if (subject.kind === 'missing-await') return taken(request, session, subject, call);
    return subject.how === 'past-catch' ? pastCatch(request, session, call) : lost(request, session, subject, call);
  },
};

function lost(
  request: FixRequest,
  session: Session,
  { function: owner, call: value }: FloatingPromiseSubject,
  call: ts.CallExpression,
): Fix | Obstacle | undefined {
  if (!isStatement(call)) return undefined;
  const trouble = saidToRunOn(session, call) ?? troubleWithWaiting(session, call, owner, value);
  if (trouble !== undefined) return { id, reason: trouble };
  return finish(
    request,
    session,
    call,
    `Await \`${calleeText(call)}\``,
    'What follows waits until it is done, in a loop each round for the one before. Its failure is thrown here: to the `catch` around it, or to whoever called.',
  );
}

function taken(
  request: FixRequest,
  session: Session,
  { function: owner, call: value }: MissingAwaitSubject,
  call: ts.CallExpression,
): Fix | Obstacle | undefined {
  const trouble = troubleWithWaiting(session, call, owner, value);
  if (trouble !== undefined) return { id, reason: trouble };
  retype(session, call);
  return finish(
    request,
    session,
    call,
    `Await \`${calleeText(call)}\``,
    'The code works with the result instead of the promise, so it takes other ways than so far. What follows waits for it, and its failure is thrown here.',
  );
}

/** `const isThere: Promise<boolean> = check()` holds a `boolean` then. */
function retype({ draft, source }: Session, call: ts.CallExpression): void {
  const { parent } = dressed(call);
  const type = ts.isVariableDeclaration(parent) ? parent.type : undefined;
  if (!type || !ts.isTypeReferenceNode(type) || type.typeName.getText(source) !== 'Promise') return;
  const [given] = type.typeArguments ?? [];
  if (given) draft.replace({ start: type.getStart(source), end: type.end }, given.getText(source));
}

/** `save(); // in the background`: somebody has thought of it. */
function saidToRunOn({ text }: Session, call: ts.CallExpression): string | undefined {
  const behind = /^[;\s]*?(\/\/.*|\/\*.*?\*\/)/.exec(text.slice(call.end, text.indexOf('\n', call.end) + 1))?.[1] ?? '';
  const comments = text.slice(call.getFullStart(), call.getStart()) + behind;
  return /\bin (?:the )?background\b|[*/] *background\b|fire[- ]and[- ]forget|\b(?:no|not|don[’']t|without) (?:a )?(?:a?wait|need to wait)/i.test(
    comments,
  )
    ? 'The comment says that nobody is to wait for it. Say so with `void`, or log its failure.'
    : undefined;
}

function pastCatch(request: FixRequest, session: Session, call: ts.CallExpression): Fix | undefined {
  if (!ts.isReturnStatement(dressed(call).parent)) return undefined;
  return finish(
    request,
    session,
    call,
    `Await \`${calleeText(call)}\` before returning`,
    'The `catch` around it takes its failure, which used to go to whoever called; a `finally` waits until it is done.',
  );
}

function finish(
  request: FixRequest,
  session: Session,
  call: ts.CallExpression,
  title: string,
  changes: string,
): Fix | undefined {
  insertAwait(session, call);
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title, safety: 'suggestion', changes, packages: [] },
      edits: [{ kind: 'edit', path: request.path, edits }],
    }
  );
}
