import type { ValueId } from '../../model/facts.ts';
import type { Call } from '../../model/value.ts';
import { bindingOf, settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import type { FunctionSymbol } from '../symbols/resolved.ts';
import { mayGrow } from '../values/growth.ts';
import { usesOf } from '../values/uses.ts';
import { mapAt } from '../values/maps.ts';

/** A value anywhere in the program. */
interface Place {
  readonly file: File;
  readonly value: ValueId;
}

/** Longer than any way from a name to a table that somebody wrote. */
const DEEPEST = 8;

/**
 * The functions that a value is one of, where nothing says which: `raw ? packed : plain`, `readers[kind]`, and the `handler` of each of a list
 * of routes that a loop goes through. Empty where one of them is not known.
 */
export function chosenFunctions(program: Program, file: File, id: ValueId): readonly FunctionSymbol[] {
  const found = alternativesOf(program, { file, value: id }, 0).map(({ file: home, value }) =>
    resolveValue(program, home, value),
  );
  const functions = found.filter((each) => each?.kind === 'function');
  return functions.length === found.length ? functions : [];
}

function alternativesOf(program: Program, { file, value: id }: Place, depth: number): readonly Place[] {
  if (depth > DEEPEST) return [];
  const value = valueOf(file, settle(file, id));
  const inner = (each: ValueId): readonly Place[] => alternativesOf(program, { file, value: each }, depth + 1);
  switch (value.kind) {
    case 'choice': {
      const of = value.of.map((each) => {
        const known = inner(each);
        return known.length > 0 ? known : [{ file, value: each }];
      });
      return value.form === '&&' ? (of[1] ?? []) : of.flat();
    }
    case 'index':
      return entriesOf(program, { file, value: value.object });
    case 'call':
      return valuesOfMap(program, file, value);
    case 'member':
      return elementsAt(program, { file, value: value.object }, depth + 1).flatMap((element) =>
        propertyOf(program, element, value.name),
      );
    case 'item':
      return inner(value.of).flatMap((element) => itemOf(element, value.index));
    case 'element':
      return elementsAt(program, { file, value: id }, depth + 1);
    default:
      return [];
  }
}

/** What a table that is written down has under its keys, whichever is asked for. */
function entriesOf(program: Program, { file, value: id }: Place): readonly Place[] {
  const table = resolveValue(program, file, id);
  const value = table?.kind === 'literal' ? valueOf(table.file, table.value) : undefined;
  if (table?.kind !== 'literal' || value?.kind !== 'object' || value.per || mayGrow(table.file, table.value)) return [];
  if (value.properties.some(({ spread }) => spread)) return [];
  return value.properties.map((each) => ({ file: table.file, value: each.value }));
}

/** The elements of a list that is written down, where the value is one of them: in a loop over it, or in the callback of `list.forEach`. */
function elementsAt(program: Program, { file, value: id }: Place, depth: number): readonly Place[] {
  if (depth > DEEPEST) return [];
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'element') return listed(program, { file, value: value.of });
  const parameter = value.kind === 'name' ? bindingOf(file, value.binding).parameter : undefined;
  if (parameter?.index !== 0) return [];
  const uses = usesOf(file);
  const callees = uses.functions(parameter.function).flatMap((each) =>
    uses.of(each).flatMap(({ as, by, index }) => {
      const call = as === 'argument' && by !== undefined && index === 0 ? valueOf(file, by) : undefined;
      return call?.kind === 'call' ? [valueOf(file, call.callee)] : [];
    }),
  );
  const [callee] = callees;
  const isVisit = callees.length === 1 && callee?.kind === 'member' && /^(forEach|map|flatMap)$/.test(callee.name);
  return isVisit ? listed(program, { file, value: callee.object }) : [];
}

function listed(program: Program, { file, value: id }: Place): readonly Place[] {
  const list = resolveValue(program, file, id);
  const value = list?.kind === 'literal' ? valueOf(list.file, list.value) : undefined;
  if (list?.kind !== 'literal' || value?.kind !== 'array' || value.per || value.elements.some(({ spread }) => spread))
    return [];
  return value.elements.map((each) => ({ file: list.file, value: each.value }));
}

/** `handlers.get(kind)`, of a `Map` that is written down: what it is made with, and what its file puts into it. */
function valuesOfMap(program: Program, file: File, { callee: id, args }: Call): readonly Place[] {
  const callee = valueOf(file, id);
  if (callee.kind !== 'member' || callee.name !== 'get' || args.length !== 1) return [];
  const map = mapAt(program, { file, value: callee.object });
  if (!map) return [];
  const written = map.made.flatMap(({ value }) => listed(program, { file: map.file, value }));
  const entries = written.flatMap((each) => itemOf(each, 1));
  return entries.length === written.length ? [...entries, ...map.set.map((value) => ({ file: map.file, value }))] : [];
}

function propertyOf(program: Program, { file, value: id }: Place, name: string): readonly Place[] {
  const object = resolveValue(program, file, id);
  const value = object?.kind === 'literal' ? valueOf(object.file, object.value) : undefined;
  if (object?.kind !== 'literal' || value?.kind !== 'object') return [];
  const property = value.properties.findLast((each) => each.name === name);
  return property ? [{ file: object.file, value: property.value }] : [];
}

function itemOf({ file, value: id }: Place, index: number): readonly Place[] {
  const value = valueOf(file, settle(file, id));
  const element = value.kind === 'array' ? value.elements[index] : undefined;
  return element && !element.spread ? [{ file, value: element.value }] : [];
}
