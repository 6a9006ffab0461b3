import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readCases } from './cases.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'unblock-types-'));
const cases = readCases().filter(({ path, after }) => /\.[mc]?tsx?$/.test(path) && after !== undefined);
const options = {
  ...{ strict: true, module: 'nodenext', target: 'es2023', noEmit: true, skipLibCheck: true, jsx: 'preserve' },
  ...{ types: ['node'], verbatimModuleSyntax: true, noUnusedLocals: true, noUncheckedIndexedAccess: true },
};

beforeAll(() => {
  symlinkSync(modules, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['case-*/*'] }));
  for (const [i, { path, before, after = '', created, beside, became }] of cases.entries()) {
    write(`case-${String(i)}-before`, { [path]: before, ...beside });
    write(`case-${String(i)}-after`, { [path]: after, ...beside, ...became, ...created });
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(join(folder, name));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, name, basename(path)), text);
}

it('no fix makes a type error that was not there before', async () => {
  const compiler = join(modules, 'typescript-7/bin/tsc');
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [compiler, '-p', '.'], { cwd: folder }, (_, stdout) => {
      resolve(stdout);
    });
  });
  const errors = (kind: string): string[] =>
    [...output.matchAll(/^case-(\d+)-(\w+)\/[^:]*: error (.*)$/gm)]
      .filter(([, , which]) => which === kind)
      .map(([, number = '', , message = '']) => `${cases[Number(number)]?.name ?? ''}: ${message}`)
      .toSorted();
  // Some cases use names that no other file declares; that shows that the compiler has looked.
  const known = errors('before');
  expect(known).not.toEqual([]);
  const isNew = (error: string): boolean => {
    const at = known.indexOf(error);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  };
  expect(errors('after').filter(isNew)).toEqual([]);
});
