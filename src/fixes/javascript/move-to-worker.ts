import type { Fix } from '../../model/fix.ts';
import type { BlockingLoopSubject } from '../../model/subjects/index.ts';
import { nodeAt, ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { insertAwait } from './edit/awaiting.ts';
import { finishEdits } from './edit/places.ts';
import type { Declaration } from './edit/scope.ts';
import { isWithin } from './edit/scope.ts';
import { openSession, type Session } from './edit/session.ts';
import { dropImport } from './edit/unimport.ts';
import { callsForPool, troubleWithCall } from './worker/calls.ts';
import { declarePool, remainingUses, writeDeparture } from './worker/departure.ts';
import { declaredElsewhere, loadsQuietly } from './worker/elsewhere.ts';
import { extractLoop } from './worker/extract-loop.ts';
import { troubleWithHost } from './worker/host.ts';
import { countsOnIdentity, returnsWhatItIsGiven } from './worker/identity.ts';
import { troubleWithCopies } from './worker/isolation.ts';
import { workerImporting, workerModule } from './worker/module.ts';
import { functionOf, gather, statementOf, type Luggage, type Movable } from './worker/movable.ts';
import { workerPaths, type WorkerPaths } from './worker/paths.ts';
import { transferable } from './worker/transfer.ts';
import { changesOf } from './worker/words.ts';
import { copiesMoreThanItDoes } from './worker/worth.ts';
import { composeEdits } from '../compose.ts';

const id = 'move-to-worker';

/** Moves a function, or a loop of one, that keeps the thread busy to a file of its own, and calls it through a pool of workers. */
export const moveToWorker: Remedy = {
  id,
  rules: ['unblock/blocking-loop'],
  propose(request) {
    const { subject } = request.finding;
    if (subject.kind !== 'blocking-loop' || request.facts.language !== 'javascript') return undefined;
    const answer = subject.call === undefined ? moveLoop(request, subject) : moveCallee(request, subject.call);
    return typeof answer === 'string' ? { id, reason: answer } : answer;
  },
};

/** In two steps: the loop becomes a function, and that one moves. */
function moveLoop(request: FixRequest, { loop }: BlockingLoopSubject): Fix | string | undefined {
  const extracted = extractLoop(openSession(request), loop);
  if (typeof extracted === 'string') return extracted;
  const { edits, name, text } = extracted;
  const session = openSession({ ...request, text });
  const declaration = session.scopes.topLevel.get(name);
  const call = declaration && session.scopes.referencesTo(declaration)[0]?.parent;
  if (!call || !ts.isCallExpression(call)) return undefined;
  const fix = moveHere(session, call, declaration);
  if (typeof fix !== 'object') return fix;
  return {
    ...fix,
    title: 'Move this loop to a worker pool (Piscina)',
    edits: fix.edits.map((edit) =>
      edit.kind === 'edit' ? { ...edit, edits: composeEdits(request.text.length, edits, edit.edits) } : edit,
    ),
  };
}

function moveCallee(request: FixRequest, callId: number): Fix | string | undefined {
  const session = openSession(request);
  const span = request.facts.values[callId];
  const call = span && nodeAt(session.tree, span, ts.isCallExpression);
  if (!call) return undefined;
  if (!ts.isIdentifier(call.expression)) return 'Only a function that is called by its name can be moved.';
  const declaration = session.scopes.declarationOf(call.expression);
  if (!declaration) return `\`${call.expression.text}\` is not declared in this file.`;
  return functionOf(declaration.node) ? moveHere(session, call, declaration) : runElsewhere(session, call, declaration);
}

/** A function of the same file: it leaves for the worker's. */
function moveHere(session: Session, call: ts.CallExpression, declaration: Declaration): Fix | string | undefined {
  const name = declaration.name.text;
  const main = functionOf(declaration.node);
  if (!main) return undefined;
  const statement = statementOf(declaration);
  if (!statement) return `\`${name}\` stands inside of another function. Move it to the top level of the file first.`;
  if (isWithin(call, statement)) return undefined;
  const luggage = gather(session, declaration);
  if (typeof luggage === 'string') return luggage;
  const journey: Journey = { session, caller: session, call, main, luggage, name };
  const trouble = troubleWithMoving(journey);
  if (trouble !== undefined) return trouble;
  const paths = workerPaths(session, name);
  if (typeof paths === 'string') return paths;

  const calls = callsForPool(session, declaration, call, luggage, suits(journey));
  const takesList = calls.some((one) => !isSingle(main, one));
  const remaining = remainingUses(session, luggage, calls);
  const pool = declarePool(session, name, takesList, paths);
  writeDeparture(session, luggage, remaining, paths);
  const handedBack = new Set([...remaining.values, ...remaining.exported]);
  const text = workerModule(session, luggage, { handedBack, takesList, back: paths.back });
  for (const one of calls) sendToPool(session, one, pool, takesList);
  return written(session, { name, luggage, paths, calls, text });
}

/** A function of another file: it stays there, and the worker imports it. */
function runElsewhere(session: Session, call: ts.CallExpression, declaration: Declaration): Fix | string | undefined {
  const name = declaration.name.text;
  const found = declaredElsewhere(session, declaration);
  const main = found && functionOf(found.declaration.node);
  if (!found || !main) return `\`${name}\` is not a function of this project that is exported by its name.`;
  if (!loadsQuietly(found.session))
    return `The file of \`${name}\` does more than declare things when it is loaded, and each worker would do that once more. Move \`${name}\` to a file of its own first.`;
  const luggage = gather(found.session, found.declaration);
  if (typeof luggage === 'string') return luggage;
  const journey: Journey = { session: found.session, caller: session, call, main, luggage, name };
  const trouble = troubleWithMoving(journey);
  if (trouble !== undefined) return trouble;
  const paths = workerPaths(session, name);
  if (typeof paths === 'string') return paths;

  const nothing: Luggage = { ...luggage, declarations: [] };
  const calls = callsForPool(session, declaration, call, nothing, suits(journey));
  const takesList = calls.some((one) => !isSingle(main, one));
  const pool = declarePool(session, name, takesList, paths);
  const text = workerImporting(session, declaration, takesList);
  for (const one of calls) sendToPool(session, one, pool, takesList);
  // With types the name is still used, in those of the pool.
  if (!session.typescript && calls.length === 1 && ts.isIdentifier(call.expression))
    dropImport(session, call.expression);
  return written(session, { name, luggage: nothing, paths, calls, text });
}

interface Journey {
  /** The file that declares the function, and the one that calls it. */
  readonly session: Session;
  readonly caller: Session;
  readonly call: ts.CallExpression;
  readonly main: Movable;
  readonly luggage: Luggage;
  readonly name: string;
}

function troubleWithMoving(journey: Journey): string | undefined {
  const { session, caller, call, main, luggage, name } = journey;
  return (
    troubleWithHost(caller) ??
    troubleWithCall(caller, call) ??
    troubleWithCopies(session, main, luggage, name) ??
    troubleWithResult(journey) ??
    copiesMoreThanItDoes(session, luggage, main, name)
  );
}

function troubleWithResult({ session, caller, call, main, luggage, name }: Journey): string | undefined {
  if (!returnsWhatItIsGiven(session, luggage, main)) return undefined;
  const use = countsOnIdentity(caller, call);
  return use === undefined
    ? undefined
    : `\`${name}\` hands back parts of what it is given, and \`${use}\` counts on them. From a worker they come back as copies.`;
}

/** Whether another call can do with a copy of the result as well. */
function suits(journey: Journey): (call: ts.CallExpression) => boolean {
  return (call) => troubleWithResult({ ...journey, call }) === undefined;
}

/** The one argument is handed on as it is. */
function isSingle(main: Movable, call: ts.CallExpression): boolean {
  const [only, ...others] = main.parameters;
  const isPlain = only && others.length === 0 && !only.dotDotDotToken && !only.questionToken && !only.initializer;
  return isPlain === true && call.arguments.length === 1 && !call.arguments.some(ts.isSpreadElement);
}

function sendToPool(session: Session, call: ts.CallExpression, pool: string, takesList: boolean): void {
  const { draft, source } = session;
  insertAwait(session, call);
  draft.replace({ start: call.expression.getStart(source), end: call.expression.end }, `${pool}.run`);
  if (takesList) {
    const open = source.text.indexOf('(', call.typeArguments?.end ?? call.expression.end);
    draft.insert(open + 1, '[');
    draft.insert(call.end - 1, ']');
  }
  const given = transferable(session, call).map((name) => `${name}.buffer`);
  const last = call.arguments.at(-1);
  if (given.length === 0 || !last) return;
  // Behind the list; a comma that ends the arguments would stand between.
  draft.insert(takesList ? call.end - 1 : last.end, `, { transferList: [${given.join(', ')}] }`);
}

interface Moved {
  readonly name: string;
  readonly luggage: Luggage;
  readonly paths: WorkerPaths;
  readonly calls: readonly ts.CallExpression[];
  /** Of the worker's file. */
  readonly text: string;
}

function written(session: Session, { name, luggage, paths, calls, text }: Moved): Fix | undefined {
  const edits = finishEdits(session);
  if (!edits) return undefined;
  return {
    id,
    title: `Move \`${name}\` to a worker pool (Piscina)`,
    safety: 'suggestion',
    changes: changesOf(session, {
      ...{ name, luggage, paths, calls: calls.length },
      transferred: calls.flatMap((call) => transferable(session, call)),
    }),
    packages: ['piscina'],
    edits: [
      { kind: 'edit', path: session.request.path, edits },
      { kind: 'create', path: paths.path, text },
    ],
  };
}
