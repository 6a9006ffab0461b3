import type { Call } from '../effects/calls/graph.ts';
import { commandLineReason } from '../effects/contexts/command-line.ts';
import { contextOf } from '../effects/contexts/contexts.ts';
import { runsInPage } from '../effects/contexts/pages.ts';
import { settle, valueOf, type File, type Program } from '../effects/program.ts';
import { unstoppableTimeout, type Timeout } from '../effects/promises/timeouts.ts';
import type { FunctionId } from '../model/facts.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';
import { callSpan, pathFrom } from './words.ts';

/** `Promise.race([work(), timeout(5000)])` whose timer runs on after the work is done. */
export const leakyRace: Rule = {
  meta: {
    id: 'unblock/leaky-race',
    summary: 'A race against a timer that runs on when the race is over.',
    languages: ['javascript'],
    context: 'any',
    levels: ['information', 'hint'],
  },
  check: inCalls(findingFor),
};

const apps = ['react-native', 'expo', 'electron'];

/** A timer as short as this is gone before anybody minds, in milliseconds. */
const SHORT = 10_000;
/** As long as this it holds on to what it refers to, wherever it runs. */
const LONG = 30_000;

function findingFor(program: Program, file: File, call: Call): Finding | undefined {
  if (call.entry?.combinator !== 'race') return undefined;
  const value = valueOf(file, call.value);
  const list = value.kind === 'call' && value.args[0] ? valueOf(file, settle(file, value.args[0].value)) : undefined;
  if (list?.kind !== 'array' || list.per || list.elements.length < 2) return undefined;
  const racers = list.elements.map(({ value: racer }) => ({
    racer,
    timeout: unstoppableTimeout(program, file, racer),
  }));
  const clock = racers.find(({ timeout }) => timeout);
  if (!clock?.timeout || racers.every(({ timeout }) => timeout)) return undefined;
  return {
    rule: 'unblock/leaky-race',
    level: levelOf(program, file, call.function, clock.timeout),
    ...callSpan(file, call.value),
    message: 'The timer of this race runs on after the race is over.',
    related: [timerAt(file, clock.timeout)],
    advice: {
      why: 'A race ends with the first that settles, and the others run on. The timer keeps the process alive and what it refers to in memory, once for each call; when the timer wins, the work is not stopped either.',
      instead:
        'Give the work `AbortSignal.timeout(ms)`, which ends it; where it takes no signal, keep the handle and call `clearTimeout` in a `finally`.',
    },
    subject: { kind: 'leaky-race', function: call.function, race: call.value, timeout: clock.racer },
  };
}

/**
 * Who minds that the process lives on: a page, an app on a phone and an editor do so anyway. A server does so, too, and minds timers
 * that pile up: long ones, or one for each request. A command ends late.
 */
function levelOf(program: Program, file: File, owner: FunctionId, { delay }: Timeout): Level {
  const livesOn = runsInPage(file) || isApp(program, file);
  if (livesOn || (delay !== undefined && delay <= SHORT)) return 'hint';
  const isLong = delay !== undefined && (delay >= LONG || commandLineReason(program, file) !== undefined);
  if (isLong) return 'information';
  const { kind, handler, isRare } = contextOf(program, { file, function: owner });
  return kind === 'proven' && handler && !isRare ? 'information' : 'hint';
}

function isApp(program: Program, file: File): boolean {
  const owner = program.packageOf(file);
  if (owner === undefined) return false;
  return owner.engines['vscode'] !== undefined || apps.some((name) => Object.hasOwn(owner.dependencies, name));
}

function timerAt(home: File, { file, timer }: Timeout): Related {
  return {
    ...pathFrom(home, file),
    ...callSpan(file, timer),
    message: 'Nobody keeps the handle of this timer, so that nobody can clear it.',
  };
}
