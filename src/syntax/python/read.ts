import type { Grammar } from './grammar.ts';
import { TableBuilder, type NodeId, type SyntaxTable } from './table.ts';

/** The part of a tree cursor that reading needs. */
export interface Cursor {
  readonly nodeTypeId: number;
  readonly currentFieldId: number;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** The tree before an edit, and what the edit changed. */
export interface Previous {
  readonly table: SyntaxTable;
  /** The change of text: `[start, oldEnd)` became `newEnd - start` characters. */
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
  /** In the new text: outside of this the trees are the same. */
  readonly changedFrom: number;
  readonly changedTo: number;
}

/** Reads a whole tree off, from the cursor's root. What lies outside of an edit is taken over from the table before it. */
export function readTable(cursor: Cursor, grammar: Grammar, textLength: number, previous?: Previous): SyntaxTable {
  const table = new TableBuilder(previous ? previous.table.length + 256 : Math.ceil(textLength / 4) + 64);
  const open: NodeId[] = [];
  /** For each open node the one it was in the previous table, or -1, and how far its children were looked through. */
  const twins: NodeId[] = [];
  const places: NodeId[] = [];
  for (;;) {
    const symbol = cursor.nodeTypeId;
    const kind = grammar.kinds[symbol] ?? -1;
    if (kind >= 0 && tells(cursor, grammar, symbol, table.kinds[open.at(-1) ?? 0])) {
      const start = cursor.startIndex;
      const end = cursor.endIndex;
      const field = cursor.currentFieldId;
      const twin = previous ? twinOf(previous, twins, places, kind, start) : -1;
      if (previous && twin >= 0 && isUnchanged(previous, twin, start, end)) {
        table.copy(previous.table, twin, field, start - (previous.table.starts[twin] ?? 0));
      } else {
        const node = table.add(kind, field, start, end);
        if (grammar.leaves[symbol] !== 1 && cursor.gotoFirstChild()) {
          open.push(node);
          twins.push(twin);
          places.push(twin + 1);
          continue;
        }
      }
    }
    while (!cursor.gotoNextSibling()) {
      const done = open.pop();
      if (done === undefined) return table;
      twins.pop();
      places.pop();
      table.close(done);
      cursor.gotoParent();
    }
  }
}

function tells(cursor: Cursor, { signs, slice }: Grammar, symbol: number, parent: number | undefined): boolean {
  const sign = signs[symbol] ?? 0;
  return sign === 0 || (sign === 1 ? cursor.currentFieldId > 0 : parent === slice);
}

/** The node of the same kind that stood at this place before the edit, among the children of the parent's twin; -1 if there is none. */
function twinOf(
  { table, start: editStart, oldEnd, newEnd }: Previous,
  twins: readonly NodeId[],
  places: NodeId[],
  kind: number,
  start: number,
): NodeId {
  const depth = twins.length - 1;
  if (depth < 0) return 0;
  const parent = twins[depth] ?? -1;
  if (parent < 0) return -1;
  const end = parent + (table.sizes[parent] ?? 1);
  let place = places[depth] ?? end;
  let found = -1;
  while (place < end) {
    const before = table.starts[place] ?? 0;
    const now = before <= editStart ? before : before >= oldEnd ? before + newEnd - oldEnd : -1;
    if (now > start) break;
    if (now === start && table.kinds[place] === kind) {
      found = place;
      break;
    }
    place += table.sizes[place] ?? 1;
  }
  // Several children may begin where this one does: the next is looked for after the one found.
  places[depth] = found >= 0 ? found + (table.sizes[found] ?? 1) : place;
  return found;
}

function isUnchanged(
  { table, changedFrom, changedTo, oldEnd, newEnd }: Previous,
  twin: NodeId,
  start: number,
  end: number,
): boolean {
  const before = (table.starts[twin] ?? 0) - start;
  if ((table.ends[twin] ?? 0) - end !== before) return false;
  if (end < changedFrom) return before === 0;
  return start > changedTo && before === oldEnd - newEnd;
}
