import { readdirSync, readFileSync } from 'node:fs';
import type { RuleId } from '../../../src/model/rule.ts';
import type { Build } from '../../../src/model/surroundings.ts';

/**
 * A before/after case of `test/fixes/*.md`: a heading, prose, a block `ts path rule [crlf] [python=3.8] [then=rule]` with the code before, then one
 * of `ts after`, `text obstacle` (why there is no fix) or `text nothing`; `ts created path` for a new file, `text title` for the title.
 * `ts beside path` is another file of the project, in the same folder, `ts became path` what comes of it, `json build` how it is built.
 *
 * With a block `js drive` (`python drive`) it is a program, too: one that imports the code and shows what it does, and is run before and
 * after. Nothing may differ between the two but the aspects in a block `text differs`; see `differential/compare.ts` and `worlds/`.
 */
export interface Case {
  readonly file: string;
  readonly name: string;
  readonly path: string;
  readonly rule: RuleId;
  /** The oldest Python that the project supports. */
  readonly python?: readonly [number, number];
  /** A rule that finds something in the code after, which was there before and could not be seen. */
  readonly then?: string;
  readonly before: string;
  readonly after?: string;
  readonly obstacle?: string;
  readonly title?: string;
  readonly created: Readonly<Record<string, string>>;
  /** Other files of the project by path, and those of them that the fix changes. */
  readonly beside: Readonly<Record<string, string>>;
  readonly became: Readonly<Record<string, string>>;
  readonly build?: Build;
  readonly drive?: string;
  readonly differs?: string;
}

const folder = new URL('../../fixes/', import.meta.url);

export function readCases(): Case[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return files.flatMap((name) => casesOf(name, readFileSync(new URL(name, folder), 'utf8')));
}

function casesOf(file: string, markdown: string): Case[] {
  const sections = markdown.split(/^## /m).slice(1);
  return sections.flatMap((section) => {
    const name = /^.*/.exec(section)?.[0] ?? '';
    const blocks = [...section.matchAll(/^```(\w+) (.*)\n([^]*?)^```$/gm)].map(([, , words = '', code = '']) => ({
      words: words.split(' '),
      code,
    }));
    const cases: Case[] = [];
    for (const { words, code } of blocks) {
      const last = cases.at(-1);
      const [kind = '', second = '', ...options] = words;
      const isFirst = second.startsWith('unblock/');
      const isCrlf = isFirst ? options.includes('crlf') : last?.before.includes('\r\n') === true;
      const [, major, minor] = /\bpython=(\d)\.(\d+)/.exec(options.join(' ')) ?? [];
      const [, then] = /\bthen=([\w-]+)/.exec(options.join(' ')) ?? [];
      const text = isCrlf ? code.replaceAll('\n', '\r\n') : code;
      const change = (part: Partial<Case>): unknown => last && cases.splice(-1, 1, { ...last, ...part });
      if (kind === 'after') change({ after: text });
      else if (kind === 'obstacle') change({ obstacle: code.trim() });
      else if (kind === 'title') change({ title: code.trim() });
      else if (kind === 'drive') change({ drive: code });
      else if (kind === 'differs') change({ differs: code });
      else if (kind === 'build') change({ build: JSON.parse(code) as Build });
      else if (kind === 'created') change({ created: { ...last?.created, [second]: text } });
      else if (kind === 'beside') change({ beside: { ...last?.beside, [second]: text } });
      else if (kind === 'became') change({ became: { ...last?.became, [second]: text } });
      else if (kind !== 'nothing')
        cases.push({
          ...{ file, name, path: kind, rule: second as RuleId, before: text },
          ...{ created: {}, beside: {}, became: {} },
          ...(then === undefined ? {} : { then: `unblock/${then}` }),
          ...(major === undefined ? {} : { python: [Number(major), Number(minor)] as const }),
        });
    }
    return cases;
  });
}
