import { readFileSync } from 'node:fs';
import type { RuleId } from '../../../src/model/rule.ts';

const pages = new URL('../../../media/rules/', import.meta.url);

/** What stands in bold in “Fix safety” on the page of a rule, without names and numbers, which are those of an example. */
export function fixesOnPage(rule: RuleId): string[] {
  const page = readFileSync(new URL(`${rule.replace('unblock/', '')}.md`, pages), 'utf8');
  const section = /^## Fix safety$([^]*?)(?=^## |$(?![^]))/m.exec(page)?.[1] ?? '';
  return [...section.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => withoutNames(words));
}

export function withoutNames(title: string): string {
  return title
    .replaceAll(/`[^`]*`/g, 'it')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\d+/g, 'N')
    .toLowerCase();
}
