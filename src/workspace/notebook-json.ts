/** Where the `source` of a cell stands in the file of its notebook: a text, or the list of its lines. */
export interface SourceSpan {
  readonly start: number;
  readonly end: number;
}

/** The code of one cell. */
export interface CellSource {
  /** Its place among all cells, from 1. */
  readonly number: number;
  readonly source: string;
  readonly span: SourceSpan;
}

/** The code cells of a notebook of Python, or why there are none, as a clause. */
export function readSources(json: string): readonly CellSource[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return 'it is no notebook: its JSON is broken';
  }
  const cells = isObject(parsed) ? parsed['cells'] : undefined;
  if (!isObject(parsed) || !Array.isArray(cells)) {
    const isOld = isObject(parsed) && Array.isArray(parsed['worksheets']);
    return isOld ? 'its format is older than 4: `jupyter nbconvert` renews it' : 'it is no notebook: it has no cells';
  }
  const language = languageOf(parsed['metadata']);
  if (language !== undefined && !/^(i?python|python3)$/i.test(language)) return `its cells are written in ${language}`;
  const spans = sourceSpans(json);
  return cells.flatMap((cell: unknown, index): CellSource[] => {
    const span = spans[index];
    const source = isObject(cell) && cell['cell_type'] === 'code' ? textOf(cell['source']) : undefined;
    return source === undefined || !span ? [] : [{ number: index + 1, source, span }];
  });
}

function languageOf(metadata: unknown): string | undefined {
  if (!isObject(metadata)) return undefined;
  const { language_info: info, kernelspec } = metadata;
  const name =
    (isObject(info) ? info['name'] : undefined) ?? (isObject(kernelspec) ? kernelspec['language'] : undefined);
  return typeof name === 'string' ? name : undefined;
}

function textOf(source: unknown): string | undefined {
  if (typeof source === 'string') return source;
  const isLines = Array.isArray(source) && source.every((line) => typeof line === 'string');
  return isLines ? source.join('') : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The notebook with another text for one cell. Lines that stay the same stay as they are written, and so does all around. */
export function writeSource(json: string, { start, end }: SourceSpan, source: string): string {
  const written = json.slice(start, end);
  return (
    json.slice(0, start) +
    (written.startsWith('[') ? linesAs(written, source) : JSON.stringify(source)) +
    json.slice(end)
  );
}

function linesAs(written: string, source: string): string {
  const before = elementsOf(written);
  const known = new Map(
    before.map(({ start, end }) => {
      const raw = written.slice(start, end);
      return [JSON.parse(raw) as string, raw] as const;
    }),
  );
  const lines = source.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  if (lines.length === 0) return '[]';
  const [first, second] = before;
  const opening = first ? written.slice(1, first.start) : '';
  const between = first && second ? written.slice(first.end, second.start) : `,${opening}`;
  const closing = first ? written.slice(before.at(-1)?.end, -1) : '';
  return `[${opening}${lines.map((line) => known.get(line) ?? JSON.stringify(line)).join(between)}${closing}]`;
}

/** Where the texts of a list of texts stand in it. */
function elementsOf(written: string): SourceSpan[] {
  const found: SourceSpan[] = [];
  for (let at = 1; at < written.length; at++) {
    if (written[at] !== '"') continue;
    const end = endOfText(written, at);
    found.push({ start: at, end });
    at = end;
  }
  return found;
}

/** Where a text that begins at `at` ends, its quotes included. */
function endOfText(json: string, at: number): number {
  let end = at + 1;
  while (end < json.length && json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
  return end + 1;
}

/** Where the `source` of each cell stands, in valid JSON whose outermost object has a list of `cells`. */
function sourceSpans(json: string): readonly (SourceSpan | undefined)[] {
  const cells = membersOf(json, skipSpace(json, 0)).get('cells');
  if (!cells) return [];
  return itemsOf(json, cells.start).map(({ start }) =>
    json[start] === '{' ? membersOf(json, start).get('source') : undefined,
  );
}

/** The values of an object that begins at `at`, by name; of a name that is there twice the last one counts, as for `JSON.parse`. */
function membersOf(json: string, at: number): Map<string, SourceSpan> {
  const found = new Map<string, SourceSpan>();
  let next = skipSpace(json, at + 1);
  while (json[next] === '"') {
    const nameEnd = endOfText(json, next);
    const start = skipSpace(json, skipSpace(json, nameEnd) + 1);
    const end = endOfValue(json, start);
    found.set(JSON.parse(json.slice(next, nameEnd)) as string, { start, end });
    next = skipSpace(json, end);
    if (json[next] === ',') next = skipSpace(json, next + 1);
  }
  return found;
}

function itemsOf(json: string, at: number): SourceSpan[] {
  const found: SourceSpan[] = [];
  let next = skipSpace(json, at + 1);
  while (next < json.length && json[next] !== ']') {
    const end = endOfValue(json, next);
    found.push({ start: next, end });
    next = skipSpace(json, end);
    if (json[next] === ',') next = skipSpace(json, next + 1);
  }
  return found;
}

function endOfValue(json: string, at: number): number {
  const first = json[at];
  if (first === '"') return endOfText(json, at);
  if (first !== '{' && first !== '[') {
    let end = at;
    while (end < json.length && !/[\s,\]}]/.test(json[end] ?? '')) end++;
    return end;
  }
  let depth = 0;
  for (let end = at; end < json.length; end++) {
    const char = json[end] ?? '';
    if (char === '"') end = endOfText(json, end) - 1;
    else if (char === '{' || char === '[') depth++;
    else if ((char === '}' || char === ']') && --depth === 0) return end + 1;
  }
  return json.length;
}

function skipSpace(json: string, at: number): number {
  let next = at;
  while (/\s/.test(json[next] ?? '')) next++;
  return next;
}
