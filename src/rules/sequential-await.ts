import { commandLineReason } from '../effects/contexts/command-line.ts';
import { contextOf } from '../effects/contexts/contexts.ts';
import { earlyAwaits, type EarlyAwait } from '../effects/concurrency/early-awaits.ts';
import { graphOf, type Call } from '../effects/calls/graph.ts';
import type { Reach } from '../effects/calls/io.ts';
import { valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { serialAwaits, type Chain } from '../effects/concurrency/serial-awaits.ts';
import { serialReduce } from '../effects/concurrency/serial-reduce.ts';
import { serialRounds, type SerialRounds } from '../effects/concurrency/serial-rounds.ts';
import { startedPromises, type StartedPromises } from '../effects/promises/started-promises.ts';
import type { ValueId } from '../model/facts.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callName, callSpan, pathFrom } from './words.ts';

/** What waits one after the other though neither needs what the other gives. */
export const sequentialAwait: Rule = {
  meta: {
    id: 'unblock/sequential-await',
    summary: 'Reads that wait for each other although none needs what another one gives.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => [
    ...serialAwaits(program, ref).flatMap((chains) => inRow(program, ref, chains) ?? []),
    ...serialRounds(program, ref).map((rounds) => inRounds(program, ref, rounds)),
    ...startedPromises(program, ref).map((started) => oneByOne(ref, started)),
    ...earlyAwaits(program, ref).map((early) => beforeExit(ref, early)),
    ...(graphOf(program, ref.file).calls[ref.function] ?? []).flatMap((call) => inReduce(program, ref, call) ?? []),
  ]),
};

function inRow(program: Program, ref: FunctionRef, chains: readonly Chain[]): Finding | undefined {
  const { file, function: owner } = ref;
  const [first, second] = chains.map(({ awaits }) => awaits[0]);
  if (first === undefined || second === undefined) return undefined;
  const [before, call] = [awaited(file, first), awaited(file, second)];
  const python = file.facts.language === 'python';
  return {
    rule: 'unblock/sequential-await',
    level: levelOf(
      program,
      ref,
      chains.map(({ reach }) => reach),
    ),
    ...callSpan(file, call),
    message: `\`${callName(file, call)}\` waits for \`${callName(file, before)}\` and needs nothing of it.`,
    related: [
      { ...callSpan(file, before), message: 'Nothing that follows is started before this is done.' },
      ...chains.flatMap(({ reach }) => leaf(file, reach)),
    ],
    advice: {
      why: `Whoever waits for this waits for the sum of ${String(chains.length)} reads, one after the other, instead of for the longest of them.`,
      instead: python
        ? 'Start them together: `a, b = await asyncio.gather(first(), second())`. When one fails, the others will have been started.'
        : 'Start them together: `const [a, b] = await Promise.all([first(), second()])`. When one fails, the others will have been started.',
    },
    subject: {
      kind: 'sequential-await',
      shape: 'awaits',
      function: owner,
      chains: chains.map(({ awaits }) => awaits),
    },
    measure: { kind: 'scenario', scenario: 'waiting', parameters: {} },
  };
}

function inRounds(program: Program, ref: FunctionRef, rounds: SerialRounds): Finding {
  const { file, function: owner } = ref;
  const { loop, awaits, reach, collects, count } = rounds;
  const call = awaited(file, awaits[0] ?? collects.call);
  const python = file.facts.language === 'python';
  const { start, end, head, source } = loop;
  const isFew = count !== undefined && count <= FEW;
  return {
    rule: 'unblock/sequential-await',
    level: isFew ? levelOf(program, ref, [reach]) : 'hint',
    ...callSpan(file, call),
    message: `Each \`${callName(file, call)}\` waits for the one of the round before and needs nothing of it.`,
    related: [{ ...head, message: 'No round of this loop needs another one.' }, ...leaf(file, reach)],
    advice: {
      why: 'The loop takes as long as all its reads together, one after the other.',
      instead: isFew
        ? `Start them together: \`${python ? 'await asyncio.gather(*(load(x) for x in list))' : 'await Promise.all(list.map((x) => load(x)))'}\`. Results keep their order.`
        : `Let a few run at a time: ${python ? '`asyncio.gather` with a `Semaphore`' : '`p-map` with a `concurrency`'}, since the list may be of any length. Results keep their order.`,
    },
    subject: {
      kind: 'sequential-await',
      shape: 'rounds',
      function: owner,
      loop: { start, end },
      awaits,
      collects,
      ...(source === undefined ? {} : { list: source }),
      ...(count === undefined ? {} : { count }),
    },
    measure: { kind: 'scenario', scenario: 'waiting', parameters: {} },
  };
}

function oneByOne({ file, function: owner }: FunctionRef, { list, loop, call }: StartedPromises): Finding {
  const { start, end } = valueOf(file, list);
  const place = call === undefined ? (loop?.head ?? { start, end }) : callSpan(file, call);
  return {
    rule: 'unblock/sequential-await',
    level: 'warning',
    start: place.start,
    end: place.end,
    message: 'When one of these promises fails before it is its turn, nobody holds its rejection.',
    related: [{ start, end, message: 'All of them run from here on, and are awaited one at a time.' }],
    advice: {
      why: 'A promise that is rejected before anybody awaits it is an unhandled rejection: Node ends the process, whatever `try` stands around the loop.',
      instead:
        'Await them together: `for (const each of await Promise.all(promises))`, or `Promise.allSettled` to look at each failure.',
    },
    subject: {
      kind: 'sequential-await',
      shape: 'started',
      function: owner,
      list,
      ...(loop ? { loop: { start: loop.start, end: loop.end } } : {}),
      ...(call === undefined ? {} : { call }),
    },
  };
}

function beforeExit({ file, function: owner }: FunctionRef, { awaits, reach, exit }: EarlyAwait): Finding {
  const call = awaited(file, awaits);
  const name = callName(file, call);
  return {
    rule: 'unblock/sequential-await',
    level: 'hint',
    ...callSpan(file, call),
    message: `\`${name}\` is waited for before a way out that does not need it.`,
    related: [{ ...headOf(exit), message: 'Whoever leaves here has waited for nothing.' }, ...leaf(file, reach)],
    advice: {
      why: `Each call that ends there waits for \`${name}\` all the same, and asks the other side for what nobody uses.`,
      instead: 'Ask first, and wait after that: move the `await` behind the `if`.',
    },
    subject: {
      kind: 'sequential-await',
      shape: 'early',
      function: owner,
      awaits,
      exit: { start: exit.start, end: exit.end },
    },
    measure: { kind: 'scenario', scenario: 'waiting', parameters: {} },
  };
}

/** The word `if` and a little of what follows. */
function headOf({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + 2) };
}

function inReduce(program: Program, { file, function: owner }: FunctionRef, call: Call): Finding | undefined {
  if (file.facts.language !== 'javascript') return undefined;
  const found = serialReduce(program, file, call);
  if (!found) return undefined;
  const { awaits, reach } = found;
  return {
    rule: 'unblock/sequential-await',
    level: 'hint',
    ...callSpan(file, call.value),
    message: `Each round of \`reduce\` waits for the one before, and only for what it has collected.`,
    related: [
      { ...callSpan(file, awaited(file, awaits)), message: 'This is not started before that.' },
      ...leaf(file, reach),
    ],
    advice: {
      why: 'It is a loop that awaits in every round, written so that one does not see it: it takes as long as all its reads together.',
      instead:
        'Read with `await Promise.all(list.map(…))`, or with `p-map` and a `concurrency` where the list is long, and collect then. Where the order is meant, a `for` loop says so.',
    },
    subject: { kind: 'sequential-await', shape: 'reduce', function: owner, call: call.value, awaits },
    measure: { kind: 'scenario', scenario: 'waiting', parameters: {} },
  };
}

/** Not too many for anything to be asked at once. */
const FEW = 20;

/** Worth a look in general; likely worth it where somebody waits each time for something that is far away. */
function levelOf(program: Program, ref: FunctionRef, reaches: readonly Reach[]): Level {
  const isFar = reaches.every(({ resource }) => resource === 'network' || resource === 'database');
  if (!isFar || commandLineReason(program, ref.file) !== undefined) return 'hint';
  const { kind, handler } = contextOf(program, ref);
  return kind === 'proven' && handler ? 'information' : 'hint';
}

/** The call that an `await` waits for. */
function awaited(file: File, id: ValueId): ValueId {
  const value = valueOf(file, id);
  return value.kind === 'await' ? value.of : id;
}

function leaf(home: File, { call, in: { file }, symbol }: Reach): Related[] {
  if (file === home) return [];
  const name = symbol.replace(/^.*#/, '').replace(/^default\.?/, '') || symbol;
  return [{ ...pathFrom(home, file), ...callSpan(file, call.value), message: `It waits for \`${name}\`.` }];
}
