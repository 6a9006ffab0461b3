import type { ValueId } from '../../model/facts.ts';
import type { Value } from '../../model/value.ts';
import type { Edge } from './graph.ts';
import { enclosingFunction, isPython, valueOf, type File, type Program } from '../program.ts';
import { iterationsOf, sitesOf, type Site } from './sites.ts';
import { resolveMember, resolveValue, symbolName } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/**
 * What Python's syntax calls of the class of an object: `store["key"]` calls `__getitem__`, `for each in store` calls `__iter__`,
 * `len(store)` calls `__len__` and `key in store` calls `__contains__`.
 */
export function operatorEdges(program: Program, file: File): Edge[] {
  if (!isPython(file)) return [];
  const found: Edge[] = [];
  const add = (site: Site, object: ValueId, names: readonly string[]): void => {
    const to = methodOf(program, file, object, names);
    if (!to) return;
    const walks = names === iterating ? { walks: true as const } : {};
    found.push({ from: { file, function: site.function }, to, site, how: 'call', ...walks });
  };
  for (const site of sitesOf(file).flat()) {
    const value = valueOf(file, site.value);
    if (value.kind === 'index' && usesOf(file).writtenTo(site.value) === undefined)
      add(site, value.object, ['__getitem__']);
    const asked = value.kind === 'call' ? askedBy(program, file, value) : undefined;
    if (asked) add(site, asked.object, asked.names);
  }
  for (const site of iterationsOf(file).flat()) add(site, site.value, iterating);
  file.facts.values.forEach((value, id) => {
    const object = value.kind === 'operation' && /^(not )?in$/.test(value.operator) ? value.operands[1] : undefined;
    if (object === undefined || !mayBeOwn(file, object)) return;
    const owner = enclosingFunction(file, value.start);
    add({ value: id, function: owner, loops: [] }, object, ['__contains__', '__iter__']);
  });
  return found;
}

const iterating = ['__iter__', '__getitem__'];
const walks = /^global#(list|tuple|set|frozenset|dict|sorted|sum|min|max|any|all)$/;

function askedBy(
  program: Program,
  file: File,
  { callee, args }: Extract<Value, { kind: 'call' }>,
): { readonly object: ValueId; readonly names: readonly string[] } | undefined {
  const [first] = args;
  if (!first || valueOf(file, callee).kind !== 'global' || !mayBeOwn(file, first.value)) return undefined;
  const symbol = resolveValue(program, file, callee);
  const name = (symbol && symbolName(symbol)) ?? '';
  if (name === 'global#len') return { object: first.value, names: ['__len__'] };
  return walks.test(name) ? { object: first.value, names: iterating } : undefined;
}

/** What a literal or a computation gives is of Python's own types. */
function mayBeOwn(file: File, id: ValueId): boolean {
  return /^(name|member|this|call)$/.test(valueOf(file, id).kind);
}

/** The first of these methods that the object's class has, in this order, as Python looks for them. */
function methodOf(program: Program, file: File, object: ValueId, names: readonly string[]): Edge['to'] | undefined {
  const symbol = mayBeOwn(file, object) ? resolveValue(program, file, object) : undefined;
  if (symbol?.kind !== 'object') return undefined;
  for (const name of names) {
    const method = resolveMember(program, symbol, name);
    if (method?.kind === 'function') return method;
  }
  return undefined;
}
