import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { actionInCells, diagnosticsByCell, joinCells, toCell } from '../../../src/server/notebooks/joined.ts';
import { withoutMagics } from '../../../src/engine/notebooks/magics.ts';

const cells = [
  { uri: 'cell:1', version: 3, text: 'import asyncio\r\n%matplotlib inline' },
  { uri: 'cell:2', version: 1, text: '' },
  { uri: 'cell:3', version: 7, text: 'async def load():\n    return 1' },
];

test.each([
  ['%matplotlib inline', '0#atplotlib inline'],
  ['if ready:\n    !ls', 'if ready:\n    0#s'],
  ['files = !ls *.py', 'files = 0#s *.py'],
  ['help?', '0#lp?'],
  ['?print', '0#rint'],
  ['%%time\nx = 1', '0#time\nx = 1'],
  ['\n%%bash\nls -l\n!', '\n0#bash\n0# -l\n#'],
  ['%%timeit -n 3\n%%x', '0#timeit -n 3\n0#x'],
  ['%timeit -n 1 \\\n    load(1)\nx = 1', '0#imeit -n 1 \\\n    #oad(1)\nx = 1'],
  ['!a \\\r\n  b \\\r\n  c\r\nd', '0# \\\r\n  # \\\r\n  #\r\nd'],
  ['# in C:\\\n!dir', '# in C:\\\n0#ir'],
])('what is not Python becomes a comment as long as it: %j', (cell, python) => {
  expect(withoutMagics(cell)).toBe(python);
});

test.each([
  'x = (a\n    %b)',
  'text = """\n%time\n!ls\n"""',
  "x = 'it' \\\n  %name",
  'x = a % b',
  'a != b',
  'x = y  # 100 %?',
  "print('''a''', '%s')\n# why?",
  'result = "what?"',
])('Python stays as it is: %j', (cell) => {
  expect(withoutMagics(cell)).toBe(cell);
});

test('the cells stand one below the other, whatever their line ends', () => {
  const joined = joinCells('file:///a.ipynb', cells);
  expect(joined.text).toBe('import asyncio\n0#atplotlib inline\n\nasync def load():\n    return 1');
  expect(joined.cells.map(({ line, lines }) => [line, lines])).toEqual([
    [0, 2],
    [2, 1],
    [3, 2],
  ]);
});

const range = (line: number, character: number, endLine: number, endCharacter: number) => ({
  start: { line, character },
  end: { line: endLine, character: endCharacter },
});

test('a range goes to its cell, without the line break behind the last line, and to none where it needs two', () => {
  const joined = joinCells('file:///a.ipynb', cells);
  expect(toCell(joined, range(4, 4, 4, 12))).toMatchObject({ cell: { uri: 'cell:3' }, range: range(1, 4, 1, 12) });
  expect(toCell(joined, range(1, 0, 2, 0))).toMatchObject({ cell: { uri: 'cell:1' }, range: range(1, 0, 1, 18) });
  expect(toCell(joined, range(0, 0, 3, 2))).toBeUndefined();
});

test('findings and what they refer to are shown in their cells', () => {
  const joined = joinCells('file:///a.ipynb', cells);
  const found: Diagnostic = {
    range: range(4, 4, 4, 10),
    message: 'It waits.',
    relatedInformation: [
      { location: { uri: 'file:///a.ipynb', range: range(0, 7, 0, 14) }, message: 'here' },
      { location: { uri: 'file:///b.py', range: range(9, 0, 9, 1) }, message: 'there' },
    ],
  };
  expect(diagnosticsByCell(joined, [found]).map(([{ uri }, all]) => [uri, all])).toEqual([
    ['cell:1', []],
    ['cell:2', []],
    [
      'cell:3',
      [
        {
          range: range(1, 4, 1, 10),
          message: 'It waits.',
          relatedInformation: [
            { location: { uri: 'cell:1', range: range(0, 7, 0, 14) }, message: 'here' },
            { location: { uri: 'file:///b.py', range: range(9, 0, 9, 1) }, message: 'there' },
          ],
        },
      ],
    ],
  ]);
});

test('an edit goes to its cells, with their versions, and is left out where it would change what is not Python', () => {
  const joined = joinCells('file:///a.ipynb', cells);
  const action = (...edits: { range: ReturnType<typeof range>; newText: string }[]): CodeAction => ({
    title: 'Mend it',
    edit: { documentChanges: [{ textDocument: { uri: 'file:///a.ipynb', version: 1 }, edits }] },
  });
  const both = action(
    { range: range(0, 0, 0, 0), newText: 'import time\n' },
    { range: range(4, 4, 4, 10), newText: 'x' },
  );
  expect(actionInCells(joined, both)?.edit).toEqual({
    documentChanges: [
      { textDocument: { uri: 'cell:1', version: 3 }, edits: [{ range: range(0, 0, 0, 0), newText: 'import time\n' }] },
      { textDocument: { uri: 'cell:3', version: 7 }, edits: [{ range: range(1, 4, 1, 10), newText: 'x' }] },
    ],
  });
  expect(actionInCells(joined, action({ range: range(0, 0, 1, 5), newText: '' }))).toBeUndefined();
  expect(actionInCells(joined, action({ range: range(1, 5, 3, 1), newText: '' }))).toBeUndefined();
  expect(
    actionInCells(joined, {
      title: 'Mend it',
      edit: { changes: { 'file:///a.ipynb': [{ range: range(3, 0, 3, 0), newText: 'y' }] } },
    })?.edit,
  ).toEqual({ changes: { 'cell:3': [{ range: range(0, 0, 0, 0), newText: 'y' }] } });
});
