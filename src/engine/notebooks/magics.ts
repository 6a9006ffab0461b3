/** Commands before which the rest of a cell is still Python: `%%time`. */
const pythonCells = /^%%(time|timeit|capture|prun|memit|mprun|lprun|debug)\b/;

/**
 * The text of a cell with what is not Python as comments: `%matplotlib inline`, `!pip install x`, `files = !ls`, `help?`, and all of a
 * cell such as `%%bash`. Each line keeps its length, so that every place stays where it is.
 */
export function withoutMagics(cell: string): string {
  const lines = cell.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const isCommand = lines[first]?.startsWith('%%') === true;
  if (isCommand && !pythonCells.test(lines[first] ?? '')) return lines.map(asComment).join('\n');
  let open: Open = { depth: 0, quote: '', continues: false };
  let isCommandOpen = false;
  return lines
    .map((line, index) => {
      const isWithin = open.depth > 0 || open.quote !== '' || open.continues;
      const isMagic = index === first && isCommand;
      // `!echo a \` goes on in the next line, which may stand further in than a statement could.
      const plain = isCommandOpen
        ? line.replace(/\S/, '#')
        : isMagic
          ? asComment(line)
          : isWithin
            ? line
            : withoutMagic(line);
      isCommandOpen = plain !== line && continued.test(line);
      open = after(plain, open);
      return plain;
    })
    .join('\n');
}

const continued = /\\\r?$/;

/** A block must not lose its only statement, so that a number stands where there is room for one. */
function asComment(line: string): string {
  return line.replace(/\S\S/, '0#').replace(/^(\s*)\S(\s*)$/, '$1#$2');
}

function withoutMagic(line: string): string {
  const assigned = /^(\s*[\w.,[\] ]+=\s*)([!%].*)$/.exec(line);
  if (assigned) return (assigned[1] ?? '') + asComment(assigned[2] ?? '');
  const isMagic = /^\s*(%{1,2}[A-Za-z_]|!|\?\??[A-Za-z_])/.test(line) || /^\s*%?[A-Za-z_][\w.]*\?{1,2}\s*$/.test(line);
  return isMagic ? asComment(line) : line;
}

/** What a line leaves open: brackets, a text over several lines, a backslash at its end. */
interface Open {
  readonly depth: number;
  readonly quote: string;
  readonly continues: boolean;
}

function after(line: string, { depth: before, quote: inside }: Open): Open {
  let depth = before;
  let quote = inside;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    if (quote !== '') {
      if (char === '\\') at++;
      else if (line.startsWith(quote, at)) {
        at += quote.length - 1;
        quote = '';
      }
    } else if (char === '#') return { depth, quote: '', continues: false };
    else if (char === '"' || char === "'") {
      quote = line.startsWith(char.repeat(3), at) ? char.repeat(3) : char;
      at += quote.length - 1;
    } else if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth = Math.max(0, depth - 1);
  }
  const continues = continued.test(line);
  return { depth, quote: quote.length === 3 || continues ? quote : '', continues };
}
