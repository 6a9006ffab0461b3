import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import { edgesInto } from '../calls/callers.ts';
import { combinedPart } from './combined-part.ts';
import { isOfOne } from './filtered-query.ts';
import { givenArgument } from './given-argument.ts';
import { contextOf } from '../contexts/contexts.ts';
import {
  bindingOf,
  functionOf,
  settleAwaited,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { sitesOf } from '../calls/sites.ts';
import { stepsWithin } from '../calls/steps.ts';
import { entryOf, resolveValue } from '../symbols.ts';

/** Most servers answer by pages. */
export const FROM_SERVER = 'what a server returns';

/** Whoever sends it decides. */
export const FROM_REQUEST = 'what a request sends';

/** Most folders hold few files. */
export const FROM_FILES = 'what the file system holds';

/** Where a list comes from, when its length is up to somebody else: `a directory listing`, `a database result`. */
export function outsideSource(program: Program, file: File, id: ValueId, depth = 0): string | undefined {
  if (depth > 12) return undefined;
  const value = valueOf(file, settleAwaited(file, id));
  switch (value.kind) {
    case 'member':
      return requestPart(program, file, id) ?? outsideSource(program, file, value.object, depth + 1);
    case 'index': {
      const key = valueOf(file, value.key);
      const isMember = key.kind === 'literal' && typeof key.value === 'string';
      return (
        requestPart(program, file, id) ?? (isMember ? outsideSource(program, file, value.object, depth + 1) : undefined)
      );
    }
    case 'call': {
      const sent = requestPart(program, file, id);
      if (sent !== undefined) return sent;
      const symbol = resolveValue(program, file, value.callee);
      const entry = symbol && entryOf(program, symbol);
      const resource = entry?.io ?? entry?.blocks?.what;
      const words = resource === undefined ? undefined : wording[resource];
      if (words !== undefined) return resource === 'database' && isOfOne(file, value) ? undefined : words;
      if (symbol?.kind === 'function') return givenBack(program, symbol, depth);
      const callee = valueOf(file, value.callee);
      return callee.kind === 'member' && derives.has(callee.name)
        ? outsideSource(program, file, callee.object, depth + 1)
        : undefined;
    }
    case 'object': {
      // Array.from({ length: page.total }, …)
      const length = value.properties.find(({ name }) => name === 'length');
      return length && outsideSource(program, file, length.value, depth + 1);
    }
    case 'array': {
      const name = valueOf(file, id);
      return name.kind === 'name' ? collected(program, file, name.binding, depth) : undefined;
    }
    case 'operation':
      return value.operands
        .map((each) => outsideSource(program, file, each, depth + 1))
        .find((each) => each !== undefined);
    case 'name': {
      const { parameter } = bindingOf(file, value.binding);
      return (
        requestPart(program, file, settleAwaited(file, id)) ?? (parameter && handedIn(program, file, parameter, depth))
      );
    }
    case 'item': {
      const part = combinedPart(file, value);
      return part === undefined
        ? requestPart(program, file, settleAwaited(file, id))
        : outsideSource(program, file, part, depth + 1);
    }
    default:
      return undefined;
  }
}

/**
 * Whether a list is one that people write down somewhere, entry by entry, by its name: plugins, languages, recipients; or a text that is
 * split at its commas. Names make no finding, but a weaker one.
 */
export function isDeclared(file: File, id: ValueId, depth = 0): boolean {
  if (depth > 8) return false;
  const value = valueOf(file, settleAwaited(file, id));
  const names = [nameOf(file, id), nameOf(file, settleAwaited(file, id))];
  if (names.some((name) => name !== undefined && declared.test(name))) return true;
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (value.kind === 'choice') return value.of.some((each) => isDeclared(file, each, depth + 1));
  if (value.kind !== 'call' || callee?.kind !== 'member') return false;
  if (declared.test(callee.name)) return true;
  const object = valueOf(file, callee.object);
  const isStatic = object.kind === 'global' && (object.name === 'Object' || object.name === 'Array');
  if (isStatic) return value.args[0] !== undefined && isDeclared(file, value.args[0].value, depth + 1);
  if (callee.name === 'split') {
    const separator = value.args[0] && valueOf(file, value.args[0].value);
    return separator?.kind === 'literal' && /^[,;| ]+$/.test(String(separator.value));
  }
  return derives.has(callee.name) && isDeclared(file, callee.object, depth + 1);
}

/** `names.filter((name) => name.startsWith('cache-'))`: of what a folder holds, only what goes by one name. */
export function isPicked(file: File, id: ValueId, depth = 0): boolean {
  if (depth > 8) return false;
  const call = valueOf(file, settleAwaited(file, id));
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (call.kind !== 'call' || callee?.kind !== 'member' || !derives.has(callee.name)) return false;
  const keeps = callee.name === 'filter' ? call.args[0] && valueOf(file, call.args[0].value) : undefined;
  const body = keeps?.kind === 'function' ? functionOf(file, keeps.function).body : [];
  const isByName = stepsWithin(body).some(
    (step) => step.kind === 'return' && step.value !== undefined && asksForStart(file, step.value),
  );
  return isByName || isPicked(file, callee.object, depth + 1);
}

/** `users.filter((user) => user.isAdmin && user.phone)`: how many of a list are left is up to what is asked of each. */
export function isSifted(file: File, id: ValueId, depth = 0): boolean {
  const call = valueOf(file, settleAwaited(file, id));
  const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
  if (depth > 8 || call.kind !== 'call' || callee?.kind !== 'member' || !derives.has(callee.name)) return false;
  const keeps = callee.name === 'filter' && call.args[0] ? valueOf(file, call.args[0].value) : undefined;
  return keeps?.kind === 'function' || isSifted(file, callee.object, depth + 1);
}

function asksForStart(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'choice') return value.form === '&&' && value.of.some((each) => asksForStart(file, each));
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  return callee?.kind === 'member' && callee.name === 'startsWith';
}

/**
 * Whether it is known who hands the list in, and nothing that they do says that it gets long: then it mostly is what a person chose, or
 * what belongs to one thing.
 */
export function isFromWithin(program: Program, file: File, id: ValueId, depth = 0): boolean {
  const value = valueOf(file, settleAwaited(file, id));
  const callee = value.kind === 'call' ? valueOf(file, value.callee) : undefined;
  if (callee?.kind === 'member' && derives.has(callee.name) && depth < 8)
    return isFromWithin(program, file, callee.object, depth + 1);
  const { parameter } = value.kind === 'name' ? bindingOf(file, value.binding) : {};
  if (!parameter) return true;
  return edgesInto(program, { file, function: parameter.function }).some(
    ({ how, from }) => how === 'call' && from.file.role.kind !== 'test',
  );
}

/** What a project, a configuration or a person lists by hand, as the last word of a name. */
const declared =
  /(plugin|extension|language|grammar|locale|translation|theme|recipient|provider|adapter|contribution|cert|certificate|layer|domain|workspace|folder|root|platform|target|stage|region|environment|env|browser|device|handler|hook|listener|subscriber|observer|service|module|package|dependenc(y|ie)|entr(y|ie)Point|config|configuration|setting|option|arg|argument|flag|feature|script|command|stylesheet|font|layout|template|column|mirror|registr(y|ie)|store|backend|transport|cache|queue|worker|replica|shard|batche)s$/i;

function nameOf(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, id);
  if (value.kind === 'member') return value.name;
  return value.kind === 'name' ? bindingOf(file, value.binding).name : undefined;
}

/** `for (const entry of entries) found.push(…)`: a list that grows with another one. */
function collected(program: Program, file: File, binding: BindingId, depth: number): string | undefined {
  const { init } = bindingOf(file, binding);
  const list = init === undefined ? undefined : valueOf(file, init);
  if (list?.kind !== 'array' || list.elements.length > 0) return undefined;
  for (const { value: id, loops } of sitesOf(file).flat()) {
    const call = valueOf(file, id);
    const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
    const object = callee?.kind === 'member' && callee.name === 'push' ? valueOf(file, callee.object) : undefined;
    if (object?.kind !== 'name' || object.binding !== binding) continue;
    for (const { source } of loops) {
      const words = source === undefined ? undefined : outsideSource(program, file, source, depth + 3);
      if (words !== undefined) return words;
    }
  }
  return undefined;
}

/** What a function of the program returns, where one of its ends says so. */
function givenBack(program: Program, { file, function: id }: FunctionRef, depth: number): string | undefined {
  if (functionOf(file, id).isGenerator) return undefined;
  for (const step of stepsWithin(functionOf(file, id).body)) {
    if (step.kind !== 'return' || step.value === undefined) continue;
    const words = outsideSource(program, file, step.value, depth + 3);
    if (words !== undefined) return words;
  }
  return undefined;
}

/** What a parameter is given by one of those who are seen to call. */
function handedIn(
  program: Program,
  file: File,
  { function: id, index }: { readonly function: FunctionId; readonly index: number },
  depth: number,
): string | undefined {
  for (const { how, from, to, site, confidence } of edgesInto(program, { file, function: id })) {
    if (how !== 'call' || confidence || from.file.role.kind === 'test') continue;
    const call = valueOf(from.file, site.value);
    const given = call.kind === 'call' ? givenArgument(call.args, to, index) : undefined;
    const words = given === undefined ? undefined : outsideSource(program, from.file, given, depth + 3);
    if (words !== undefined) return words;
  }
  return undefined;
}

const wording: Readonly<Record<string, string>> = {
  file: FROM_FILES,
  database: 'what the database returns',
  network: FROM_SERVER,
};

/** Methods whose result is about as long as what they are called on. */
const derives = new Set([
  'map', 'filter', 'flatMap', 'flat', 'sort', 'toSorted', 'reverse', 'toReversed', 'concat', 'split', 'trim', 'toString', 'values',
  'keys', 'entries', 'json',
]); // prettier-ignore

const requestParts = new Set([
  'body', 'query', 'params', 'headers', 'cookies', 'searchParams', 'query_params', 'path_params', 'match_info',
]); // prettier-ignore

/** Methods of requests that give what was sent: `await request.json()`, `c.req.queries('id')`. */
const partReaders = new Set(['json', 'form', 'formData', 'text', 'parseBody', 'query', 'queries', 'param', 'header']);
/** Those of what was sent that give a part of it. */
const pickers = new Set(['get', 'getAll', 'getlist']);

/** `req.body.ids` in a registered handler. */
export function requestPart(program: Program, file: File, id: ValueId): string | undefined {
  let current = settleAwaited(file, id);
  let part = false;
  for (let hops = 0; hops < 8; hops++) {
    const value = valueOf(file, current);
    if (value.kind === 'member') {
      part ||= requestParts.has(value.name);
      current = settleAwaited(file, value.object);
    } else if (value.kind === 'index') {
      current = settleAwaited(file, value.object);
    } else if (value.kind === 'call') {
      const callee = valueOf(file, value.callee);
      if (callee.kind !== 'member' || (!partReaders.has(callee.name) && !pickers.has(callee.name))) return undefined;
      part ||= partReaders.has(callee.name);
      current = settleAwaited(file, callee.object);
    } else if (value.kind === 'name') {
      const { parameter } = bindingOf(file, value.binding);
      return part && parameter?.index === 0 && isHandler(program, file, parameter.function) ? FROM_REQUEST : undefined;
    } else return undefined;
  }
  return undefined;
}

function isHandler(program: Program, file: File, id: FunctionId): boolean {
  const { kind, handler, edge } = contextOf(program, { file, function: id });
  return kind === 'proven' && handler && edge?.how === 'handler' && functionOf(file, id).parameters.length > 0;
}
