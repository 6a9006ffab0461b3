import { commandLineReason } from '../effects/command-line.ts';
import { contextOf } from '../effects/contexts.ts';
import type { Reach } from '../effects/io.ts';
import { valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { serialAwaits, type Chain } from '../effects/serial-awaits.ts';
import { serialRounds, type SerialRounds } from '../effects/serial-rounds.ts';
import { startedPromises, type StartedPromises } from '../effects/started-promises.ts';
import type { ValueId } from '../model/facts.ts';
import type { Finding, Level, Related } from '../model/finding.ts';
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
