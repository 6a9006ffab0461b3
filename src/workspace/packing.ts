/*
 * Plain data as few bytes: a third of what a general format takes, and quicker to read back. Facts are millions of small objects of a
 * few dozen shapes with the same few words in them, so each text and each shape (a list of keys) is written once, at the end, and a
 * number stands for it.
 *
 * Every number below is written seven bits to a byte, the lowest three bits saying what it is.
 */

const POSITIVE = 0;
const NEGATIVE = 1;
const TEXT = 2;
const LIST = 3;
const SHAPE = 4;
const CONSTANT = 5;
const DOUBLE = 6;

const constants: readonly unknown[] = [undefined, null, false, true];
/** Larger numbers do not fit beside their tag. */
const LARGEST = 2 ** 28 - 1;

/** The keys of an object seen so far, and what may come next. */
interface ShapeNode {
  readonly keys: readonly string[];
  readonly next: Map<string, ShapeNode>;
  id: number;
}

/** What {@link unpack} makes the same data of. Takes objects, arrays, strings, numbers, booleans, null and undefined; no circles. */
export function pack(data: unknown): Uint8Array {
  let bytes = new Uint8Array(16_384);
  let at = 0;
  const texts = new Map<string, number>();
  const shapes: (readonly string[])[] = [];
  const root: ShapeNode = { keys: [], next: new Map(), id: -1 };

  function room(wanted: number): void {
    if (at + wanted <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, at + wanted));
    larger.set(bytes);
    bytes = larger;
  }

  function number(value: number): void {
    room(5);
    let rest = value;
    while (rest > 127) {
      bytes[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[at++] = rest;
  }

  function textId(text: string): number {
    const known = texts.get(text);
    if (known !== undefined) return known;
    texts.set(text, texts.size);
    return texts.size - 1;
  }

  function record(data: Readonly<Record<string, unknown>>): void {
    let node = root;
    for (const key in data) {
      let next = node.next.get(key);
      if (!next) {
        next = { keys: [...node.keys, key], next: new Map(), id: -1 };
        node.next.set(key, next);
      }
      node = next;
    }
    if (node.id < 0) {
      node.id = shapes.length;
      shapes.push(node.keys);
    }
    number((node.id << 3) | SHAPE);
    for (const key in data) write(data[key]);
  }

  function write(value: unknown): void {
    if (typeof value === 'number') {
      if (Number.isInteger(value) && Math.abs(value) <= LARGEST && !Object.is(value, -0)) {
        number(value < 0 ? (-value << 3) | NEGATIVE : (value << 3) | POSITIVE);
      } else {
        number(DOUBLE);
        room(8);
        new DataView(bytes.buffer).setFloat64(at, value);
        at += 8;
      }
    } else if (typeof value === 'string') number((textId(value) << 3) | TEXT);
    else if (Array.isArray(value)) {
      number((value.length << 3) | LIST);
      for (const each of value) write(each);
    } else if (typeof value === 'object' && value !== null) record(value as Readonly<Record<string, unknown>>);
    else number((constants.indexOf(value) << 3) | CONSTANT);
  }

  write(data);
  const body = bytes.subarray(0, at);
  for (const keys of shapes) keys.forEach(textId);
  const tables = JSON.stringify([[...texts.keys()], shapes.map((keys) => keys.map(textId))]);
  const head = Buffer.from(tables);
  const result = new Uint8Array(4 + head.length + body.length);
  new DataView(result.buffer).setUint32(0, head.length);
  result.set(head, 4);
  result.set(body, 4 + head.length);
  return result;
}

interface Shape {
  readonly keys: readonly string[];
  readonly template: Readonly<Record<string, unknown>>;
}

/** Facts have some hundred shapes, the same in all files. More than these come from keys that somebody wrote, and are made each time. */
const MOST_SHAPES = 2_000;
const known = new Map<string, Shape>();

/** A copy of an object that has all its keys from the start takes two thirds of the memory of one that is given them one by one. */
function shapeOf(keys: readonly string[]): Shape {
  const template = `{${keys.map((key) => `${JSON.stringify(key)}:0`).join(',')}}`;
  const before = known.get(template);
  if (before) return before;
  const shape = { keys, template: JSON.parse(template) as Record<string, unknown> };
  if (known.size < MOST_SHAPES) known.set(template, shape);
  return shape;
}

/** The data that {@link pack} was given. Throws on other bytes. */
export function unpack(bytes: Uint8Array): unknown {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 4 + view.getUint32(0);
  const tables = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + 4, start - 4).toString()) as [
    string[],
    number[][],
  ];
  const [texts, shapeTexts] = tables;
  const shapes = shapeTexts.map((ids) => shapeOf(ids.map((id) => texts[id] ?? '')));
  let at = start;

  function read(): unknown {
    let byte = bytes[at++] ?? 0;
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++] ?? 0;
      value |= (byte & 127) << shift;
    }
    const rest = value >>> 3;
    switch (value & 7) {
      case POSITIVE:
        return rest;
      case NEGATIVE:
        return -rest;
      case TEXT:
        return texts[rest];
      case LIST: {
        const list = new Array<unknown>(rest);
        for (let index = 0; index < rest; index++) list[index] = read();
        return list;
      }
      case SHAPE: {
        const shape = shapes[rest] ?? shapeOf([]);
        const record = { ...shape.template };
        for (const key of shape.keys) record[key] = read();
        return record;
      }
      case CONSTANT:
        return constants[rest];
      case DOUBLE:
        at += 8;
        return view.getFloat64(at - 8);
      default:
        throw new RangeError('These bytes were not packed here.');
    }
  }

  return read();
}
