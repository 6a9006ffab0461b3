import type { FunctionId, ValueId } from '../../model/facts.ts';
import type { Call } from '../../model/value.ts';
import { edgesInto } from '../calls/callers.ts';
import { contextOf } from '../contexts/contexts.ts';
import type { Edge } from '../calls/graph.ts';
import { bindingOf, settleAwaited, valueOf, type File, type Program } from '../program.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { givenArgument } from './given-argument.ts';
import { usesOf } from './uses.ts';

/** Text or data that somebody outside of the program chose. */
export interface OutsideData {
  /** `head`: the address or headers of a request, which servers keep to some kilobytes; `body`: its body; `answer`: what a server sent. */
  readonly from: 'head' | 'body' | 'answer';
  /** The calls that hand it down to where it was asked about, the last one first. */
  readonly through: readonly Edge[];
  /** Somebody looks at its length on the way. */
  readonly measured: boolean;
}

const body = new Set(['body', 'rawBody', 'json', 'text', 'formData', 'files', 'payload']);
const head = new Set([
  'query', 'params', 'param', 'headers', 'header', 'url', 'originalUrl', 'path', 'cookies', 'hostname', 'searchParams',
]); // prettier-ignore

interface Asked {
  readonly program: Program;
  /** The part of the request that members on the way have named. */
  readonly part?: 'head' | 'body';
  readonly through: readonly Edge[];
  readonly measured: boolean;
  readonly depth: number;
}

const DEEPEST = 24;
const MOST_CALLS = 4;

/** Whether what a request sends, or a server answers, is this value or a part of it, also through calls that hand it on. */
export function outsideData(program: Program, file: File, id: ValueId): OutsideData | undefined {
  return ask({ program, through: [], measured: false, depth: 0 }, file, id);
}

function ask(asked: Asked, file: File, id: ValueId): OutsideData | undefined {
  if (asked.depth > DEEPEST) return undefined;
  const deeper: Asked = { ...asked, depth: asked.depth + 1, measured: asked.measured || isMeasured(file, id) };
  const inner = (each: ValueId): OutsideData | undefined => ask(deeper, file, each);
  const settled = settleAwaited(file, id);
  const value = valueOf(file, settled);
  switch (value.kind) {
    case 'name':
      return ofParameter(deeper, file, value.binding);
    case 'member':
      return value.name === 'length' || value.name === 'size'
        ? undefined
        : ask(named(deeper, value.name), file, value.object);
    case 'index':
      return inner(value.object);
    case 'item':
    case 'element':
    case 'rest':
      return inner(value.of);
    case 'call':
      return ofCall(deeper, file, value);
    case 'new':
      return isGlobal(file, value.callee, 'URL') && value.args[0] ? inner(value.args[0].value) : undefined;
    case 'template':
      return first(value.parts, inner);
    case 'choice':
      return first(value.of, inner);
    case 'operation':
      return value.operator === '+' ? first(value.operands, inner) : undefined;
    default:
      return undefined;
  }
}

function first<T, U>(list: readonly T[], find: (each: T) => U | undefined): U | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function named(asked: Asked, name: string): Asked {
  if (asked.part !== undefined) return asked;
  return body.has(name) ? { ...asked, part: 'body' } : head.has(name) ? { ...asked, part: 'head' } : asked;
}

/** A parameter: of a request handler, or of a function that somebody calls with what comes from outside. */
function ofParameter(asked: Asked, file: File, binding: number): OutsideData | undefined {
  const { parameter, reassigned } = bindingOf(file, binding);
  if (!parameter || reassigned > 0) return undefined;
  const { through, measured, part } = asked;
  if (part !== undefined && parameter.index === 0 && isHandler(asked.program, file, parameter.function))
    return { from: part, through, measured };
  if (through.length >= MOST_CALLS) return undefined;
  return first(edgesInto(asked.program, { file, function: parameter.function }), (edge) => {
    if (edge.how !== 'call' || edge.confidence !== undefined || edge.through) return undefined;
    const call = valueOf(edge.from.file, edge.site.value);
    const args = call.kind === 'call' ? call.args : [];
    const given = givenArgument(args, edge.to, parameter.index);
    return given === undefined ? undefined : ask({ ...asked, through: [...through, edge] }, edge.from.file, given);
  });
}

/** Methods whose result has what they are called on in it. */
const passing = new Set([
  'trim', 'trimStart', 'trimEnd', 'toLowerCase', 'toUpperCase', 'toString', 'normalize', 'replace', 'replaceAll', 'split', 'get', 'getAll',
  'concat', 'join', 'at', 'strip', 'lower', 'upper', 'decode',
]); // prettier-ignore

/** Functions whose result has their first argument in it. */
const handing = /^(String|decodeURIComponent|decodeURI|unescape|str)$/;

function ofCall(asked: Asked, file: File, { callee: id, args }: Call): OutsideData | undefined {
  const callee = valueOf(file, id);
  const [given] = args;
  if (callee.kind === 'global') return handing.test(callee.name) && given ? ask(asked, file, given.value) : undefined;
  if (callee.kind !== 'member') return undefined;
  const symbol = resolveValue(asked.program, file, id);
  const entry = symbol && entryOf(asked.program, symbol);
  const isJson = callee.name === 'parse' && isGlobal(file, callee.object, 'JSON');
  if (isJson) return given && ask(asked, file, given.value);
  if (symbol?.kind === 'method' && symbol.type === 'global#Response' && entry?.promise)
    return { from: 'answer', through: asked.through, measured: asked.measured };
  if (passing.has(callee.name)) return ask(asked, file, callee.object);
  // Hono's `context.req.query('name')`, `request.json()` of a fetch handler.
  const isPart = body.has(callee.name) || head.has(callee.name);
  return isPart ? ask(named(asked, callee.name), file, callee.object) : undefined;
}

function isGlobal(file: File, id: ValueId, name: string): boolean {
  const value = valueOf(file, id);
  return value.kind === 'global' && value.name === name;
}

function isHandler(program: Program, file: File, id: FunctionId): boolean {
  return (
    edgesInto(program, { file, function: id }).some(({ how }) => how === 'handler') &&
    contextOf(program, { file, function: id }).kind === 'proven'
  );
}

/** `text.length` is looked at: most likely to turn away what is too long. */
function isMeasured(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind !== 'name') return false;
  const uses = usesOf(file);
  return uses.names(value.binding).some((name) =>
    uses.of(name).some(({ as, by }) => {
      const member = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
      return member?.kind === 'member' && member.name === 'length';
    }),
  );
}
