import type { ValueId } from '../../../model/facts.ts';
import type { Literal } from '../../../model/value.ts';
import type { NodeId } from '../table.ts';
import { lowerExpression } from './expressions.ts';
import { childBy, childrenOf, kindOf, textOf } from './nodes.ts';
import { addValue, type Lowering } from './state.ts';

/** `"text"`, `b"bytes"`, `f"a {name}"` and several of them side by side. */
export function lowerString(file: Lowering, node: NodeId): ValueId {
  const strings = kindOf(file, node) === 'concatenated_string' ? childrenOf(file, node) : [node];
  const parts = strings.flatMap((each) => lowerInterpolations(file, each));
  if (parts.length > 0) return addValue(file, node, { kind: 'template', parts });
  const value = strings.map((each) => decode(textOf(file, each))).join('');
  return addValue(file, node, { kind: 'literal', value });
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

/** What a string literal without interpolations says. Escapes that are rarely written stay as they are. */
function decode(source: string): string {
  const [whole, prefix = '', quote = ''] = /^([a-z]*)("""|'''|"|')/i.exec(source) ?? [''];
  const end = source.endsWith(quote) && source.length >= whole.length + quote.length ? quote.length : 0;
  const text = source.slice(whole.length, source.length - end);
  if (/r/i.test(prefix) || !text.includes('\\')) return text;
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
