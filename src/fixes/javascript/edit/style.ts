import { ts } from '../../../syntax/javascript/tree.ts';

/** How the people of this file write. New code follows them. */
export interface Style {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** One level of indentation. */
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
  /** What stands within the braces of an import, beside the names: `{ readFile }` or `{readFile}`. */
  readonly padding: ' ' | '';
}

/** Reads the style off the file; what it does not show is as Prettier's and most people's habit. */
export function styleOf(source: ts.SourceFile): Style {
  const votes = { single: 0, double: 0, with: 0, without: 0, padded: 0, tight: 0 };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && !ts.isJsxAttribute(node.parent)) {
      if (source.text[node.getStart(source)] === "'") votes.single++;
      else votes.double++;
    }
    if (ts.isNamedImports(node) || ts.isObjectBindingPattern(node)) {
      if (/^\{\s/.test(source.text.slice(node.getStart(source)))) votes.padded++;
      else votes.tight++;
    }
    if (endsWithSemicolonByHabit(node)) {
      if (source.text[node.end - 1] === ';') votes.with++;
      else if (endsItsLine(source.text, node.end)) votes.without++;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const crlf = source.text.split('\r\n').length - 1;
  return {
    quote: votes.double > votes.single ? '"' : "'",
    semicolons: votes.with >= votes.without,
    indent: indentOf(source.text),
    padding: votes.tight > votes.padded ? '' : ' ',
    eol: crlf > 0 && crlf * 2 > source.text.split('\n').length - 1 ? '\r\n' : '\n',
  };
}

export function endsWithSemicolonByHabit(node: ts.Node): boolean {
  return (
    ts.isVariableStatement(node) ||
    ts.isExpressionStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isImportDeclaration(node)
  );
}

/** `foo() }` on one line needs no semicolon in any style, so it says nothing about the habit. */
function endsItsLine(text: string, end: number): boolean {
  return /^[ \t]*(?:\r?\n|$|\/\/)/.test(text.slice(end, end + 200));
}

function indentOf(text: string): string {
  let tabs = 0;
  const widths = new Map<number, number>();
  let previous = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '' || /^\s*\*/.test(line)) continue;
    if (line.startsWith('\t')) tabs++;
    const width = /^ */.exec(line)?.[0].length ?? 0;
    const step = width - previous;
    if (step > 1) widths.set(step, (widths.get(step) ?? 0) + 1);
    previous = width;
  }
  const [best] = [...widths].sort(([a, m], [b, n]) => n - m || a - b);
  if (tabs > (best?.[1] ?? 0)) return '\t';
  return ' '.repeat(best?.[0] ?? 2);
}

/** The white space that the line of `offset` begins with. */
export function lineIndent(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}
