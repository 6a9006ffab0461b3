import type { ValueId } from '../../../model/facts.ts';
import type { Literal } from '../../../model/value.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { childBy, childrenOf, endOf, kindOf, nextOf, spanOf, startOf, textOf } from './nodes.ts';
import { addValue, addWhole, type Lowering } from './state.ts';

/** `"text"`, `b"bytes"`, `f"a {name}"` and several of them side by side. */
export function lowerString(file: Lowering, node: NodeId): ValueId {
  if (isPlain(file, node)) {
    return addWhole(file, { kind: 'literal', value: decode(textOf(file, node)), ...spanOf(file, node) });
  }
  const strings = kindOf(file, node) === 'concatenated_string' ? childrenOf(file, node) : [node];
  const pieces: Pieces = { texts: [''], parts: [] };
  for (const each of strings) lowerPieces(file, each, pieces);
  if (pieces.parts.length > 0) return addValue(file, node, { kind: 'template', ...pieces });
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

interface Pieces {
  readonly texts: string[];
  readonly parts: ValueId[];
}

/** Takes a string apart at its interpolations. */
function lowerPieces(file: Lowering, node: NodeId, { texts, parts }: Pieces): void {
  const { start, end } = spanOf(file, node);
  const { isRaw, from, to } = quotesOf(file.text.slice(start, end));
  let at = start + from;
  const text = (until: number): void => {
    const written = file.text.slice(at, until);
    const isTemplate = parts.length > 0 || until < start + to;
    texts.push(`${texts.pop() ?? ''}${unescape(isTemplate ? written.replace(/([{}])\1/g, '$1') : written, isRaw)}`);
  };
  for (const part of interpolationsOf(file, node)) {
    text(startOf(file, part));
    at = endOf(file, part);
    const values = lowerInterpolations(file, [part]);
    // A width that is computed stands between two parts without any text.
    for (const value of values.length > 0 ? values : [addValue(file, part, { kind: 'unknown' })]) {
      parts.push(value);
      texts.push('');
    }
  }
  text(start + to);
}

function interpolationsOf(file: Lowering, node: NodeId): NodeId[] {
  return childrenOf(file, node).flatMap((child) => {
    if (kindOf(file, child) === 'interpolation') return [child];
    return isContent(file, child) ? interpolationsOf(file, child) : [];
  });
}

/** The values put into a string, those of nested format widths included. */
function lowerInterpolations(file: Lowering, nodes: readonly NodeId[]): ValueId[] {
  return nodes.flatMap((child) => {
    switch (kindOf(file, child)) {
      case 'interpolation':
      case 'format_expression': {
        const expression = childBy(file, child, 'expression');
        const value = expression < 0 ? [] : [lowerExpression(file, expression)];
        return [...value, ...lowerInterpolations(file, childrenOf(file, child))];
      }
      case 'format_specifier':
      case 'string_content':
        return lowerInterpolations(file, childrenOf(file, child));
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
  const { isRaw, from, to } = quotesOf(source);
  return unescape(source.slice(from, to), isRaw);
}

/** Where the text begins and ends within prefix and quotes. */
function quotesOf(source: string): { isRaw: boolean; from: number; to: number } {
  let isRaw = false;
  let start = 0;
  for (; start < source.length && prefixes.includes(source.charAt(start)); start++) {
    isRaw ||= source.charAt(start) === 'r' || source.charAt(start) === 'R';
  }
  const one = source.charAt(start);
  const quote = source.startsWith(one.repeat(3), start) && source.length >= start + 6 ? one.repeat(3) : one;
  start += quote.length;
  const isClosed = source.length >= start + quote.length && source.endsWith(quote);
  return { isRaw, from: start, to: isClosed ? source.length - quote.length : source.length };
}

function unescape(text: string, isRaw: boolean): string {
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
