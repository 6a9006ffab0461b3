import { expect, test } from 'vitest';
import { analyze, programOf, readFacts } from '../../../src/engine/analyze.ts';

const blocking = "readFileSync('page.html', 'utf8')";
const lines = (...code: string[]) => ["import { readFileSync } from 'node:fs';", ...code].join('\n');

/** What is found in a file of a package that depends on `dependency`: levels and places. */
function findIn(path: string, text: string, dependency: string): string[] {
  const { facts } = readFacts(path, text);
  const program = programOf({
    paths: [path],
    factsOf: (name) => (name === path ? facts : undefined),
    packageOf: () => ({ dependencies: { [dependency]: '1' }, engines: {} }),
  });
  return analyze(path, text, { program }).findings.map(({ level, message }) => `${level}: ${message}`);
}

const route = lines(`export async function GET() { return new Response(${blocking}); }`);

test('a function that a framework calls for its name and place is a handler', () => {
  expect(findIn('src/app/news/route.ts', route, 'next')).toEqual([
    'warning: `readFileSync` blocks the event loop in a Next.js route handler.',
  ]);
  const arrow = lines(`export const GET = async () => new Response(${blocking});`);
  expect(findIn('app/route.ts', arrow, 'next')).toHaveLength(1);
  const api = lines('export default async function handler(request, response) {', `response.send(${blocking}); }`);
  expect(findIn('pages/api/news.js', api, 'next')).toEqual([
    'warning: `readFileSync` blocks the event loop in a Next.js API route.',
  ]);
});

test('not elsewhere, not by another name, and not in another kind of project', () => {
  const level = (found: string[]) => found.map((each) => each.replace(/:.*/, ''));
  expect(level(findIn('src/lib/route-table.ts', route, 'next'))).toEqual(['hint']);
  expect(level(findIn('src/app/news/route.ts', route, 'koa'))).toEqual(['hint']);
  expect(level(findIn('src/app/news/route.ts', route.replace('GET', 'revalidateAll'), 'next'))).toEqual(['hint']);
});

test('a server action is any async function of a file that begins so', () => {
  const action = ["'use server';", lines(`export async function save() { return ${blocking}; }`)].join('\n');
  expect(findIn('src/actions.ts', action, 'next')).toEqual([
    'warning: `readFileSync` blocks the event loop in a server action.',
  ]);
});

test('the functions of an exported object', () => {
  const actions = lines(`export const actions = { default: async () => ${blocking} };`);
  expect(findIn('src/routes/login/+page.server.ts', actions, '@sveltejs/kit')).toEqual([
    'warning: `readFileSync` blocks the event loop in a SvelteKit load or action.',
  ]);
  const worker = lines(
    `export default { async fetch() { return ${blocking}; }, async other() { return ${blocking}; } };`,
  );
  expect(findIn('src/index.ts', worker, 'wrangler').map((each) => each.split(' in ')[1])).toEqual([
    'a Workers handler.',
    'async `other`.',
  ]);
});
