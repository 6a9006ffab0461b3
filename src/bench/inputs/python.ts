// The same for annotations of Python, which are read as the types of `types.ts` and written as Python's own expressions.
import fc from 'fast-check';
import { arbitrary, probeCount, seed } from './inputs.ts';
import { parseSimpleType, type SimpleType } from './types.ts';

/** A Python expression for the list of arguments in terms of `n`; undefined where an annotation is not simple. */
export function pythonInputFor(annotations: readonly string[]): string | undefined {
  const values = annotations.map((text) => {
    const type = parsePythonType(text);
    return type && sized(type, true);
  });
  return values.every((value) => value !== undefined) ? `[${values.join(', ')}]` : undefined;
}

/** Expressions for lists of arguments, small and odd; whole numbers only, as Python tells them from others. */
export function pythonProbesFor(annotations: readonly string[]): readonly string[] {
  const types = annotations.flatMap((text) => parsePythonType(text) ?? []);
  if (types.length !== annotations.length || types.length === 0) return [];
  const samples = fc.sample(fc.tuple(...types.map(arbitrary)), { numRuns: probeCount, seed });
  return samples.map((values) => written(values));
}

function parsePythonType(text: string): SimpleType | undefined {
  if (/[{}'"]/.test(text)) return undefined;
  const names: Readonly<Record<string, string>> = { int: 'bigint', float: 'number', str: 'string', bool: 'boolean' };
  const lists = text.replace(/\b(?:typing\.)?(?:list|List|Sequence|Iterable)\[/g, 'Array<').replace(/\]/g, '>');
  const words = lists.replace(/\bNone\b/g, 'null').replace(/\b(int|float|str|bool)\b/g, (name) => names[name] ?? name);
  return parseSimpleType(words);
}

function sized(type: SimpleType, outermost: boolean): string | undefined {
  switch (type.kind) {
    case 'bigint':
      return outermost ? 'n' : 'i';
    case 'number':
      return outermost ? 'float(n)' : 'float(i)';
    case 'string':
      return outermost ? "'some text ' * n" : "f'item {i}'";
    case 'boolean':
      return 'True';
    case 'null':
      return 'None';
    case 'list': {
      const item = sized(type.item, false);
      return item && `[${item} for i in range(${outermost ? 'n' : 3})]`;
    }
    case 'union':
      return type.options[0] && sized(type.options[0], outermost);
    default:
      return undefined;
  }
}

function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return `float(${value})`;
  // JSON's escapes are Python's, too.
  return typeof value === 'string' ? JSON.stringify(value) : 'None';
}
