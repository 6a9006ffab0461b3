import { readdirSync, readFileSync } from 'node:fs';

/** What every page has, in this order. */
export const headings = [
  'What it finds',
  'Why it hurts',
  'Example',
  'Instead',
  'When not to use it',
  'Fix safety',
  'How to measure it',
] as const;

export interface Sample {
  /** The sentence above the code, with its mark. */
  readonly words: string;
  readonly path: string;
  readonly code: string;
}

export interface Page {
  readonly title: string;
  readonly summary: string;
  readonly headings: readonly string[];
  /** The text of a section, without its heading. */
  section(heading: string): string;
  /** The code blocks of a section. */
  samples(heading: string): readonly Sample[];
}

const folder = new URL('../../../media/rules/', import.meta.url);

export function pageNames(): string[] {
  return markdownNames(folder);
}

export function markdownNames(url: URL): string[] {
  return readdirSync(url)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length))
    .toSorted();
}

export function readPage(name: string): Page {
  const [top = '', ...sections] = readFileSync(new URL(`${name}.md`, folder), 'utf8').split(/^## /m);
  const [, title = '', summary = ''] = /^# (.*)\n\n([^]*?)\n\n/.exec(top) ?? [];
  const bodies = new Map(sections.map((text) => [/^.*/.exec(text)?.[0] ?? '', text.replace(/^.*\n/, '').trim()]));
  const section = (heading: string): string => bodies.get(heading) ?? '';
  return {
    title,
    summary: summary.replaceAll('\n', ' '),
    headings: [...bodies.keys()],
    section,
    samples: (heading) => samplesOf(section(heading)),
  };
}

function samplesOf(section: string): Sample[] {
  return [...section.matchAll(/^([^\n]*)\n\n```(\w+)([^\n]*)\n([^]*?)^```$/gm)].map(
    ([, words = '', language = 'ts', info = '', code = '']) => ({
      words,
      path: /\bfile=(\S+)/.exec(info)?.[1] ?? `src/example.${language === 'python' ? 'py' : language}`,
      code,
    }),
  );
}
