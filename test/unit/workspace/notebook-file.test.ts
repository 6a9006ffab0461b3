import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isProblem, readTextFile } from '../../../src/workspace/text-file.ts';
import {
  editNotebook,
  inCell,
  lineInText,
  readNotebook,
  type NotebookText,
} from '../../../src/workspace/notebook-file.ts';
import { temporaryFolder } from './folder.ts';

/** As Jupyter writes it: a list of lines, indented by one space. A text that looks like JSON stands in an output. */
const json = `{
 "cells": [
  {
   "cell_type": "markdown",
   "source": ["time.sleep(1) \\u00e9"]
  },
  {
   "cell_type": "code",
   "metadata": {"source": ["no"]},
   "outputs": [{"text": "\\"source\\": [ } "}],
   "source": [
    "import time\\n",
    "%matplotlib inline\\n",
    "x = '\\u00e9'\\n",
    "time.sleep(1)"
   ]
  },
  {"cell_type": "code", "source": []},
  {"cell_type": "code", "source": "a = 1\\r\\nb = 2"}
 ],
 "metadata": {"kernelspec": {"language": "python"}, "big": 1e400},
 "nbformat": 4
}
`;

function read(text: string): NotebookText {
  const notebook = readNotebook(text);
  if (typeof notebook === 'string') throw new Error(notebook);
  return notebook;
}

const notebook = read(json);

function replaced(from: string, to: string): string {
  const start = notebook.text.indexOf(from);
  return editNotebook(json, notebook, [{ span: { start, end: start + from.length }, text: to }]);
}

describe('reading', () => {
  test('takes the code cells together, with what is not Python as comments', () => {
    expect(notebook.text).toBe("import time\n0#atplotlib inline\nx = 'é'\ntime.sleep(1)\n\na = 1\nb = 2");
    expect(notebook.cells.map(({ number, line }) => [number, line])).toEqual([
      [2, 0],
      [3, 4],
      [4, 5],
    ]);
  });

  test('places go from the text to a cell and back', () => {
    expect(inCell(notebook, { line: 6, character: 2 })).toEqual({ cell: 4, line: 1, character: 2 });
    expect(lineInText(notebook, 4, 1)).toBe(6);
    expect(lineInText(notebook, 4, 2)).toBeUndefined();
    expect(lineInText(notebook, 1, 0)).toBeUndefined();
  });

  test.each([
    ['{', 'it is no notebook: its JSON is broken'],
    ['[]', 'it is no notebook: it has no cells'],
    ['{"worksheets": []}', 'its format is older than 4: `jupyter nbconvert` renews it'],
    ['{"cells": [], "metadata": {"language_info": {"name": "R"}}}', 'its cells are written in R'],
  ])('says what is wrong with %s', (text, why) => {
    expect(readNotebook(text)).toBe(why);
  });

  test('happens by the path that stands for the cells', async () => {
    const path = join(temporaryFolder({ 'a.ipynb': json }), 'a.ipynb.py');
    const file = await readTextFile(path);
    expect(isProblem(file) ? file : [file.path, file.text]).toEqual([path, notebook.text]);
  });
});

describe('editing', () => {
  test('changes the lines that it changes, and nothing else of the file', () => {
    expect(replaced('time.sleep(1)', 'await asyncio.sleep(1)\n')).toBe(
      json.replace('    "time.sleep(1)"\n', '    "await asyncio.sleep(1)\\n"\n'),
    );
    expect(replaced('import time', 'import asyncio\nimport time')).toBe(
      json.replace('    "import time\\n",', '    "import asyncio\\n",\n    "import time\\n",'),
    );
  });

  test('keeps the line ends of a cell', () => {
    expect(replaced('b = 2', 'b = 2\nc = "3"')).toBe(json.replace('b = 2"', 'b = 2\\r\\nc = \\"3\\""'));
  });

  test('fills a cell that was empty', () => {
    const at = notebook.text.indexOf('\na = 1');
    expect(editNotebook(json, notebook, [{ span: { start: at, end: at }, text: 'y = 1' }])).toBe(
      json.replace('"source": []', '"source": ["y = 1"]'),
    );
  });

  test('refuses what goes over two cells, or over what is not Python', () => {
    expect(() => replaced('time.sleep(1)\n\na = 1', 'a = 1')).toThrow('it would change two cells at once');
    expect(() => replaced('0#atplotlib inline', '')).toThrow('it would change a line of cell 2 that is not Python');
  });
});
