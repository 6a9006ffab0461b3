import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import * as analyze from '../../src/engine/analyze.ts';
import { measurableFunctions } from '../../src/engine/measure.ts';
import { remediesFor } from '../../src/engine/remedies.ts';
import { ruleMetas } from '../../src/engine/rules.ts';
import { whyAt } from '../../src/engine/why.ts';
import { check } from '../../src/cli/check/check.ts';
import { parseCheckOptions } from '../../src/cli/check/options.ts';
import { fix } from '../../src/cli/fix/fix.ts';
import type { Host } from '../../src/cli/host.ts';
import { makeStyle } from '../../src/cli/style.ts';
import { why } from '../../src/cli/why.ts';
import { startPython } from '../python.ts';
import { temporaryFolder } from '../unit/workspace/folder.ts';

beforeAll(startPython);

const cells = [
  { cell_type: 'markdown', source: ['# Title\n'] },
  { cell_type: 'code', source: ['%matplotlib inline\n', 'import asyncio\n', 'import time'] },
  { cell_type: 'code', source: ['async def tick():\n', '    time.sleep(2)\n'], outputs: [{ text: ['time.sleep(2)'] }] },
];
const notebook = `${JSON.stringify({ cells, metadata: {}, nbformat: 4 }, undefined, 1)}\n`;

/** The notebook in a folder of its own, and what a command over it answers. */
function project(): {
  readonly folder: string;
  readonly run: (command: (host: Host) => Promise<number>) => Promise<Answer>;
} {
  const folder = temporaryFolder({ 'pyproject.toml': '', 'a.ipynb': notebook });
  return {
    folder,
    async run(command) {
      const said = { out: '', err: '' };
      const ignore = (): void => undefined;
      const code = await command({
        cwd: folder,
        out: (text) => (said.out += text),
        err: (text) => (said.err += text),
        outStyle: makeStyle(false),
        errStyle: makeStyle(false),
        progress: { show: ignore, clear: ignore },
        packageFolder: '',
        createEngine: () => ({
          ...analyze,
          prepare: () => Promise.resolve(),
          measurableFunctions,
          remediesFor,
          whyAt,
          ruleMetas,
        }),
        onInterrupt: ignore,
      });
      return { code, ...said };
    },
  };
}

interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

test('what is found in a notebook stands at its cell and the line in it', async () => {
  const { folder, run } = project();
  const { out, code } = await run((host) => check(host, parseCheckOptions([])));
  expect(out).toContain('a.ipynb:cell3:2:5 information `time.sleep` blocks the event loop in async `tick`.');
  expect(out).toContain('    a.ipynb:cell3:1:11 Probably on an event loop');
  expect(code).toBe(1);
  const json = await run((host) => check(host, parseCheckOptions(['--format', 'json', 'a.ipynb'])));
  expect(JSON.parse(json.out)).toMatchObject([
    { filePath: join(folder, 'a.ipynb'), messages: [{ cell: 3, line: 2, column: 5, related: [{ cell: 3, line: 1 }] }] },
  ]);
});

test('a fix changes its line and leaves everything else of the file', async () => {
  const { folder, run } = project();
  const { out } = await run((host) => fix(host, ['a.ipynb:cell3:2', '--write']));
  expect(out).toContain('wrote a.ipynb');
  const after = notebook
    .replace('"    time.sleep(2)\\n"', '"    await asyncio.sleep(2)\\n"')
    .replace(/,\s+"import time"/, '');
  expect(after).not.toBe(notebook);
  expect(readFileSync(join(folder, 'a.ipynb'), 'utf8')).toBe(after);
});

test('a place without its cell is asked for, and one beside the finding says where it is', async () => {
  const { run } = project();
  await expect(run((host) => fix(host, ['a.ipynb:2']))).rejects.toThrow(
    'name the cell as well, as in `a.ipynb:cell3:2`',
  );
  await expect(run((host) => fix(host, ['a.ipynb:cell1:1']))).rejects.toThrow('no code in line 1 of cell 1');
  const { err } = await run((host) => fix(host, ['a.ipynb:cell2:2']));
  expect(err).toBe('Nothing is reported at a.ipynb:cell2:2. The nearest findings are in line cell3:2.\n');
  expect((await run((host) => why(host, ['a.ipynb:cell3:2']))).out).toContain('`tick`');
});
