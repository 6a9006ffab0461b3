import { graphOf } from '../../effects/calls/graph.ts';
import { symbolName } from '../../effects/symbols.ts';
import { leastVersion, type Version } from '../../effects/versions.ts';
import type { Entry } from '../../knowledge/schema.ts';
import type { Fix, Obstacle } from '../../model/fix.ts';
import { ts } from '../../syntax/javascript/tree.ts';
import type { FixRequest, Remedy } from '../remedy.ts';
import { isGlobal } from './callback/collection.ts';
import { calleeText } from './edit/nodes.ts';
import { openSession, type Session } from './edit/session.ts';
import { nodeOf, suggest } from './edit/suggest.ts';
import { addOption } from './file/check.ts';
import { deadlineOf } from './race/deadline.ts';
import { whoAsksWhichError } from './race/error.ts';

const id = 'signal-timeout';

/** Gives the work of a race a signal that ends it, in place of a timer that only stops waiting for it. */
export const signalTimeout: Remedy = {
  id,
  rules: ['unblock/leaky-race'],
  propose,
};

/** `fetch(url)`, and where it takes its signal. */
interface Work {
  readonly call: ts.CallExpression;
  readonly option: NonNullable<Entry['abort']>;
}

/** The first versions that know the signal. */
const since: Readonly<Record<string, Version>> = { node: [16, 14], axios: [0, 22], got: [12, 0], 'node-fetch': [2, 3] };

function propose(request: FixRequest): Fix | Obstacle | undefined {
  const { subject } = request.finding;
  if (subject.kind !== 'leaky-race') return undefined;
  const session = openSession(request);
  const race = nodeOf(session, subject.race, ts.isCallExpression);
  const racer = nodeOf(session, subject.timeout, ts.isExpression);
  const [list, ...others] = race?.arguments ?? [];
  if (!race || !racer || others.length > 0 || !list || !ts.isArrayLiteralExpression(list)) return undefined;
  const [first, second, ...more] = list.elements;
  if (!first || !second || more.length > 0 || (first !== racer && second !== racer)) return undefined;
  const work = workOf(session, first === racer ? second : first, subject.function);
  const deadline = work && deadlineOf(session, racer);
  if (!work || !deadline || !isGlobal(session, 'AbortSignal', race) || isTooOld(request)) return undefined;
  if (typeof deadline === 'string') return { id, reason: deadline };
  const asked = whoAsksWhichError(session, race, deadline.message);
  if (asked !== undefined) return { id, reason: asked };
  if (losesComment(session, race, first === racer ? second : first)) return undefined;

  if (!giveSignal(session, work, deadline.delay)) return undefined;
  const { draft, source } = session;
  const kept = first === racer ? second : first;
  draft.replace({ start: race.getStart(source), end: kept.getStart(source) }, '');
  draft.replace({ start: kept.end, end: race.end }, '');
  return suggest(session, {
    ...{ id, title: `Let \`${calleeText(work.call)}\` end itself when time is up (AbortSignal.timeout)` },
    changes:
      'When time is up the work itself is stopped, with the body of an answer that is still read, and rejects with an error of its own (mostly a `TimeoutError`) in place of the one written here. No timer keeps the process alive.',
  });
}

/** What `.then(…)` may take of an answer without going on for longer than the signal reaches. */
const bodies = /^\(?(\w+)\)?\s*=>\s*\1\.(?:json|text|arrayBuffer|blob|bytes|formData)\(\)$/;

function workOf(session: Session, node: ts.Expression, owner: number): Work | undefined {
  const { request, source } = session;
  const { program, file } = request;
  let call: ts.Node = node;
  while (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === 'then' &&
    call.arguments.length === 1 &&
    bodies.test(call.arguments[0]?.getText(source) ?? '')
  )
    call = call.expression.expression;
  if (!ts.isCallExpression(call) || call.flags & ts.NodeFlags.OptionalChain) return undefined;
  const [start, end] = [call.getStart(source), call.end];
  const found = graphOf(program, file).calls[owner]?.find(({ value }) => {
    const span = file.facts.values[value];
    return span?.start === start && span.end === end;
  });
  const entry = found?.entry;
  const name = (found?.symbol && symbolName(found.symbol)) ?? '';
  const isEnded = entry?.promise === true && (entry.io !== undefined || name === 'node:events#once');
  return isEnded && entry.abort ? { call, option: entry.abort } : undefined;
}

/** The project may run with a version that would pass the signal over. */
function isTooOld({ program, file, facts }: FixRequest): boolean {
  return ['node', ...facts.specifiers.filter((each) => Object.hasOwn(since, each))].some((name) => {
    const least = leastVersion(program, file, name);
    const [major, minor] = since[name] ?? [0, 0];
    return least !== undefined && (least[0] < major || (least[0] === major && least[1] < minor));
  });
}

function giveSignal(session: Session, { call, option }: Work, delay: string): boolean {
  const { draft, source } = session;
  const { argument: at, property } = option;
  const given = call.arguments;
  if (property === undefined || at === undefined || at < 0 || given.length < at || given.some(ts.isSpreadElement))
    return false;
  const value = `AbortSignal.timeout(${delay})`;
  const options = given[at];
  const last = given.at(-1);
  if (options && ts.isStringLiteral(options) && /^(?:utf-?8|latin1|ascii|hex|base64)$/i.test(options.text)) {
    draft.insert(options.getStart(source), '{ encoding: ');
    draft.insert(options.end, `, ${property}: ${value} }`);
    return true;
  }
  return last !== undefined && given.length <= at + 1 && addOption(session, last, options, property, value);
}

/** Beside the work itself all of the race goes. */
function losesComment({ source, text }: Session, race: ts.CallExpression, kept: ts.Expression): boolean {
  const before = text.slice(race.getStart(source), kept.getStart(source));
  return /\/[/*]/.test(before + text.slice(kept.end, race.end).replaceAll(/(['"`])(?:\\.|(?!\1).)*\1/g, ''));
}
