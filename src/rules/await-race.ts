import { awaitRaces, type AwaitRace } from '../effects/races/await-races.ts';
import type { Overlap } from '../effects/races/overlap.ts';
import { isPython, valueOf, type File, type FunctionRef } from '../effects/program.ts';
import { usesOf } from '../effects/values/uses.ts';
import type { ValueId } from '../model/facts.ts';
import type { Advice, Finding, Level, Related } from '../model/finding.ts';
import type { Span } from '../model/span.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callSpan, calleeName, pathFrom } from './words.ts';

/** Shared state that is read, then a wait, then written by what was read: whatever others did meanwhile is lost, or done twice. */
export const awaitRace: Rule = {
  meta: {
    id: 'unblock/await-race',
    summary: 'Shared state that is read before an `await` and written after it, by what was read.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) => awaitRaces(program, ref).map((race) => findingFor(ref, race))),
};

function findingFor({ file, function: id }: FunctionRef, race: AwaitRace): Finding {
  const name = nameOf(file, race.write);
  return {
    rule: 'unblock/await-race',
    level: levelOf(file, race),
    ...callSpan(file, race.write),
    message: messages[race.goes](name),
    related: [
      { ...spanOf(file, race.read), message: 'Read here…' },
      { ...shortened(race.suspension), message: '…and here others run, and may change it.' },
      ...meets(file, race.overlap),
    ],
    advice: adviceOn(file, race.goes, name),
    subject: {
      kind: 'await-race',
      goes: race.goes,
      function: id,
      read: race.read,
      suspension: { start: race.suspension.start, end: race.suspension.end },
      write: race.write,
    },
  };
}

/** Proven where many runs start at once; what one object does for callers that are not seen is a guess. */
function levelOf(file: File, { goes, overlap: { by }, place, write, isEntry, hasOwnKey, isTelling }: AwaitRace): Level {
  if (goes === 'twice') {
    // Elements mostly have keys of their own.
    if (by === 'elements') return isEntry ? 'hint' : isTelling ? 'warning' : 'information';
    // An object of Python's mostly belongs to the one task that starts, asks and closes it.
    if (by === 'likely' && place.root === 'this' && isPython(file)) return 'hint';
    return isTelling && !isEntry && !isFlag(file, write) ? 'information' : 'hint';
  }
  if (by === 'elements' && hasOwnKey) return 'hint';
  const isOneForAll = place.root !== 'this';
  if (by === 'elements' || (by === 'request' && isOneForAll)) return 'warning';
  return by === 'likely' && (goes !== 'lost' || !isOneForAll) ? 'hint' : 'information';
}

/** `this.started = true`: what is done twice behind a flag mostly does no harm, where an object made twice is lost. */
function isFlag(file: File, write: ValueId): boolean {
  const written = usesOf(file).writtenTo(write);
  const value = written === undefined ? undefined : valueOf(file, written);
  return value?.kind === 'literal' && typeof value.value === 'boolean';
}

/** What is written, as a person would name it; of a call what it is called on. */
function nameOf(file: File, write: number): string {
  const value = valueOf(file, write);
  if (value.kind === 'call') {
    const callee = valueOf(file, value.callee);
    return callee.kind === 'member' ? calleeName(file, callee.object) : calleeName(file, value.callee);
  }
  return calleeName(file, value.kind === 'index' ? value.object : write);
}

function spanOf(file: File, id: number): Span {
  const { kind, start, end } = valueOf(file, id);
  return kind === 'call' ? callSpan(file, id) : { start, end };
}

/** The word `await`, or what stands for it, with a little of what follows. */
function shortened({ by, start, end }: AwaitRace['suspension']): Span {
  return by === 'await' || by === 'yield' ? { start, end: Math.min(end, start + 5) } : { start, end };
}

function meets(home: File, { by, edge }: Overlap): Related[] {
  if (!edge || by === 'likely') return [];
  const { from, site } = edge;
  const words = {
    elements: 'Started for every element at once.',
    request: 'It runs for each of those that come, also while one still waits.',
    event: 'It runs again whenever that happens, also while it still waits.',
  };
  return [{ ...pathFrom(home, from.file), ...callSpan(from.file, site.value), message: words[by] }];
}

const messages: Readonly<Record<AwaitRace['goes'], (name: string) => string>> = {
  lost: (name) => `\`${name}\` is written from what was read before an \`await\`: changes made meanwhile are lost.`,
  twice: (name) => `\`${name}\` was still empty before the \`await\`: whoever comes meanwhile does the same again.`,
  unchecked: (name) => `\`${name}\` was checked before the \`await\`: it may be another by the time it changes.`,
};

function adviceOn(file: File, goes: AwaitRace['goes'], name: string): Advice {
  const { why, instead } = advice[goes](name);
  return { why, instead: isPython(file) ? inPython[goes](name) : instead };
}

const inPython: Readonly<Record<AwaitRace['goes'], (name: string) => string>> = {
  lost: (name) =>
    `Wait first, then read and write \`${name}\` with no \`await\` in between: \`part = await …\`, then \`total += part\`.`,
  twice: (name) =>
    `Hold an \`asyncio.Lock\` from looking at \`${name}\` to writing it; or keep the task instead of its result, so that the second call finds it.`,
  unchecked: (name) =>
    `Change \`${name}\` before the \`await\`, and undo it where the work fails; or check once more after it.`,
};

const advice: Readonly<Record<AwaitRace['goes'], (name: string) => Advice>> = {
  lost: (name) => ({
    why: `Each run of this function keeps its own copy of \`${name}\` while it waits. Two that overlap start from the same value, and the one that ends last overwrites what the other wrote.`,
    instead: `Wait first, then read and write \`${name}\` with no \`await\` in between: \`const part = await …; total += part\`.`,
  }),
  twice: (name) => ({
    why: `A second call that comes before the first is done finds \`${name}\` empty, too. The work is done twice; of two connections or listeners only the later is kept, and nobody closes the other.`,
    instead: `Keep the promise instead of its result, without \`await\`, so that the second call finds it; and forget it when it fails. Or look at \`${name}\` once more after the \`await\`.`,
  }),
  unchecked: (name) => ({
    why: `Two calls that overlap both pass the check on \`${name}\` before either has changed it.`,
    instead: `Change \`${name}\` before the \`await\`, and undo it where the work fails; or check once more after it.`,
  }),
};
