import { branches } from '../effects/loops/branching.ts';
import { commandLineReason } from '../effects/contexts/command-line.ts';
import { hasFewConnections } from '../effects/concurrency/connections.ts';
import { fanOutsOf, fanOutWidth, isWorkers, taskReach, type FanOut } from '../effects/concurrency/fan-out.ts';
import type { Reach } from '../effects/calls/io.ts';
import { runsInPage } from '../effects/contexts/pages.ts';
import { isPython, settle, valueOf, type File, type FunctionRef, type Program } from '../effects/program.ts';
import { seemsLimited, sharesConnection } from '../effects/silence.ts';
import {
  FROM_FILES,
  FROM_SERVER,
  isDeclared,
  isFromWithin,
  isPicked,
  isSifted,
  outsideSource,
} from '../effects/values/sources.ts';
import { resolveValue } from '../effects/symbols.ts';
import { isInTransaction } from '../effects/concurrency/turns.ts';
import type { Language, ValueId } from '../model/facts.ts';
import type { Advice, Finding, Level, Related } from '../model/finding.ts';
import { inFunctions, type Rule } from './rule.ts';
import { callSpan, calleeName, pathFrom } from './words.ts';

/** One task per element of a list of any length, all started at once, each of which leaves the process. */
export const unboundedConcurrency: Rule = {
  meta: {
    id: 'unblock/unbounded-concurrency',
    summary: 'As many requests, queries or open files at once as a list has elements.',
    languages: ['javascript', 'python'],
    context: 'any',
    levels: ['warning', 'information', 'hint'],
  },
  check: inFunctions((program, ref) =>
    onePerPlace(fanOutsOf(program, ref).flatMap((fanOut) => findingFor(program, ref, fanOut) ?? [])),
  ),
};

/** A combinator that is given several lists is said once. */
function onePerPlace(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ start }, index) => findings.findIndex((each) => each.start === start) === index);
}

function findingFor(program: Program, { file, function: owner }: FunctionRef, fanOut: FanOut): Finding | undefined {
  const width = fanOutWidth(program, file, fanOut);
  const grows = branches(program, { file, function: owner }, fanOut);
  if (width === 'chosen' || (width !== undefined && width <= LIMITED && !(grows && width > 1))) return undefined;
  if (isInTransaction({ file, function: owner }) || isWorkers(program, file, fanOut)) return undefined;
  const reach = taskReach(program, file, fanOut);
  if (!reach || sharesConnection(reach.in.file, reach) || hasFewConnections(program, file, fanOut, reach))
    return undefined;
  const task = resolveValue(program, file, fanOut.task);
  if (task?.kind === 'function' && seemsLimited(program, task)) return undefined;
  const isKnown = width !== undefined || fanOut.source === undefined;
  const outside = isKnown ? undefined : outsideSource(program, file, fanOut.source);
  const words = { leaf: reachName(reach), list: listName(file, fanOut) };
  const name = combinatorName(file, fanOut);
  const mapper = fanOut.shape === 'mapped' && fanOut.call === fanOut.combinator.value ? name : undefined;
  return {
    rule: 'unblock/unbounded-concurrency',
    level: levelOf(program, file, fanOut, reach, { width, outside, grows }),
    ...callSpan(file, fanOut.combinator.value),
    message: `\`${name}\` starts one \`${words.leaf}\` per ${words.list}, ${grows ? 'and each of these as many again, ' : ''}all at once.`,
    related: relatedTo(file, fanOut, reach, words, { width, outside, grows }),
    advice: adviceOn(mapper, reach, words.leaf, { width, outside, grows }, file.facts.language),
    subject: {
      kind: 'fan-out',
      function: owner,
      combinator: fanOut.combinator.value,
      shape: fanOut.shape,
      call: fanOut.call,
      task: fanOut.task,
      ...(grows ? { branches: true as const } : {}),
    },
    measure: { kind: 'scenario', scenario: 'waiting', parameters: {} },
  };
}

const levels: readonly Level[] = ['hint', 'information', 'warning'];

/**
 * A list of which nothing is known is short more often than not: open tabs, chosen files, the accounts of one customer. One level less
 * where a flood does little harm: only one person at a terminal waits, the list is one that people declare, entry by entry, or one that
 * a page asks for; and where it takes a thousand files, and it is known whose list it is; or only some of a list, by what is asked of
 * each. Where no file stays open, four threads do the work in turn.
 */
function levelOf(
  program: Program,
  file: File,
  { source }: FanOut,
  reach: Reach,
  { width, outside, grows }: Size,
): Level {
  // A tree that is held in memory has few leaves where each is a file to write or a process to ask.
  const isLarge = grows && (reach.resource === 'network' || reach.resource === 'database');
  const isUnknown = width === undefined && outside === undefined && !isLarge && source !== undefined && !isPython(file);
  // A folder is read through four threads; it takes one of many thousand files to run out of them.
  const isFolder = outside === FROM_FILES && reach.resource === 'file' && !grows && !isPython(file);
  const isPart = source !== undefined && !isPython(file) && isSifted(file, source);
  const isLess = outside === undefined || reach.confidence !== undefined || outside === FROM_SERVER || isPart;
  const proof = isUnknown || isFolder ? 0 : isLess ? 1 : 2;
  const isOfFiles = reach.resource === 'file' && outside === undefined && !grows && source !== undefined;
  const isShort = outside === undefined && !grows && source !== undefined && isDeclared(file, source);
  if (source !== undefined && isPicked(file, source)) return 'hint';
  const isTame = isShort || isOfPage(file, reach) || (isOfFiles && isFromWithin(program, file, source));
  // What holds nothing open meanwhile waits for its turn in Node.
  if ((reach.fleeting || copies.test(reach.symbol)) && !isPython(file)) return 'hint';
  const harmless = isTame || commandLineReason(program, file) !== undefined ? 1 : 0;
  return levels[proof - harmless] ?? 'hint';
}

/** Node opens, copies and closes a file in one go, on one of its four threads; an editor opens the documents it is asked for in its own time. */
const copies = /#((promises\.)?copyFile|workspace\.open\w+Document)$/;

/** A page has six connections to a host, or streams of one, and lines up what comes after. */
function isOfPage(file: File, { resource }: Reach): boolean {
  return resource === 'network' && runsInPage(file);
}

/** More elements than a list has that somebody wrote down, and more tasks than anything should be given at once. */
const LIMITED = 1_000;

function combinatorName(file: File, { combinator }: FanOut): string {
  const call = valueOf(file, combinator.value);
  return call.kind === 'call' ? calleeName(file, call.callee) : 'Promise.all';
}

function reachName({ symbol }: Reach): string {
  // What `promisify` made of it is known by its own name.
  const path = symbol.replace(/^.*#(default\.?)?/, '').replace(/\.__promisify__$/, '');
  return path || symbol.replace(/#.*$/, '');
}

function listName(file: File, fanOut: FanOut): string {
  if (fanOut.source === undefined) return fanOut.loop?.range ? 'round of the loop' : 'element';
  const source = file.facts.language === 'python' ? iterated(file, fanOut.source) : fanOut.source;
  const value = valueOf(file, settle(file, source));
  const written = valueOf(file, source);
  if (isRange(file, source)) return 'number of a `range`';
  const name = written.kind === 'name' || written.kind === 'member' ? calleeName(file, source) : undefined;
  if (name !== undefined && name !== 'it' && name.length < 40) return `element of \`${name}\``;
  return value.kind === 'call' ? `element of what \`${calleeName(file, value.callee)}\` returns` : 'element';
}

/** `enumerate(urls)` and `urls.items()` go through `urls`. */
function iterated(file: File, id: ValueId): ValueId {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (call.kind !== 'call') return id;
  if (callee?.kind === 'member' && /^(items|keys|values)$/.test(callee.name) && call.args.length === 0)
    return callee.object;
  const [first] = call.args;
  const keeps = callee?.kind === 'global' && /^(enumerate|list|tuple|set|sorted|reversed)$/.test(callee.name);
  return keeps && first && !first.spread ? iterated(file, first.value) : id;
}

function isRange(file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  return callee?.kind === 'global' && callee.name === 'range';
}

/** What is known of how long the list gets. */
interface Size {
  readonly width: number | undefined;
  readonly outside: string | undefined;
  /** Each task starts as many again. */
  readonly grows: boolean;
}

function relatedTo(
  file: File,
  fanOut: FanOut,
  { call, in: owner }: Reach,
  { leaf, list }: { readonly leaf: string; readonly list: string },
  { width, outside }: Size,
): Related[] {
  const related: Related[] = [];
  if (fanOut.source !== undefined) {
    const { start, end } = valueOf(file, fanOut.source);
    const length =
      outside === undefined ? 'Nothing here limits how long this list gets.' : `Its length is up to ${outside}.`;
    const message = width === undefined ? length : `It has ${width.toLocaleString('en-US')} elements.`;
    related.push({ start, end, message });
  } else if (fanOut.loop) related.push({ ...fanOut.loop.head, message: `Each ${list} starts another one.` });
  const path = pathFrom(file, owner.file);
  const value = valueOf(owner.file, call.value);
  if (value.kind === 'call' || value.kind === 'new') {
    related.push({ ...path, ...callSpan(owner.file, call.value), message: `Each task calls \`${leaf}\`.` });
  }
  return related;
}

const floods: Readonly<Record<Reach['resource'], string>> = {
  file: 'Beyond the limit of open files (often 1,024) the rest fails with EMFILE, and four threads do all the work anyway.',
  network: 'The other side answers with 429 or resets connections, and memory holds every request and answer at once.',
  database: 'The pool has a few connections: the rest waits in line, times out, and everybody else waits behind it.',
  process: 'Each process takes memory and a core; beyond the number of cores they only slow each other down.',
  worker: 'The queue of the pool grows without limit, with all arguments in memory.',
};

/** How a few at a time are let through, by language. */
const limiters: Readonly<Record<Language, string>> = {
  javascript: 'wrap each task with `p-limit`, or use `p-map` with a `concurrency`',
  python: 'make one `asyncio.Semaphore(10)` outside, and enter it with `async with` inside of the coroutine',
};

const OPEN_FILES = 'Beyond the limit of open files (often 1,024) the rest fails with `OSError: Too many open files`.';

function adviceOn(
  mapper: string | undefined,
  { resource }: Reach,
  leaf: string,
  { width, outside, grows }: Size,
  language: Language,
): Advice {
  const flood = language === 'python' && resource === 'file' ? OPEN_FILES : floods[resource];
  const length =
    outside === undefined
      ? `With a long list that is as many \`${leaf}\` as it has elements`
      : `How many that are is up to ${outside}`;
  const many = width === undefined ? length : `That is ${width.toLocaleString('en-US')} times \`${leaf}\``;
  return {
    why: `${many}, with nothing between the first and the last. ${flood}`,
    instead: grows
      ? 'Let a few run at a time, with one limiter around the request or read itself, not around the walk: a task that waits for its own tasks inside of it keeps their places, and all could wait for ever.'
      : mapper === undefined
        ? `Let a few run at a time: ${limiters[language]}. Results keep their order.`
        : `Let a few run at a time: give \`${mapper}\` the option it can limit by, which is without limit where it is left out.`,
  };
}
