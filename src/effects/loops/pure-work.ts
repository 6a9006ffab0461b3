import type { ValueId } from '../../model/facts.ts';
import { nestsOf } from './cost.ts';
import { fileCache } from '../file-cache.ts';
import { graphOf } from '../calls/graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { growingRecursion } from './recursion.ts';
import { regionsOf, sitesOf } from '../calls/sites.ts';
import { symbolName } from '../symbols.ts';

/** What a function does that is nothing but computing in Python itself, so that threads have to take turns for it. */
export interface PureWork {
  /** Where the work is: the loop, or the function that calls itself. */
  readonly in: FunctionRef;
  readonly start: number;
  readonly end: number;
}

type Answer = { readonly work?: PureWork } | 'mixed';

const memo = fileCache<Map<number, Answer>>(() => new Map());

/** The work of a function that computes, and calls nothing that might wait or run outside of Python's lock; undefined for all others. */
export function pureWork(program: Program, ref: FunctionRef): PureWork | undefined {
  const answer = answerFor(program, ref, 0);
  return answer === 'mixed' ? undefined : answer.work;
}

const DEEPEST = 6;

function answerFor(program: Program, ref: FunctionRef, depth: number): Answer {
  const known = memo.of(program, ref.file);
  const before = known.get(ref.function);
  if (before) return before;
  // A function that calls itself adds nothing to what it is found to be.
  known.set(ref.function, {});
  const answer = depth > DEEPEST ? 'mixed' : look(program, ref, depth);
  known.set(ref.function, answer);
  return answer;
}

function look(program: Program, ref: FunctionRef, depth: number): Answer {
  const { file, function: id } = ref;
  const { isAsync, isGenerator, decorators, head } = functionOf(file, id);
  if (isAsync || isGenerator || decorators.length > 0 || usesNative(file)) return 'mixed';
  if ((regionsOf(file)[id] ?? []).length > 0) return 'mixed';
  if ((sitesOf(file)[id] ?? []).some(({ value }) => valueOf(file, value).kind === 'await')) return 'mixed';
  const graph = graphOf(program, file);
  let work: PureWork | undefined;
  for (const call of graph.calls[id] ?? []) {
    const edges = (graph.out[id] ?? []).filter(({ site }) => site.value === call.value);
    if (call.symbol?.kind === 'function' || call.symbol?.kind === 'class') {
      if (edges.length === 0 && call.symbol.kind === 'function') return 'mixed';
      for (const { to, how, receiver } of edges) {
        const inner = how !== 'call' || receiver ? 'mixed' : answerFor(program, to, depth + 1);
        if (inner === 'mixed') return 'mixed';
        work ??= inner.work;
      }
    } else if (!isPureCall(file, call.value, call.symbol && symbolName(call.symbol))) return 'mixed';
  }
  const nest = nestsOf(program, ref).nests.find(({ inputs, trips }) => inputs > 0 || trips >= MANY);
  const [round] = nest?.rounds ?? [];
  if (round) return { work: { in: ref, start: round.head.start, end: round.head.end } };
  if (growingRecursion(program, ref)) return { work: { in: ref, start: head.start, end: head.end } };
  return work ? { work } : {};
}

/** Fewer rounds are done before a thread has started. */
const MANY = 100_000;

/** Libraries whose objects compute outside of Python's lock, by operators, too. */
const native =
  /^(numpy|scipy|pandas|polars|pyarrow|torch|tensorflow|jax|cupy|numba|cv2|PIL|sklearn|xarray|dask|cffi|ctypes|cython|mypyc|gmpy2)(\.|$)/;

function usesNative({ facts }: File): boolean {
  return facts.specifiers.some((specifier) => native.test(specifier));
}

const pure =
  /^(global#(sum|len|range|min|max|abs|int|float|str|bool|complex|sorted|list|dict|set|frozenset|tuple|enumerate|zip|map|filter|any|all|round|divmod|pow|ord|chr|hex|oct|bin|isinstance|reversed|repr|hash|iter|next|bytes|bytearray|slice|ValueError|TypeError|\w+Error)|global#(list|Array|dict|set|str)\.\w+|(math|cmath|itertools|operator|functools|collections|fractions|decimal|statistics|random|string|re|copy|heapq|bisect)#[\w.]+)$/;
/** Methods of texts, lists, dictionaries and numbers that have no other meaning. */
const methods =
  /^(append|extend|insert|items|keys|values|split|rsplit|splitlines|strip|lstrip|rstrip|lower|upper|title|replace|startswith|endswith|isdigit|isalpha|isupper|islower|setdefault|bit_length|appendleft|popleft|most_common|zfill|encode|add|discard|reverse)$/;

function isPureCall(file: File, id: ValueId, name: string | undefined): boolean {
  if (name !== undefined) return pure.test(name);
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (callee?.kind !== 'member') return false;
  const object = valueOf(file, callee.object);
  return methods.test(callee.name) || object.kind === 'literal' || object.kind === 'template';
}
