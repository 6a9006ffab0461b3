import type { BlockingCallSubject } from '../../model/subjects/index.ts';
import type { Twin } from '../../knowledge/schema.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { insertAwait, whoCanWait } from './edit/awaiting.ts';
import { bare, some } from './edit/nodes.ts';
import { raceAcross } from './edit/races.ts';
import { finishEdits } from './edit/places.ts';
import { openSession, type Session } from './edit/session.ts';
import { nameTwin, parseSymbol } from './twin/naming.ts';

const id = 'await-async-twin';

const DEEPER =
  'The blocking call lies deeper. Every function on the way to it would have to become async, and all who call those would have to await them. Begin at the innermost.';

/** Awaits the call that does the same without holding up the thread. */
export const awaitAsyncTwin: Remedy = {
  id,
  rules: ['unblock/blocking-call'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-call' || request.facts.language !== 'javascript') return undefined;
    return subject.direct ? propose(request, subject) : { id, reason: DEEPER };
  },
};

function propose(request: FixRequest, { call: value, symbol }: BlockingCallSubject): Fix | Obstacle | undefined {
  const { module, path } = parseSymbol(symbol);
  const twin = request.knowledge.entry(module, path.join('.'))?.blocks?.twin;
  if (!twin) return undefined;
  const name = path.at(-1) ?? symbol;
  if (twin.use === 'different')
    return { id, reason: `\`${name}\` has no twin that takes its place as it is. ${twin.note ?? ''}`.trim() };

  const session = openSession(request);
  const span = request.facts.values[value];
  const call = span && nodeAt(session.tree, span, ts.isCallExpression);
  if (!call) return undefined;
  const owner = whoCanWait(session, call);
  if (typeof owner === 'string') return { id, reason: owner };
  const trouble = troubleWithArguments(session, call, name) ?? raceAcross(session, call, owner);
  if (trouble !== undefined) return { id, reason: trouble };

  const callee = call.expression;
  const replacement = nameTwin(session, callee, symbol, twin);
  if (replacement === undefined) return undefined;
  insertAwait(session, call);
  session.draft.replace({ start: callee.getStart(session.source), end: callee.end }, replacement);
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Await \`${shortName(replacement, twin)}\` instead of blocking with \`${name}\``,
    safety: 'suggestion',
    changes: changes(twin),
    packages: [],
    edits: [{ kind: 'edit', path: request.path, edits }],
  };
}

function shortName(replacement: string, twin: Twin): string {
  return twin.use === 'promisify' ? replacement : (parseSymbol(twin.symbol).path.at(-1) ?? replacement);
}

function changes({ note }: Twin): string {
  const sentences = [
    'Other code runs while this waits, so state that was read before may have changed after it.',
    'Results and errors stay the same; error stacks look different.',
  ];
  return [...sentences, ...(note === undefined ? [] : [note])].join(' ');
}

/** The ways of calling in which a twin of Node's own is known not to follow. */
function troubleWithArguments({ scopes, source }: Session, call: ts.CallExpression, name: string): string | undefined {
  const [first] = call.arguments;
  const isDescriptor = (node: ts.Expression, depth = 0): boolean => {
    const inner = bare(node);
    if (ts.isNumericLiteral(inner)) return true;
    if (ts.isPropertyAccessExpression(inner)) return inner.name.text === 'fd';
    if (ts.isCallExpression(inner)) return /\bopenSync$/.test(inner.expression.getText(source));
    const declared = ts.isIdentifier(inner) ? scopes.declarationOf(inner)?.node : undefined;
    if (!declared || !ts.isVariableDeclaration(declared) || !declared.initializer) {
      return declared !== undefined && ts.isParameter(declared) && declared.type?.kind === ts.SyntaxKind.NumberKeyword;
    }
    return depth < 4 && isDescriptor(declared.initializer, depth + 1);
  };
  const takesPath = /^(readFile|writeFile|appendFile|truncate)Sync$/.test(name);
  if (takesPath && first && isDescriptor(first))
    return 'The promise form takes a path, not a file descriptor. Use a `FileHandle` of `open` from `node:fs/promises`.';
  const asksQuietly = some(call, (node) => ts.isIdentifier(node) && node.text === 'throwIfNoEntry');
  return asksQuietly
    ? 'Before Node 25.7 the promise form ignores `throwIfNoEntry` and rejects. Catch the error instead.'
    : undefined;
}
