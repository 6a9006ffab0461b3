import type { Resource } from '../../knowledge/schema.ts';
import type { FunctionId } from '../../model/facts.ts';
import { edgesFrom } from './callers.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf, type Call } from './graph.ts';
import { isPython, type FunctionRef, type Program } from '../program.ts';
import { isLimited } from '../concurrency/held.ts';
import type { Site } from './sites.ts';
import { symbolName, type Resolved } from '../symbols.ts';

/** That a function reaches out of the process, by which library call. */
export interface Reach {
  readonly resource: Resource;
  readonly symbol: string;
  readonly call: Call;
  readonly in: FunctionRef;
  /** All calls go over one connection, so that starting many at once floods nothing. */
  readonly serial: boolean;
  /** … but are sent without waiting for each other, so that waiting for one after the other is a loss. */
  readonly pipelined: boolean;
  /** It asks the file system something and holds nothing open meanwhile. */
  readonly fleeting: boolean;
  /** Some call on the way may reach several functions, all of which do so. Absent where it is certain. */
  readonly confidence?: 'likely';
}

const fleetingCalls =
  /[#.](stat|lstat|access|exists|pathExists|realpath|readlink|mkdir|mkdirp|ensureDir|rm|rmdir|remove|unlink|rename|move|chmod|chown|utimes|symlink|link)$/;

export function reachBy(program: Program, symbol: Resolved, resource: Resource, call: Call, ref: FunctionRef): Reach {
  const name = symbolName(symbol) ?? '';
  const { serial = false, pipelined = false } = (symbol.kind === 'method' && program.knowledge.type(symbol.type)) || {};
  const fleeting = resource === 'file' && fleetingCalls.test(name);
  return { resource, symbol: name, call, in: ref, serial, pipelined, fleeting };
}

type Memo = Map<FunctionId, Reach | undefined>;

const memos = fileCache<Memo>(() => new Map(), { reachesFar: true });

/**
 * The first I/O that running a function starts without a limiter in between, through resolved calls. Blocking calls do not count:
 * they cannot run at the same time. Nor does what is done only after something has failed.
 */
export function reachOf(program: Program, ref: FunctionRef): Reach | undefined {
  const memo = memos.of(program, ref.file);
  const { function: id } = ref;
  if (memo.has(id)) return memo.get(id);
  memo.set(id, undefined);
  const reach = freshReach(program, ref);
  memo.set(id, reach);
  return reach;
}

function freshReach(program: Program, ref: FunctionRef): Reach | undefined {
  const graph = graphOf(program, ref.file);
  // `await limit.acquire()`: what comes before it is not worth a word.
  if (isPython(ref.file) && graph.calls[ref.function]?.some(({ entry }) => entry?.lock === 'acquire')) return undefined;
  for (const call of graph.calls[ref.function] ?? []) {
    const { entry, symbol } = call;
    if (!entry?.io || entry.blocks || !symbol || isRare(call) || isLimited(program, ref.file, call)) continue;
    return reachBy(program, symbol, entry.io, call, ref);
  }
  const edges = edgesFrom(program, ref);
  for (const { how, to, site, confidence } of edges) {
    if (!(how === 'call' || how === 'inline' || how === 'once')) continue;
    if (isRare(site) || isLimited(program, ref.file, site)) continue;
    const inner = reachOf(program, to);
    if (!inner) continue;
    if (confidence === undefined) return inner;
    const others = edges.filter((edge) => edge.confidence && edge.site.value === site.value);
    if (others.every((edge) => reachOf(program, edge.to))) return { ...inner, confidence };
  }
  return undefined;
}

/** Not each task comes there. */
function isRare({ excuse, rescues }: Site): boolean {
  return excuse !== undefined || rescues === true;
}
