import type { FunctionId, ValueId } from '../model/facts.ts';
import { contextOf } from './contexts.ts';
import { bindingOf, functionOf, settleAwaited, valueOf, type File, type Program } from './program.ts';
import { entryOf, resolveValue } from './symbols.ts';

/** Where a list comes from, when its length is up to somebody else: `a directory listing`, `a database result`. */
export function outsideSource(program: Program, file: File, id: ValueId, depth = 0): string | undefined {
  if (depth > 12) return undefined;
  const value = valueOf(file, settleAwaited(file, id));
  switch (value.kind) {
    case 'member':
      return requestPart(program, file, id) ?? outsideSource(program, file, value.object, depth + 1);
    case 'call': {
      const symbol = resolveValue(program, file, value.callee);
      const entry = symbol && entryOf(program, symbol);
      const resource = entry?.io ?? entry?.blocks?.what;
      const words = resource === undefined ? undefined : wording[resource];
      if (words !== undefined) return words;
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
    case 'operation':
      return value.operands
        .map((each) => outsideSource(program, file, each, depth + 1))
        .find((each) => each !== undefined);
    case 'name':
    case 'item':
      return requestPart(program, file, settleAwaited(file, id));
    default:
      return undefined;
  }
}

const wording: Readonly<Record<string, string>> = {
  file: 'what the file system holds',
  database: 'what the database returns',
  network: 'what a server returns',
};

/** Methods whose result is about as long as what they are called on. */
const derives = new Set([
  'map', 'filter', 'flatMap', 'flat', 'sort', 'toSorted', 'reverse', 'toReversed', 'concat', 'split', 'trim', 'toString', 'values',
  'keys', 'entries', 'json',
]); // prettier-ignore

const requestParts = new Set(['body', 'query', 'params', 'headers', 'cookies', 'searchParams']);

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
    } else if (value.kind === 'name') {
      const { parameter } = bindingOf(file, value.binding);
      return part && parameter?.index === 0 && isHandler(program, file, parameter.function)
        ? 'what a request sends'
        : undefined;
    } else return undefined;
  }
  return undefined;
}

function isHandler(program: Program, file: File, id: FunctionId): boolean {
  const { kind, handler, edge } = contextOf(program, { file, function: id });
  return kind === 'proven' && handler && edge?.how === 'handler' && functionOf(file, id).parameters.length > 0;
}
