import { readdirSync, readFileSync } from 'node:fs';
import type { Level } from '../../src/model/finding.ts';

/*
 * A case is a code block of `test/rules/<smell>.md` or `test/rules/python/<smell>.md`: fenced with its language and, where the path matters, `file=src/server.ts`. What
 * must be found is written below the line it is found in:
 *
 *     const text = readFileSync(path);
 *              //  ^^^^^^^^^^^^ unblock/blocking-call warning: `readFileSync` blocks
 *
 * The carets are the span, the rest is the level and a part of the message. `related 2:` instead of rule and level names the second
 * related location of a finding. Where the span begins left of the carets' first possible place, `//<^^^` moves them by three. Marker
 * lines are not part of the code. In Python they begin with `#`. A block without markers must be silent.
 */

export interface Marker {
  /** Zero-based, in the code without marker lines. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** Part of the message. */
  readonly message: string;
}

export interface Expected extends Marker {
  readonly rule: string;
  readonly level: Level;
}

export interface ExpectedRelated extends Marker {
  /** From 1, in the order of the proof. */
  readonly position: number;
}

export interface Case {
  /** The markdown file, without `.md`. */
  readonly file: string;
  /** Its heading, with a number where several blocks stand under one. */
  readonly name: string;
  readonly path: string;
  /** What a person would write: without markers, with `\n`. */
  readonly code: string;
  readonly findings: readonly Expected[];
  readonly related: readonly ExpectedRelated[];
}

const folder = new URL('./', import.meta.url);

export function caseFiles(): string[] {
  return ['', 'python/'].flatMap((below) =>
    readdirSync(new URL(`./${below}`, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${below}${name.slice(0, -'.md'.length)}`),
  );
}

export function readCases(file: string): Case[] {
  const markdown = readFileSync(new URL(`${file}.md`, folder), 'utf8');
  return sectionsOf(markdown).flatMap((section) => casesOf(file, section));
}

/** What stands below each heading, the heading first. A `#` within a block of code is none. */
function sectionsOf(markdown: string): string[] {
  const sections: string[][] = [];
  let inBlock = false;
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) inBlock = !inBlock;
    if (!inBlock && /^#+ /.test(line)) sections.push([line.replace(/^#+ /, '')]);
    else sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join('\n'));
}

function casesOf(file: string, section: string): Case[] {
  const heading = /^.*/.exec(section)?.[0] ?? '';
  const blocks = [...section.matchAll(/^```(\w+)([^\n]*)\n([^]*?)^```$/gm)];
  return blocks.map(([, language = 'ts', words = '', body = ''], index) => ({
    file,
    name: blocks.length > 1 ? `${heading} (${index + 1})` : heading,
    path: /\bfile=(\S+)/.exec(words)?.[1] ?? `src/example.${language === 'python' ? 'py' : language}`,
    ...separate(body),
  }));
}

/** `// ^^^ unblock/rule level: message`, or `// ^^^ related 1: message`; in Python with `#`. */
const marker = /^\s*(?:\/\/|#)\s*(<?\^+)\s+(?:(unblock\/[\w-]+) (warning|information|hint)|related (\d+)):\s*(.*)$/;

function separate(body: string): Pick<Case, 'code' | 'findings' | 'related'> {
  const lines: string[] = [];
  const findings: Expected[] = [];
  const related: ExpectedRelated[] = [];
  for (const line of body.split('\n')) {
    const match = marker.exec(line);
    if (!match) {
      if (/^\s*(?:\/\/|#)\s*<?\^/.test(line)) throw new SyntaxError(`This marker cannot be read: ${line.trim()}`);
      lines.push(line);
      continue;
    }
    const [, carets = '', rule, level, position, message = ''] = match;
    const column = line.indexOf('^') - (carets.startsWith('<') ? 3 : 0);
    const place = { line: lines.length - 1, column, length: carets.replace('<', '').length, message };
    if (rule === undefined) related.push({ ...place, position: Number(position) });
    else findings.push({ ...place, rule, level: level as Level });
  }
  return { code: lines.join('\n'), findings, related };
}
