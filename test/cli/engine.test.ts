import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../unit/workspace/folder.ts';
import { bundleCommandLine } from './unblock.ts';

// The command line as it ships, with the real engine: one road through all commands.
const { unblock } = await bundleCommandLine('src/cli/main.ts');

const server = `import { readFileSync } from 'node:fs';

function load(name: string) {
  return readFileSync(name, 'utf8');
}

export async function show(name: string) {
  return load(name);
}

export async function size(name: string) {
  return readFileSync(name).length;
}
`;

interface Report {
  readonly filePath: string;
  readonly messages: readonly {
    readonly ruleId: string;
    readonly line: number;
    readonly related: readonly { readonly line: number }[];
  }[];
}

describe('the real engine', () => {
  test('says of a function which fix or input it cannot choose', async () => {
    const twice = `import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

export async function both(name: string) {
  const first = readFileSync(name, 'utf8');
  return first + readFileSync(name + '.bak', 'utf8');
}
createServer(async (request, response) => response.end(await both(request.url ?? ''))).listen();
export function cut(from = 1, text: string) {
  return text.slice(from);
}
`;
    const folder = temporaryFolder({
      'package.json': '{}',
      'a.ts': twice,
    });
    const told = async (...args: string[]) => (await unblock(folder, ['bench', ...args])).err;
    const several = await told('a.ts#both', '--against', 'fix');
    expect(several).toMatch(/^unblock: `[\w-]+` is offered at several places \(lines 5, 6\), and one fix is measured/);
    expect(await told('a.ts#cut')).toContain('What `cut(from, text)` takes is not written as a simple type');
  });

  test('finds blocking calls, directly and through the chain', async () => {
    const folder = temporaryFolder({ 'package.json': '{}', 'src/server.ts': server });
    const { code, out, err } = await unblock(folder, ['check', '--format', 'json']);
    const [report] = JSON.parse(out) as Report[];
    expect(report?.filePath).toBe(join(folder, 'src/server.ts'));
    expect(report?.messages.map(({ ruleId, line }) => `${line} ${ruleId}`)).toEqual([
      '8 unblock/blocking-call',
      '12 unblock/blocking-call',
    ]);
    expect(report?.messages[0]?.related.at(-1)?.line).toBe(4);
    expect({ code, err }).toEqual({ code: 1, err: '' });
  });

  test('cures what it finds, and then is content', async () => {
    const folder = temporaryFolder({ 'package.json': '{}', 'src/server.ts': server });
    const fixed = await unblock(folder, ['fix', 'src/server.ts:12', '--write']);
    expect(fixed.code).toBe(0);
    expect(readFileSync(join(folder, 'src/server.ts'), 'utf8')).toContain('(await readFile(name)).length');
    const { out } = await unblock(folder, ['check']);
    expect(out).toContain('src/server.ts:9:10');
    expect(out).not.toContain('in async `size`');
  });

  test('says why, with the file half typed', async () => {
    const folder = temporaryFolder({ 'package.json': '{}', 'a.ts': `${server}\nconst half = {` });
    const { code, out } = await unblock(folder, ['why', 'a.ts:12']);
    expect(out).toContain('node:fs#readFileSync');
    expect(code).toBe(0);
    expect((await unblock(folder, ['check'])).err).toContain('with syntax errors, analysed all the same:\n  a.ts:15:');
  });

  test('lists its rules', async () => {
    const { out } = await unblock(temporaryFolder({}), ['explain']);
    expect(out).toMatch(/^unblock\/blocking-call {2}/m);
  });

  test('leaves out what nobody wrote', async () => {
    const folder = temporaryFolder({ 'a.js': '/* @generated */\n', 'b.js': 'x=1;'.repeat(3000) });
    const { err } = await unblock(folder, ['check']);
    expect(err).toBe('2 generated or minified files left out.\n');
  });
});
