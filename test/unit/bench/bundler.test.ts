import { describe, expect, it } from 'vitest';
import { bundleFunction, comparisonRequest, runBenchmark } from '../../../src/bench/index.ts';
import { temporaryFolder } from '../workspace/folder.ts';
import { harness } from './harness.ts';
import { quick } from './measuring.ts';

const files = {
  'tsconfig.json': '{ "compilerOptions": { "paths": { "~/*": ["./src/*"] } } }',
  'node_modules/twice/package.json': '{ "name": "twice", "main": "index.js" }',
  'node_modules/twice/index.js': 'module.exports = (x) => 2 * x;',
  'src/add.ts': 'export enum By { one = 1 }\nexport const add = (x: number): number => x + By.one;',
  'src/main.ts': `import { add } from '~/add';
    import twice from 'twice';
    class Counter { constructor(private readonly start: number) {} next() { return add(this.start); } }
    function hidden(x: number): number { return twice(new Counter(x).next()); }
    export class Tools { static both(x: number) { return hidden(x); } }`,
  'src/old.cjs': 'function hidden(x) { return x + 1; } module.exports = { other: 1 };',
};

async function resultOf(path: string, functionName: string, texts?: ReadonlyMap<string, string>): Promise<string> {
  const folder = temporaryFolder(files);
  const resolved = texts && new Map([...texts].map(([name, text]) => [`${folder}/${name}`, text]));
  const code = await bundleFunction({ path: `${folder}/${path}`, functionName, ...(resolved && { texts: resolved }) });
  const ways = ['a', 'b'].map((id) => ({ id, label: id, code, runs: 'inline' as const }));
  const [first, second] = ways;
  if (!first || !second) throw new Error('unreachable');
  const request = { ...comparisonRequest('', [first, second]), input: '[20]', settings: { ...quick, repetitions: 1 } };
  return (await runBenchmark(request, { harness: await harness() })).equality.detail;
}

describe('a function of a project', () => {
  it('is reached though it is not exported, with paths, packages, enums and parameter properties', async () => {
    expect(await resultOf('src/main.ts', 'hidden')).toMatch(/: 42$/);
  });

  it('may be a static method, or stand in a CommonJS file', async () => {
    expect(await resultOf('src/main.ts', 'Tools.both')).toMatch(/: 42$/);
    expect(await resultOf('src/old.cjs', 'hidden')).toMatch(/: 21$/);
  });

  it('is measured as a fix would leave it, new files included', async () => {
    const texts = new Map([
      ['src/add.ts', "export { add } from './made';"],
      ['src/made.ts', 'export const add = (x: number): number => x + 100;'],
    ]);
    expect(await resultOf('src/main.ts', 'hidden', texts)).toMatch(/: 240$/);
  });

  it('is not slowed down by names that are kept for error messages', async () => {
    const folder = temporaryFolder({ 'a.ts': 'export function f() { const inner = () => 1; return inner(); }' });
    expect(await bundleFunction({ path: `${folder}/a.ts`, functionName: 'f' })).not.toContain('__name');
  });

  it('says what is wrong', async () => {
    await expect(resultOf('src/main.ts', 'nobody')).rejects.toThrow('nobody');
    await expect(resultOf('src/main.ts', 'f();g')).rejects.toThrow('not the name of a function');
    const broken = new Map([['src/add.ts', 'export const add = ;']]);
    await expect(resultOf('src/main.ts', 'hidden', broken)).rejects.toThrow(/cannot be bundled: [^.]+\.$/);
    const bare = new Map([['src/add.ts', "import express from 'express';\nexport const add = express;"]]);
    await expect(resultOf('src/main.ts', 'hidden', bare)).rejects.toThrow(
      /Could not resolve "express"\. Install the project's packages first/,
    );
    const astray = new Map([['src/add.ts', "import { x } from './nowhere';\nexport const add = x;"]]);
    await expect(resultOf('src/main.ts', 'hidden', astray)).rejects.toThrow(/Could not resolve ".\/nowhere"\.$/);
  });
});
