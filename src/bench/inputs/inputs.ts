// Inputs from written types: one to time, as large as `n` says, and many small ones to compare results on.
import fc from 'fast-check';
import { parseSimpleType, type SimpleType } from './types.ts';

/** How many small inputs results are compared on. */
export const probeCount = 25;
/** The same inputs in each run, so that a difference found once is found again. */
export const seed = 1;

/** A JavaScript expression for the list of arguments in terms of `n`; undefined where a type is not simple. */
export function inputFor(parameters: readonly string[]): string | undefined {
  const values = parameters.map((text) => {
    const type = parseSimpleType(text);
    return type && sized(type, true);
  });
  return values.every((value) => value !== undefined) ? `[${values.join(', ')}]` : undefined;
}

/** Expressions for lists of arguments, small and odd: empty, negative, repeated. None where a type is not simple. */
export function probesFor(parameters: readonly string[]): readonly string[] {
  const types = parameters.flatMap((text) => parseSimpleType(text) ?? []);
  if (types.length !== parameters.length || types.length === 0) return [];
  return fc
    .sample(fc.tuple(...types.map(arbitrary)), { numRuns: probeCount, seed })
    .map((values) => fc.stringify(values));
}

function sized(type: SimpleType, outermost: boolean): string {
  switch (type.kind) {
    case 'number':
      return outermost ? 'n' : 'i';
    case 'bigint':
      return outermost ? 'BigInt(n)' : 'BigInt(i)';
    case 'string':
      return outermost ? "'some text '.repeat(n)" : '`item ${i}`';
    case 'boolean':
      return 'true';
    case 'null':
    case 'undefined':
      return type.kind;
    case 'literal':
      return type.text;
    case 'list':
      // Inner lists stay short: the size is that of the outermost.
      return `Array.from({ length: ${outermost ? 'n' : 3} }, (_, i) => (${sized(type.item, false)}))`;
    case 'tuple':
      return `[${type.items.map((item) => sized(item, outermost)).join(', ')}]`;
    case 'object':
      return `{ ${type.fields.map(([name, field]) => `${name}: ${sized(field, outermost)}`).join(', ')} }`;
    case 'union':
      return type.options[0] ? sized(type.options[0], outermost) : 'undefined';
  }
}

export function arbitrary(type: SimpleType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'number':
      // Small: many functions take as long as their argument says, or twice as long for each one more.
      return fc.oneof(fc.integer({ min: -3, max: 25 }), fc.constantFrom(0, 0.5, 1));
    case 'bigint':
      return fc.bigInt({ min: -3n, max: 25n });
    case 'string':
      return fc.string({ maxLength: 12 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'undefined':
      return fc.constant(undefined);
    case 'literal':
      return fc.constant(literalValue(type.text));
    case 'list':
      return fc.array(arbitrary(type.item), { maxLength: 12 });
    case 'tuple':
      return fc.tuple(...type.items.map(arbitrary));
    case 'object':
      return fc.record(Object.fromEntries(type.fields.map(([name, field]) => [name, arbitrary(field)])));
    case 'union':
      return fc.oneof(...type.options.map(arbitrary));
  }
}

function literalValue(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^["']/.test(text) ? text.slice(1, -1) : Number(text);
}
