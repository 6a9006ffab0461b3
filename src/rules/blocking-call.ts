import {
  blockingPaths,
  isInlineLiteral,
  isSynchronous,
  visitsMany,
  type BlockingPath,
  type Hop,
} from '../effects/blocking.ts';
import { edgesInto } from '../effects/callers.ts';
import { loopEntries, type Context } from '../effects/contexts.ts';
import { graphOf } from '../effects/graph.ts';
import { functionOf, valueOf, type FunctionRef, type Program } from '../effects/program.ts';
import type { Language } from '../model/facts.ts';
import type { Advice, Finding, Level, Related } from '../model/finding.ts';
import type { Rule } from './rule.ts';
import { callSpan, calleeName, functionName, loopProof } from './words.ts';

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
    loopEntries(program, file).flatMap(({ ref, context }) =>
      findingsIn(program, ref, ref, context, runsForMany(program, ref)),
    ),
};

/** It is called once per element of a list: `list.map(async (each) => …)`. */
function runsForMany(program: Program, ref: FunctionRef): boolean {
  return edgesInto(program, ref).some((edge) => visitsMany(program, edge));
}

/**
 * The finding stands in the last async function or handler before the synchronous chain. `inner` is that function itself, or a literal
 * that it runs on the spot, as `forEach` does.
 */
function findingsIn(
  program: Program,
  owner: FunctionRef,
  inner: FunctionRef,
  context: Context,
  repeated: boolean,
): Finding[] {
  const literals = (graphOf(program, inner.file).out[inner.function] ?? []).filter(
    (edge) => isSynchronous(edge) && isInlineLiteral(edge),
  );
  const covered = new Set(literals.map(({ site }) => site.value));
  const own = blockingPaths(program, inner)
    .filter(({ hops }) => !covered.has(hops[0]?.site.value ?? -1))
    .flatMap((path) => findingFor(owner, path, context, repeated || path.repeated) ?? []);
  const nested = literals.flatMap((edge) =>
    findingsIn(program, owner, edge.to, context, repeated || visitsMany(program, edge)),
  );
  return [...own, ...nested];
}

function findingFor(owner: FunctionRef, path: BlockingPath, context: Context, repeated: boolean): Finding | undefined {
  const [first] = path.hops;
  const last = path.hops.at(-1);
  if (!first || !last) return undefined;
  const level = levelOf(path, context, repeated);
  const leaf = nameOf(last);
  const direct = path.hops.length === 1;
  return {
    rule: 'unblock/blocking-call',
    level,
    ...callSpan(first.file, first.site.value),
    message: messageOf(owner, first, leaf, direct, context),
    related: relatedTo(owner, path, context),
    advice: adviceOn(path, leaf, direct, context, first.file.facts.language),
    subject: { kind: 'blocking-call', function: owner.function, call: first.site.value, symbol: path.symbol, direct },
    measure: { kind: 'scenario', scenario: 'cpu', parameters: {} },
  };
}

/** One system call is worth a word only where many people wait for it or where it is repeated. */
function levelOf(
  { blocks, confidence }: BlockingPath,
  { kind: said, handler, aside }: Context,
  repeated: boolean,
): Level {
  if (aside) return 'hint';
  const kind = said === 'proven' ? (confidence ?? said) : said;
  if (blocks.weight !== 'metadata') return kind === 'proven' ? 'warning' : 'information';
  if (kind === 'proven' && handler) return repeated ? 'warning' : 'information';
  return repeated ? 'information' : 'hint';
}

function nameOf({ file, site, entered }: Hop): string {
  const call = valueOf(file, site.value);
  const name = calleeName(file, call.kind === 'call' || call.kind === 'new' ? call.callee : site.value);
  return entered === true ? `with ${name}` : name;
}

function messageOf(owner: FunctionRef, first: Hop, leaf: string, direct: boolean, context: Context): string {
  const where = placeWords(context) ?? asyncWords(owner);
  return direct
    ? `\`${leaf}\` blocks the event loop in ${where}.`
    : `\`${nameOf(first)}\` blocks the event loop in ${where}: it leads to \`${leaf}\`.`;
}

/** `an Express handler`, where the function itself was registered. */
function placeWords({ edge, reason }: Context): string | undefined {
  const registered = edge?.how === 'handler' || edge?.how === 'event' || edge?.how === 'timer';
  return registered ? reason.replace(/^it is /, '') : undefined;
}

function asyncWords(owner: FunctionRef): string {
  const { isAsync } = functionOf(owner.file, owner.function);
  const name = functionName(owner);
  if (!isAsync) return name === 'this function' ? 'a callback' : name;
  return name === 'this function' ? 'an async function' : `async ${name}`;
}

/** The proof: why this is the event loop, then each call on the way down. */
function relatedTo(owner: FunctionRef, { hops }: BlockingPath, context: Context): Related[] {
  const related: Related[] = [loopProof(owner, context)];
  hops.forEach(({ file, site }, index) => {
    if (index === 0) return;
    const caller = hops[index - 1]?.into;
    const path = file === owner.file ? {} : { path: file.path };
    const name = caller ? functionName(caller) : 'it';
    related.push({
      ...path,
      ...callSpan(file, site.value),
      message: `${name} calls \`${nameOf(hops[index] ?? { file, site })}\``,
    });
  });
  return related;
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
