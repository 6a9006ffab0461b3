import { readdirSync, readFileSync } from 'node:fs';

export type FactsLanguage = 'ts' | 'python';

/** One hand-written case: the same code in one or two languages, and the facts that both must give. */
export interface FactsCase {
  readonly name: string;
  readonly prose: string;
  readonly code: ReadonlyMap<FactsLanguage, string>;
  readonly expected: ReadonlyMap<FactsLanguage, string>;
}

const folder = new URL('cases/', import.meta.url);
const languages = ['ts', 'python'] as const;

export function readCases(): FactsCase[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort()
    .map((file) => parseCase(file.slice(0, -'.md'.length), readFileSync(new URL(file, folder), 'utf8')));
}

function parseCase(name: string, text: string): FactsCase {
  const blocks = new Map<string, string>();
  const prose = text.replace(/^```([^\n]*)\n([^]*?)^```$/gm, (_, kind: string, body: string) => {
    if (blocks.has(kind)) throw new Error(`${name}: two blocks \`${kind}\``);
    blocks.set(kind, body.trimEnd());
    return '';
  });
  const facts = blocks.get('facts') ?? '';
  const code = new Map<FactsLanguage, string>();
  const expected = new Map<FactsLanguage, string>();
  for (const language of languages) {
    const block = blocks.get(language);
    if (block === undefined) continue;
    code.set(language, block);
    const own = blocks.get(`facts ${language}`);
    expected.set(language, own ?? (language === 'ts' ? facts : respell(facts, blocks.get('spelling') ?? '')));
  }
  return { name, prose, code, expected };
}

/** Puts another language's names into the facts: lines `this = that`, applied in their order. */
function respell(facts: string, table: string): string {
  return table
    .split('\n')
    .filter((line) => line !== '')
    .reduce((text, line) => {
      const [from = '', to = ''] = line.split(' = ');
      return text.replaceAll(from, to);
    }, facts);
}

/** `load_all` as `loadAll`: names of several words are written differently where nothing else is. */
export function camelCased(facts: string): string {
  return facts.replace(/(?<=[a-z])_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
