import type { Fix } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { finishEdits } from './edit/places.ts';
import { openSession } from './edit/session.ts';

const id = 'time-out-fetch';

/** Longer than any good answer takes, for most; whoever takes the fix sets their own. */
const PATIENCE = '30_000';

/** Gives a `fetch` up after a while. */
export const timeOutFetch: Remedy = {
  id,
  rules: ['unblock/missing-timeout'],
  propose,
};

function propose(request: FixRequest): Fix | undefined {
  const { finding, facts, path } = request;
  const { subject } = finding;
  if (subject.kind !== 'missing-timeout' || facts.language !== 'javascript') return undefined;
  const session = openSession(request);
  const { source, draft } = session;
  const span = facts.values[subject.call];
  const call = span && nodeAt(session.tree, span, ts.isCallExpression);
  if (call?.expression.getText(source) !== 'fetch') return undefined;
  if (!['fetch', 'AbortSignal'].every((name) => isGlobal(session, name, call))) return undefined;
  const [url, options, ...others] = call.arguments;
  if (!url || others.length > 0 || ts.isSpreadElement(url)) return undefined;
  const signal = `signal: AbortSignal.timeout(${PATIENCE})`;
  if (!options) draft.insert(url.end, `, { ${signal} }`);
  else if (!ts.isObjectLiteralExpression(options) || !options.properties.every(isPlain)) return undefined;
  else {
    const last = options.properties.at(-1);
    if (last) draft.insert(last.end, `, ${signal}`);
    else draft.replace({ start: options.getStart(source), end: options.end }, `{ ${signal} }`);
  }
  const edits = finishEdits(session);
  return (
    edits && {
      ...{ id, title: 'Give it up after 30 seconds', safety: 'suggestion', packages: [] },
      changes:
        'A request that takes longer, with its body, is ended and rejects with a `TimeoutError`. Set the time somewhat longer than the slowest good answer.',
      edits: [{ kind: 'edit', path, edits }],
    }
  );
}

/** No spread, which may bring a signal, and no signal. */
function isPlain({ name }: ts.ObjectLiteralElementLike): boolean {
  return name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) && name.text !== 'signal';
}
