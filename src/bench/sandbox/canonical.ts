// A text that is the same for equal values, so that results of different processes can be compared without deserialising
// what measured code produced. Equality is deep; -0 differs from 0, NaN equals NaN, Map and Set ignore order.
import { createHash } from 'node:crypto';

const longest = 20_000_000;

/** Canonical text of a value that a structured clone can carry. */
export function canonical(value: unknown): string {
  const seen = new Map<object, number>();
  let length = 0;
  const text = (part: string): string => {
    length += part.length;
    if (length > longest) throw new Error('The result is too large to compare.');
    return part;
  };

  const visit = (item: unknown): string => {
    if (typeof item !== 'object' || item === null) return text(primitive(item));
    const known = seen.get(item);
    if (known !== undefined) return text(`<seen ${known}>`);
    seen.set(item, seen.size);
    if (Array.isArray(item)) return `[${Array.from(item, visit).join(',')}]`;
    if (item instanceof Date) return text(`Date(${String(item.getTime())})`);
    if (item instanceof RegExp) return text(String(item));
    if (item instanceof Error) return text(`${item.name}(${item.message})`);
    if (ArrayBuffer.isView(item) && !(item instanceof DataView)) return text(typedArray(item));
    if (item instanceof ArrayBuffer) return text(`ArrayBuffer(${Buffer.from(item).toString('hex')})`);
    if (item instanceof Map) {
      return `Map{${Array.from(item, ([key, entry]) => `${visit(key)}=>${visit(entry)}`)
        .sort()
        .join(',')}}`;
    }
    if (item instanceof Set) return `Set{${Array.from(item, visit).sort().join(',')}}`;
    const record = item as Record<string, unknown>;
    return `{${Object.keys(record)
      .sort()
      .map((key) => `${text(JSON.stringify(key))}:${visit(record[key])}`)
      .join(',')}}`;
  };
  return visit(value);
}

/** SHA-256 of the whole and a beginning short enough to show. */
export function digest(text: string): { readonly digest: string; readonly preview: string } {
  return { digest: createHash('sha256').update(text).digest('hex'), preview: text.slice(0, 2000) };
}

function primitive(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (Object.is(value, -0)) return '-0';
  return String(value);
}

function typedArray(view: ArrayBufferView): string {
  const name = Object.prototype.toString.call(view).slice(8, -1);
  return `${name}(${Array.from(view as unknown as Iterable<number | bigint>, primitive).join(',')})`;
}
