import { Edit, Language, Parser, type Node, type Tree } from 'web-tree-sitter';
import type { SyntaxProblem } from '../../model/facts.ts';
import type { TextChange } from '../tree.ts';
import { describeGrammar, type Grammar } from './grammar.ts';
import { readTable, type Previous } from './read.ts';
import { TableBuilder, type SyntaxTable } from './table.ts';

/** The tree of one file. Its memory outside of JavaScript's heap lasts until {@link release}. */
export interface PythonTree {
  readonly language: 'python';
  readonly text: string;
  readonly table: SyntaxTable;
  readonly grammar: Grammar;
  readonly problems: readonly SyntaxProblem[];
  /** The parser's own tree, from which the next version is parsed; absent when the parser failed. */
  readonly tree?: Tree;
}

/** The two WebAssembly files, as whoever may read files has read them. */
export interface PythonParserFiles {
  /** `web-tree-sitter.wasm` */
  readonly runtime: Uint8Array;
  /** `tree-sitter-python.wasm` */
  readonly grammar: Uint8Array;
}

interface Ready {
  readonly parser: Parser;
  readonly grammar: Grammar;
}

let ready: Ready | undefined;
let starting: Promise<Ready> | undefined;

/** Makes the parser ready; afterwards parsing is synchronous. Asked again, it gives the same answer; after a failure it tries anew. */
export async function initPython(files: PythonParserFiles): Promise<void> {
  starting ??= start(files);
  try {
    ready = await starting;
  } catch (error) {
    starting = undefined;
    throw error;
  }
}

async function start(files: PythonParserFiles): Promise<Ready> {
  await Parser.init({
    wasmBinary: files.runtime,
    // Never asked for since the bytes are there; without it the runtime looks for its own place on disk.
    locateFile: (name: string) => name,
    // What goes wrong is thrown as well.
    printErr: () => undefined,
  });
  const language = await Language.load(files.grammar);
  const parser = new Parser();
  parser.setLanguage(language);
  const grammar = describeGrammar({
    types: language.types,
    fields: language.fields,
    nodeTypeIsNamed: (id) => language.nodeTypeIsNamed(id),
  });
  return { parser, grammar };
}

/**
 * Parses `text`; never fails, whatever it is, once {@link initPython} is done. With the tree of the previous version and the one
 * change since, the unchanged parts are reused; the previous tree stays as it is.
 */
export function parsePython(
  _path: string,
  text: string,
  previous?: { readonly tree: PythonTree; readonly change: TextChange },
): PythonTree {
  if (!ready) throw new Error('The Python parser is not ready: call initPython first.');
  const { parser, grammar } = ready;
  try {
    const before = previous?.tree.tree;
    if (previous && before) return parseAgain(ready, text, previous.tree, before, previous.change);
    const tree = parser.parse(text);
    if (tree) return readTree(tree, grammar, text);
  } catch {
    parser.reset();
  }
  return { language: 'python', text, table: new TableBuilder(0), grammar, problems: [] };
}

function parseAgain(
  { parser, grammar }: Ready,
  text: string,
  previous: PythonTree,
  before: Tree,
  change: TextChange,
): PythonTree {
  const edited = before.copy();
  try {
    const { start, length, newLength } = change;
    const oldEnd = start + length;
    const newEnd = start + newLength;
    edited.edit(
      new Edit({
        startIndex: start,
        oldEndIndex: oldEnd,
        newEndIndex: newEnd,
        startPosition: pointAt(text, start),
        oldEndPosition: pointAt(previous.text, oldEnd),
        newEndPosition: pointAt(text, newEnd),
      }),
    );
    const tree = parser.parse(text, edited);
    if (!tree) throw new Error('No tree');
    let changedFrom = start;
    let changedTo = newEnd;
    for (const { startIndex, endIndex } of edited.getChangedRanges(tree)) {
      changedFrom = Math.min(changedFrom, startIndex);
      changedTo = Math.max(changedTo, endIndex);
    }
    const unchanged: Previous = { table: previous.table, start, oldEnd, newEnd, changedFrom, changedTo };
    return readTree(tree, grammar, text, unchanged);
  } finally {
    edited.delete();
  }
}

function readTree(tree: Tree, grammar: Grammar, text: string, previous?: Previous): PythonTree {
  const cursor = tree.walk();
  try {
    const table = readTable(cursor, grammar, text.length, previous);
    return { language: 'python', text, table, grammar, problems: problemsOf(tree.rootNode, text), tree };
  } finally {
    cursor.delete();
  }
}

/** What the parser skipped, and what it made up to go on. */
function problemsOf(root: Node, text: string): SyntaxProblem[] {
  const found: SyntaxProblem[] = [];
  const pending = root.hasError ? [root] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    const { startIndex: start, endIndex: end } = node;
    if (node.isMissing) found.push({ start, end, message: `\`${node.type}\` expected` });
    else if (node.isError) found.push({ start, end, message: unexpected(text.slice(start, end)) });
    else pending.push(...node.children.filter((child) => child.hasError && !isTypeDefault(child)).reverse());
  }
  return found;
}

/** `def f[T = int]()`, from Python 3.13 on: the grammar does not know it yet and trips over nothing else. */
function isTypeDefault({ isError, parent }: Node): boolean {
  return isError && parent?.type === 'type_parameter';
}

const LONGEST_EXCERPT = 20;

function unexpected(code: string): string {
  const [line = ''] = code.trim().split(/[\r\n]/);
  const shown = line.length > LONGEST_EXCERPT ? `${line.slice(0, LONGEST_EXCERPT)}…` : line;
  return shown === '' ? 'Unexpected end' : `Unexpected \`${shown}\``;
}

function pointAt(text: string, offset: number): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', lineStart)) {
    row++;
    lineStart = next + 1;
  }
  return { row, column: offset - lineStart };
}

/** Frees the memory that a tree holds outside of JavaScript's heap. It can no longer be parsed from; what was read of it stays. */
export function release({ tree }: PythonTree): void {
  tree?.delete();
}

export {
  childBy,
  childOfKind,
  childrenOf,
  endOf,
  fieldOf,
  firstOf,
  hasWord,
  kindOf,
  nextOf,
  spanOf,
  startOf,
  textOf,
} from './lower/nodes.ts';
export type { NodeId } from './table.ts';
