/**
 * A whole tree in five rows of numbers, parents before children. It is read off the parser's tree once, since each question across
 * the border to WebAssembly costs more than all that is done with the answer; after an edit only the changed part is read again.
 * Comments, punctuation and keywords without a meaning of their own are left out.
 */
export interface SyntaxTable {
  readonly length: number;
  /** Indices into `Grammar.names`. */
  readonly kinds: Uint8Array;
  /** Indices into `Grammar.fields`; 0 for none. */
  readonly fields: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How many nodes the subtree has, its root included: the next sibling lies that much further. */
  readonly sizes: Int32Array;
}

/** A node's place in its table; -1 for none. */
export type NodeId = number;

/** A table that is being filled. */
export class TableBuilder implements SyntaxTable {
  length = 0;
  kinds: Uint8Array;
  fields: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  sizes: Int32Array;

  constructor(capacity: number) {
    this.kinds = new Uint8Array(capacity);
    this.fields = new Uint8Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
    this.sizes = new Int32Array(capacity);
  }

  add(kind: number, field: number, start: number, end: number): NodeId {
    this.reserve(1);
    const node = this.length++;
    this.kinds[node] = kind;
    this.fields[node] = field;
    this.starts[node] = start;
    this.ends[node] = end;
    this.sizes[node] = 1;
    return node;
  }

  /** Everything added since `node` belongs to it. */
  close(node: NodeId): void {
    this.sizes[node] = this.length - node;
  }

  /** Takes a whole subtree over from another table, moved by `shift` characters. */
  copy(from: SyntaxTable, root: NodeId, field: number, shift: number): void {
    const count = from.sizes[root] ?? 1;
    this.reserve(count);
    const at = this.length;
    const end = root + count;
    this.kinds.set(from.kinds.subarray(root, end), at);
    this.fields.set(from.fields.subarray(root, end), at);
    this.sizes.set(from.sizes.subarray(root, end), at);
    this.starts.set(from.starts.subarray(root, end), at);
    this.ends.set(from.ends.subarray(root, end), at);
    this.length += count;
    this.fields[at] = field;
    if (shift === 0) return;
    for (let node = at; node < this.length; node++) {
      this.starts[node] = (this.starts[node] ?? 0) + shift;
      this.ends[node] = (this.ends[node] ?? 0) + shift;
    }
  }

  private reserve(count: number): void {
    if (this.length + count <= this.kinds.length) return;
    const capacity = Math.max(this.length + count, Math.ceil(this.kinds.length * 1.5));
    this.kinds = enlarged(this.kinds, new Uint8Array(capacity));
    this.fields = enlarged(this.fields, new Uint8Array(capacity));
    this.starts = enlarged(this.starts, new Int32Array(capacity));
    this.ends = enlarged(this.ends, new Int32Array(capacity));
    this.sizes = enlarged(this.sizes, new Int32Array(capacity));
  }
}

function enlarged<T extends Uint8Array | Int32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
