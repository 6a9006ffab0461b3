import type { ValueId } from '../../../model/facts.ts';
import type { Literal } from '../../../model/value.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { childBy, childrenOf, kindOf, nextOf, spanOf, textOf } from './nodes.ts';
import { addValue, addWhole, type Lowering } from './state.ts';

/** `"text"`, `b"bytes"`, `f"a {name}"` and several of them side by side. */
export function lowerString(file: Lowering, node: NodeId): ValueId {
  if (isPlain(file, node)) {
    return addWhole(file, { kind: 'literal', value: decode(textOf(file, node)), ...spanOf(file, node) });
  }
  const strings = kindOf(file, node) === 'concatenated_string' ? childrenOf(file, node) : [node];
  const parts = strings.flatMap((each) => lowerInterpolations(file, each));
  if (parts.length > 0) return addValue(file, node, { kind: 'template', parts });
  const value = strings.map((each) => decode(textOf(file, each))).join('');
  return addValue(file, node, { kind: 'literal', value });
}

/** One string with nothing but text in it. */
function isPlain(file: Lowering, node: NodeId): boolean {
  const end = nextOf(file, node);
  return kindOf(file, node) === 'string' && (end === node + 1 || (end === node + 2 && isContent(file, node + 1)));
}

function isContent(file: Lowering, node: NodeId): boolean {
  return kindOf(file, node) === 'string_content';
}

/** The values put into a string, those of nested format widths included. */
function lowerInterpolations(file: Lowering, node: NodeId): ValueId[] {
  return childrenOf(file, node).flatMap((child) => {
    switch (kindOf(file, child)) {
      case 'interpolation':
      case 'format_expression': {
        const expression = childBy(file, child, 'expression');
        const value = expression < 0 ? [] : [lowerExpression(file, expression)];
        return [...value, ...lowerInterpolations(file, child)];
      }
      case 'format_specifier':
      case 'string_content':
        return lowerInterpolations(file, child);
      default:
        return [];
    }
  });
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '0': '\0',
};

const prefixes = 'rRbBuUfFtT';

/** What a string literal without interpolations says. Escapes that are rarely written stay as they are. */
function decode(source: string): string {
  let isRaw = false;
  let start = 0;
  for (; start < source.length && prefixes.includes(source.charAt(start)); start++) {
    isRaw ||= source.charAt(start) === 'r' || source.charAt(start) === 'R';
  }
  const one = source.charAt(start);
  const quote = source.startsWith(one.repeat(3), start) && source.length >= start + 6 ? one.repeat(3) : one;
  start += quote.length;
  const isClosed = source.length >= start + quote.length && source.endsWith(quote);
  const text = source.slice(start, isClosed ? source.length - quote.length : source.length);
  if (isRaw || !text.includes('\\')) return text;
  return text.replace(/\\(\r\n|[^])/g, (same, letter: string) =>
    /[\r\n]/.test(letter) ? '' : (escapes[letter] ?? same),
  );
}

/** Whole numbers beyond the exact ones are written as their digits with an `n`. Complex numbers are no literal in the facts. */
export function lowerNumber(file: Lowering, node: NodeId): ValueId {
  const literal = numberLiteral(textOf(file, node).replaceAll('_', ''));
  return addValue(file, node, literal ?? { kind: 'unknown' });
}

function numberLiteral(text: string): (Literal & { kind: 'literal' }) | undefined {
  const value = Number(text);
  if (Number.isNaN(value)) return undefined;
  const isWhole = /^(0[xob][\da-f]+|\d+)$/i.test(text);
  if (!isWhole || Number.isSafeInteger(value)) return { kind: 'literal', value };
  return { kind: 'literal', value: `${String(BigInt(text))}n` };
}
