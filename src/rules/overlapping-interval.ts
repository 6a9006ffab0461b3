import { numberOf } from '../effects/values/constants.ts';
import { graphOf, type Call } from '../effects/calls/graph.ts';
import { isOfInterface } from '../effects/contexts/pages.ts';
import { reachOf, type Reach } from '../effects/calls/io.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { seemsLimited } from '../effects/silence.ts';
import { sitesOf } from '../effects/calls/sites.ts';
import { resolveValue, symbolName } from '../effects/symbols.ts';
import type { ValueId } from '../model/facts.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, calleeName, pathFrom } from './words.ts';

/** `setInterval` with an async callback: the next round starts whether or not the last one has ended. */
export const overlappingInterval: Rule = {
  meta: {
    id: 'unblock/overlapping-interval',
    summary: 'An interval whose rounds wait for something, and overlap when that takes longer than the interval.',
    languages: ['javascript'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: inCalls(findingFor),
};

const intervals = new Set(['global#setInterval', 'node:timers#setInterval']);

function findingFor(program: Program, file: File, { value: id, symbol, function: owner }: Call): Finding | undefined {
  const name = symbol && symbolName(symbol);
  const value = valueOf(file, id);
  if (name === undefined || !intervals.has(name) || value.kind !== 'call') return undefined;
  const [callback, delay] = value.args;
  const started = callback && resolveValue(program, file, callback.value);
  if (!callback || started?.kind !== 'function') return undefined;
  const round = onlyStarts(program, started) ?? started;
  if (!waitsUnguarded(round)) return undefined;
  if (stopsItself(program, round) || waitsItsTurn(program, round)) return undefined;
  const reach = reachOf(program, round);
  const pause = delay === undefined ? 0 : numberOf(program, file, delay.value);
  return {
    rule: 'unblock/overlapping-interval',
    level: levelOf(reach, pause, isOfInterface(round.file) ? RARE_IN_PAGES : RARE),
    ...callSpan(file, id),
    message: 'The next round of this interval starts even while the last one still waits.',
    related: relatedTo(file, round, reach),
    advice: {
      why: 'Rounds pile up as soon as one takes longer than the interval: they run at the same time, overtake each other, and make what they call slower still.',
      instead:
        'Start the next round when the last one has ended: a loop that awaits the work and then a pause, or a `setTimeout` that the round itself sets at its end.',
    },
    subject: { kind: 'overlapping-interval', function: owner, call: id, callback: callback.value },
  };
}

/** Rounds this rare seldom meet; and those whose interval is up to somebody else mostly are. */
const RARE = 60_000;
/** A page asks for one person, whose answers seldom take as long as this. */
const RARE_IN_PAGES = 2_000;

function levelOf(reach: Reach | undefined, pause: number | undefined, rare: number): Level {
  return reach && !reach.fleeting && pause !== undefined && pause < rare ? 'information' : 'hint';
}

/** The function that a callback does nothing but call: `() => this.poll()`, `() => void poll()`, `() => { poll().catch(report); }`. */
function onlyStarts(program: Program, { file, function: id }: FunctionRef): FunctionRef | undefined {
  const { isAsync, body } = functionOf(file, id);
  const [call, ...others] = graphOf(program, file).calls[id] ?? [];
  if (isAsync || call?.symbol?.kind !== 'function') return undefined;
  const isAll = others.every(({ value }) => isReaction(file, value));
  return isAll && body.every(({ kind }) => kind === 'evaluate' || kind === 'return') ? call.symbol : undefined;
}

function isReaction(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  return callee?.kind === 'member' && /^(then|catch|finally)$/.test(callee.name);
}

/** It is async and waits, and not only behind a flag that keeps the next round out. */
function waitsUnguarded({ file, function: id }: FunctionRef): boolean {
  if (!functionOf(file, id).isAsync) return false;
  return (sitesOf(file)[id] ?? []).some(
    ({ value, excuse }) => excuse === undefined && valueOf(file, value).kind === 'await',
  );
}

/** Its work goes through a limiter, which lets the rounds in one after the other. */
function waitsItsTurn(program: Program, round: FunctionRef): boolean {
  const calls = graphOf(program, round.file).calls[round.function] ?? [];
  return (
    seemsLimited(program, round) || calls.some(({ entry }) => entry?.callbacks?.some(({ runs }) => runs === 'task'))
  );
}

const stopping = new Set(['clearInterval', 'clearTimeout']);

/** A round that ends the interval before it waits runs once. */
function stopsItself(program: Program, { file, function: id }: FunctionRef): boolean {
  const sites = sitesOf(file)[id] ?? [];
  const firstWait = sites.findIndex(({ value }) => valueOf(file, value).kind === 'await');
  const before = new Set(sites.slice(0, firstWait).map(({ value }) => value));
  return (graphOf(program, file).calls[id] ?? []).some(
    ({ value, symbol, loops }) =>
      before.has(value) && loops.length === 0 && symbol?.kind === 'library' && stopping.has(symbol.path),
  );
}

function relatedTo(file: File, round: FunctionRef, reach: Reach | undefined): Related[] {
  if (reach) {
    const call = valueOf(reach.in.file, reach.call.value);
    const name = call.kind === 'call' || call.kind === 'new' ? calleeName(reach.in.file, call.callee) : 'it';
    const path = pathFrom(file, reach.in.file);
    return [{ ...path, ...callSpan(reach.in.file, reach.call.value), message: `A round waits for \`${name}\`.` }];
  }
  const wait = (sitesOf(round.file)[round.function] ?? []).find(
    ({ value }) => valueOf(round.file, value).kind === 'await',
  );
  if (!wait) return [];
  const { start, end } = valueOf(round.file, wait.value);
  return [{ ...pathFrom(file, round.file), start, end, message: 'A round waits here.' }];
}
