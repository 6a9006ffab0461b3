import type { BlockingLoopSubject } from '../../model/subjects/index.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { whoCanWait, insertAwait } from './edit/awaiting.ts';
import { some } from './edit/nodes.ts';
import { finishEdits } from './edit/places.ts';
import { raceAcross } from './edit/races.ts';
import { isWithin } from './edit/scope.ts';
import { openSession, type Session } from './edit/session.ts';
import { uncloneableValue } from './worker/cloneable.ts';
import { declarePool, remainingUses, writeDeparture } from './worker/departure.ts';
import { troubleWithCopies } from './worker/isolation.ts';
import { workerModule } from './worker/module.ts';
import { functionOf, gather, statementOf, type Luggage } from './worker/movable.ts';
import { workerPaths, type WorkerPaths } from './worker/paths.ts';

const id = 'move-to-worker';

/** Moves a function that keeps the thread busy to a file of its own, and calls it through a pool of workers. */
export const moveToWorker: Remedy = {
  id,
  rules: ['unblock/blocking-loop'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-loop' || request.facts.language !== 'javascript') return undefined;
    const answer = propose(request, subject);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

function propose(request: FixRequest, subject: BlockingLoopSubject): Fix | Obstacle | string | undefined {
  if (subject.call === undefined)
    return 'The loop stands in the function that must stay free. Move it to a function of its own first.';
  const session = openSession(request);
  const span = request.facts.values[subject.call];
  const call = span && nodeAt(session.tree, span, ts.isCallExpression);
  if (!call) return undefined;
  const { scopes, source, draft } = session;
  if (!ts.isIdentifier(call.expression)) return 'Only a function of this file that is called by its name can be moved.';
  const declaration = scopes.declarationOf(call.expression);
  const main = declaration && functionOf(declaration.node);
  if (!declaration || !main)
    return `\`${call.expression.text}\` is not a function of this file. Open its file to move it.`;
  const name = declaration.name.text;
  if (!statementOf(declaration))
    return `\`${name}\` stands inside of another function. Move it to the top level of the file first.`;

  const owner = whoCanWait(session, call);
  if (typeof owner === 'string') return owner;
  const luggage = gather(session, declaration);
  if (typeof luggage === 'string') return luggage;
  if (isWithin(call, statementOf(declaration) ?? main)) return undefined;
  const trouble =
    troubleWithHost(session) ??
    troubleWithCall(session, call, name) ??
    troubleWithCopies(session, main, luggage, name) ??
    raceAcross(session, call, owner);
  if (trouble !== undefined) return trouble;

  const paths = workerPaths(session, name);
  const only = main.parameters.length === 1 ? main.parameters[0] : undefined;
  const isSingle =
    only && !only.dotDotDotToken && !only.questionToken && !only.initializer && call.arguments.length === 1;
  const takesList = isSingle !== true || call.arguments.some(ts.isSpreadElement);
  const remaining = remainingUses(session, luggage, call);
  const pool = declarePool(session, name, takesList, paths);
  writeDeparture(session, luggage, remaining, paths);
  const handedBack = new Set([...remaining.values, ...remaining.exported]);
  const text = workerModule(session, luggage, { handedBack, takesList, back: paths.back });

  insertAwait(session, call);
  draft.replace({ start: call.expression.getStart(source), end: call.expression.end }, `${pool}.run`);
  if (takesList) {
    const open = source.text.indexOf('(', call.typeArguments?.end ?? call.expression.end);
    draft.insert(open + 1, '[');
    draft.insert(call.end - 1, ']');
  }
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Move \`${name}\` to a worker pool (Piscina)`,
    safety: 'suggestion',
    changes: changes(session, luggage, paths, name),
    packages: ['piscina'],
    edits: [
      { kind: 'edit', path: request.path, edits },
      { kind: 'create', path: paths.path, text },
    ],
  };
}

function troubleWithHost({ source, scopes, text }: Session): string | undefined {
  const isJsx = some(source, (node) => ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node));
  const browser = ['window', 'document', 'localStorage', 'navigator'];
  const isBrowser = scopes.freeIn(source).some((name) => browser.includes(name.text) && !scopes.declarationOf(name));
  if (!isJsx && !isBrowser && !/^\s*['"]use client['"]/.test(text)) return undefined;
  return 'This file seems to run in a browser, where Piscina does not. Use a `Worker` of the browser instead.';
}

function troubleWithCall(session: Session, call: ts.CallExpression, name: string): string | undefined {
  if (call.typeArguments) return `\`${name}\` is called with type arguments, which a pool does not take.`;
  for (const argument of call.arguments) {
    const found = uncloneableValue(session, ts.isSpreadElement(argument) ? argument.expression : argument);
    if (found !== undefined) return `The call hands over ${found}, which cannot be copied to a worker.`;
  }
  return undefined;
}

function changes(session: Session, luggage: Luggage, paths: WorkerPaths, name: string): string {
  const file = paths.path.slice(paths.path.lastIndexOf('/') + 1);
  const packages = [...luggage.imports].filter(([, typeOnly]) => !typeOnly);
  const sentences = [
    `\`${name}\` moves to the new file \`${file}\` and runs on a thread of its own; arguments and result are copied, so this pays only where the work takes longer than the copying. Measure it.`,
    'Other code runs while this waits. The pool starts its threads with the first calls, ends them after a minute without work, and keeps no process alive.',
    ...(packages.length > 0 ? ['What it imports is loaded once more in each thread.'] : []),
    ...(paths.isCompiled
      ? [
          `The pool loads \`${paths.runs}\`: \`tsc\` puts it there by itself; a bundler needs it as an entry of its own.`,
        ]
      : []),
    ...(session.commonjs
      ? []
      : [
          'The path is built on `import.meta.url`, so the code must run as an ES module, and a bundler must be able to follow it.',
        ]),
    'Needs the package `piscina`.',
  ];
  return sentences.join(' ');
}
