/** What the parser calls its symbols and fields, by the numbers it uses. */
export interface SymbolNames {
  readonly types: readonly string[];
  readonly fields: readonly (string | null)[];
  readonly nodeTypeIsNamed: (id: number) => boolean;
}

/** How nodes are read off: by number of the parser's symbol or field. */
export interface Grammar {
  /** The index of a symbol's name in `names`; -1 for what is left out of a table. */
  readonly kinds: Int16Array;
  /** 1 where nodes of the symbol never have children. */
  readonly leaves: Uint8Array;
  /** 1 for signs that mean something only as an operator, 2 for the colon, which does only between the parts of a slice. */
  readonly signs: Uint8Array;
  /** By index in `names`: 1 for nodes that may give a name to something, or make a generator of the function around them. */
  readonly naming: Uint8Array;
  /** The index of `slice` in `names`. */
  readonly slice: number;
  readonly names: readonly string[];
  readonly fields: readonly string[];
}

/** The parser's number for what it could not make sense of. */
const ERROR_SYMBOL = 65_535;

/** Tokens that say something beyond where they stand. All other punctuation and keywords follow from the node around them. */
const telling = new Set([
  'async', 'from', ':', 'and', 'or', 'not', 'in', 'not in', 'is', 'is not', '<', '<=', '==', '!=', '<>', '>=', '>', '+', '-', '*', '@', '/',
  '%', '//', '**', '|', '&', '^', '<<', '>>', '~', '+=', '-=', '*=', '/=', '@=', '//=', '%=', '**=', '>>=', '<<=', '&=', '^=', '|=',
]); // prettier-ignore

const words = new Set(['async', 'from']);

/** Named nodes that say nothing: they may stand between any two tokens. */
const ignored = new Set(['comment', 'line_continuation', 'string_start', 'string_end', 'escape_interpolation']);

const naming = new Set([
  'function_definition', 'class_definition', 'lambda', 'assignment', 'augmented_assignment', 'named_expression', 'for_statement',
  'with_statement', 'delete_statement', 'import_statement', 'import_from_statement', 'future_import_statement', 'type_alias_statement',
  'global_statement', 'nonlocal_statement', 'yield', 'case_pattern', 'keyword_pattern', 'splat_pattern', 'as_pattern',
]); // prettier-ignore

const leaves = new Set(['identifier', 'integer', 'float', 'true', 'false', 'none', 'ellipsis', 'pass_statement']);

export function describeGrammar({ types, fields, nodeTypeIsNamed }: SymbolNames): Grammar {
  const indices = new Map<string, number>([['ERROR', 0]]);
  const kinds = new Int16Array(ERROR_SYMBOL + 1).fill(-1);
  const childless = new Uint8Array(ERROR_SYMBOL + 1);
  const signs = new Uint8Array(ERROR_SYMBOL + 1);
  types.forEach((name, id) => {
    const isNamed = nodeTypeIsNamed(id);
    if (isNamed ? ignored.has(name) : !telling.has(name)) return;
    const index = indices.get(name) ?? indices.size;
    indices.set(name, index);
    kinds[id] = index;
    childless[id] = !isNamed || leaves.has(name) ? 1 : 0;
    signs[id] = isNamed || words.has(name) ? 0 : name === ':' ? 2 : 1;
  });
  kinds[ERROR_SYMBOL] = 0;
  // Keys of an object are unique strings, which are compared by address.
  const names = Object.keys(Object.fromEntries(indices));
  return {
    kinds,
    leaves: childless,
    signs,
    slice: indices.get('slice') ?? -1,
    names,
    naming: Uint8Array.from(names, (name) => (naming.has(name) ? 1 : 0)),
    fields: Object.keys(Object.fromEntries(fields.map((name, id) => [name ?? `(${String(id)})`, id]))),
  };
}
