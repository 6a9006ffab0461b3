import type { BlockingPath, Hop } from '../effects/blocking/blocking.ts';
import { bridgeOf } from '../effects/blocking/bridges.ts';
import type { Context } from '../effects/contexts/contexts.ts';
import { isFileChosen } from '../effects/blocking/chosen-file.ts';
import { changesSettings, holdsSettings } from '../effects/silence.ts';
import { loopPathsIn, type LoopPath } from '../effects/blocking/loop-paths.ts';
import type { FunctionRef } from '../effects/program.ts';
import type { Language } from '../model/facts.ts';
import type { Advice, Finding, Level } from '../model/finding.ts';
import type { Rule } from './rule.ts';
import { callSpan, chainProof, hopName, placeWords } from './words.ts';

/** A call that holds up the event loop, directly or through synchronous functions. */
export const blockingCall: Rule = {
  meta: {
    id: 'unblock/blocking-call',
    summary: 'A call on the event loop that stops everything else until it returns.',
    languages: ['javascript', 'python'],
    context: 'loop',
    levels: ['warning', 'information', 'hint'],
  },
  check: (program, file) =>
    loopPathsIn(program, file).flatMap((found) => {
      // Whoever waits for a worker hears it from `sync-bridge`.
      return bridgeOf(program, found.path) ? [] : (findingFor(found) ?? []);
    }),
};

function findingFor({ owner, path, context, repeated }: LoopPath): Finding | undefined {
  const [first] = path.hops;
  const last = path.hops.at(-1);
  if (!first || !last) return undefined;
  const { language } = first.file.facts;
  const level = levelOf(path, context, repeated, language);
  const leaf = hopName(last);
  const direct = path.hops.length === 1;
  return {
    rule: 'unblock/blocking-call',
    level,
    ...callSpan(first.file, first.site.value),
    message: messageOf(owner, first, leaf, direct, context),
    related: chainProof(owner, path.hops, context),
    advice: adviceOn(path, leaf, direct, context, language),
    subject: { kind: 'blocking-call', function: owner.function, call: first.site.value, symbol: path.symbol, direct },
    measure: { kind: 'scenario', scenario: 'cpu', parameters: {} },
  };
}

/** How much it matters that an event loop waits: what it costs each time, how often, and how many others wait. */
function levelOf(path: BlockingPath, context: Context, repeated: boolean, language: Language): Level {
  const { blocks, confidence } = path;
  const { kind: said, others, isRare } = context;
  if (others === 'alone' || blocks.asksPerson) return 'hint';
  // Tasks are started side by side to wait side by side; what a disk or a computation takes matters less to one person.
  if (others === 'beside') return blocks.weight !== 'metadata' && waitsLong.has(blocks.what) ? 'warning' : 'hint';
  const kind = said === 'proven' ? (confidence ?? said) : said;
  if (blocks.weight === 'metadata') return levelOfLook(path, { ...context, kind }, repeated, language);
  if (language === 'javascript' && blocks.weight === 'data') {
    if (blocks.what === 'file') return levelOfFile(path, { ...context, kind }, repeated);
    // SQLite answers from memory mostly, and was asked for because it does so at once: one row is nothing, many may be.
    if (blocks.what === 'database')
      return kind === 'proven' && !isRare && (repeated || !oneRow.test(path.symbol)) ? 'information' : 'hint';
    if (blocks.what === 'cpu' && !repeated) return levelOfText({ ...context, kind });
  }
  return kind === 'proven' ? 'warning' : 'information';
}

/**
 * A file takes a moment: worth a warning where each request pays for it. What one person asks for now and then adds up where there are
 * many files; the settings of a program are small, and written when somebody changes them; and JavaScript is async at start-up and in
 * commands as well.
 */
function levelOfFile(
  path: BlockingPath,
  { kind, handler, isRare, others, calls = 0 }: Context,
  repeated: boolean,
): Level {
  if (isRare === 'timed' || (others === 'unseen' && !repeated)) return 'hint';
  if (changesSettings(path)) return 'hint';
  // A handler that reads them each time is seen by itself; further down they are one of many small things.
  if (holdsSettings(path)) return kind === 'proven' && !isRare && calls === 0 ? 'information' : 'hint';
  // Further down it is one of many steps of something long, to which not each request comes.
  const isNear = path.hops.length + calls * AWAITED <= NEAR;
  if (kind === 'proven' && !isRare) return repeated || isNear ? 'warning' : 'information';
  if (kind === 'proven') return repeated ? 'information' : 'hint';
  const addsUp = repeated && path.hops.length <= AT_HAND && wholeFiles.test(path.symbol);
  return addsUp || (!isRare && (handler || isFileChosen(path))) ? 'information' : 'hint';
}

const oneRow = /\.(get|run)$/;

/** As many calls as one sees through. */
const NEAR = 5;

/** What a handler awaits is further away than what it calls: it has its own waits, and more that it may or may not do. */
const AWAITED = 2;

/** As many as one sees at a glance, where nobody is known to wait. */
const AT_HAND = 3;

const wholeFiles = /#(read|write|append|copy)(File)?Sync$/;

/** One text to pack, or to take a digest of. */
function levelOfText({ kind, handler, isRare }: Context): Level {
  if (isRare) return 'hint';
  return kind === 'proven' ? 'warning' : handler ? 'information' : 'hint';
}

/**
 * One system call is worth a word only where it is repeated; in Python, where `async` says that others wait, also in a handler itself. In
 * JavaScript that is the handler itself as well: further down there are few of them, or they are one of many steps of something long.
 */
function levelOfLook(
  { blocks, hops }: BlockingPath,
  { kind, handler, isRare, others, edge }: Context,
  repeated: boolean,
  language: Language,
): Level {
  // A lock that is held for a moment costs a moment, however often it is taken.
  const addsUp = repeated && blocks.what !== 'lock';
  const isHandler = kind === 'proven' && handler;
  if (language === 'javascript') {
    if (isRare || !addsUp || others === 'unseen') return 'hint';
    // What it calls back when something is there stands in it.
    const isNear = isHandler && edge?.how !== 'call' && hops.length <= 2;
    return isNear || kind !== 'proven' || edge?.how === 'timer' ? 'information' : 'hint';
  }
  if (isRare && !repeated) return 'hint';
  if (isHandler && addsUp) return 'warning';
  return addsUp || (isHandler && hops.length === 1) ? 'information' : 'hint';
}

const waitsLong = new Set<BlockingPath['blocks']['what']>(['sleep', 'network', 'process', 'database', 'lock']);

function messageOf(owner: FunctionRef, first: Hop, leaf: string, direct: boolean, context: Context): string {
  const where = placeWords(owner, context);
  return direct
    ? `\`${leaf}\` blocks the event loop in ${where}.`
    : `\`${hopName(first)}\` blocks the event loop in ${where}: it leads to \`${leaf}\`.`;
}

const waits: Readonly<Record<BlockingPath['blocks']['what'], string>> = {
  file: 'until the disk has answered',
  process: 'until the other process has ended',
  network: 'until the other side has answered',
  database: 'until the query is done',
  lock: 'until somebody else lets go',
  sleep: 'for the whole pause',
  cpu: 'while it computes',
};

/** Where work goes that cannot be awaited. */
function withoutTwin(what: BlockingPath['blocks']['what'], leaf: string, language: Language): string {
  if (language === 'javascript') return 'Do this work in a worker thread or another process.';
  return what === 'cpu'
    ? 'Hand it to a `ProcessPoolExecutor` with `loop.run_in_executor`: a thread would hold the interpreter all the same.'
    : `Await \`asyncio.to_thread(${leaf}, …)\`, which calls it on a thread.`;
}

function adviceOn(
  { blocks }: BlockingPath,
  leaf: string,
  direct: boolean,
  { kind }: Context,
  language: Language,
): Advice {
  const twin = blocks.twin?.symbol.replace(/^.*#/, '');
  const others = kind === 'proven' ? 'every other request, timer and event' : 'every other task of the loop';
  const instead =
    twin === undefined ? withoutTwin(blocks.what, leaf, language) : `Await \`${twin}\` instead of calling \`${leaf}\`.`;
  const note = blocks.twin?.note;
  return {
    why: `While \`${leaf}\` runs, ${others} waits ${waits[blocks.what]}.`,
    instead: [direct ? instead : `${instead} The functions in between become async.`, note].filter(Boolean).join(' '),
    ...(blocks.cost === undefined ? {} : { cost: blocks.cost }),
  };
}
