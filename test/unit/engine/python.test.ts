import { beforeAll, describe, expect, test } from 'vitest';
import { analyze, initLanguages, programOf, readFacts, withFile } from '../../../src/engine/analyze.ts';
import type { Program } from '../../../src/engine/analysis.ts';
import { applyEdits } from '../../../src/model/fix.ts';
import { suppressionEdits } from '../../../src/engine/suppression-edits.ts';
import type { FileFacts } from '../../../src/model/facts.ts';
import { startPython } from '../../python.ts';

const code = 'import time\n\nasync def poll():\n    time.sleep(5)\n';

describe('without its parser', () => {
  test('a Python file is left out and says why; others are not', async () => {
    await initLanguages(() => Promise.reject(new Error('no such file')));
    expect(analyze('a.py', code).skipped?.message).toContain('could not be loaded');
    expect(analyze('a.py', code).skipped?.message).toContain('no such file');
    expect(analyze('a.ts', 'export const a = 1;').skipped).toBeUndefined();
  });
});

describe('with its parser', () => {
  beforeAll(startPython);

  test('an edit gives what the new text gives by itself', () => {
    const before = analyze('a.py', code);
    const text = code.replace('5', '50');
    const change = { start: code.indexOf('5'), length: 1, newLength: 2 };
    const after = analyze('a.py', text, { previous: { analysis: before, change } });
    expect(after.facts).toEqual(analyze('a.py', text).facts);
    expect(after.findings.map(({ rule }) => rule)).toEqual(['unblock/blocking-call']);
  });

  test('the comments that silence a finding are those of Python', () => {
    const analysis = analyze('a.py', code);
    const [finding] = analysis.findings;
    if (!finding) throw new Error('No finding');
    const { line, file } = suppressionEdits(analysis, finding);
    if (!line || !file) throw new Error('No edit');
    expect(line.text).toBe('    # unblock: ignore-next-line[blocking-call]\n');
    expect(file.text).toBe('# unblock: ignore-file[blocking-call]\n');
    for (const { span, text } of [line, file]) {
      const silenced = analyze('a.py', code.slice(0, span.start) + text + code.slice(span.end));
      expect(silenced.findings).toEqual([]);
      expect(silenced.suppressed).toBe(1);
    }
  });

  test.each([
    ['behind a line that goes on', 'import time\n\nasync def f(a):\n    return a or \\\n        time.sleep(5)\n'],
    ['in the braces of a long string', 'import time\n\nasync def f(a):\n    return f"""\n    {time.sleep(5)}"""\n'],
    [
      'below what is said of the next line',
      'import time\n\nasync def f(a):\n    # pylint: disable-next=x\n    time.sleep(5)\n',
    ],
  ])('a comment that silences stands behind its line: %s', (_, text) => {
    const analysis = analyze('a.py', text);
    const [finding] = analysis.findings;
    const edit = finding && suppressionEdits(analysis, finding).line;
    expect(edit?.text).toBe('  # unblock: ignore[blocking-call]');
    const after = applyEdits(text, edit ? [edit] : []);
    expect(analyze('a.py', after).findings).toEqual([]);
  });

  test('the encoding stays in the first line', () => {
    const text = `# -*- coding: latin-1 -*-\n${code}`;
    const analysis = analyze('a.py', text);
    const [finding] = analysis.findings;
    expect(finding && suppressionEdits(analysis, finding).file?.span.start).toBe(text.indexOf(code));
  });

  describe('a project of both languages', () => {
    const texts: Readonly<Record<string, string>> = {
      'app/__init__.py': '',
      'app/client.py': 'import requests\n\ndef fetch(name):\n    return requests.get(name)\n',
      'app/main.py': 'from . import client\n\nasync def read(name):\n    return client.fetch(name)\n',
      'web/main.ts': "import { readFileSync } from 'node:fs';\nexport const f = async () => readFileSync('a.txt');\n",
    };
    const facts = new Map<string, FileFacts>();
    let program: Program;
    beforeAll(() => {
      for (const [path, text] of Object.entries(texts)) {
        const read = readFacts(path, text);
        if (read.facts) facts.set(path, read.facts);
      }
      program = projectProgram();
    });
    const projectProgram = (): Program =>
      programOf({
        paths: [...facts.keys()],
        factsOf: (path) => facts.get(path),
        resolve: (_, specifier) => ({ '.': 'app/__init__.py', '.client': 'app/client.py' })[specifier],
      });
    const rulesOf = (path: string, around = program): string[] =>
      analyze(path, texts[path] ?? '', { program: around }).findings.map(({ rule }) => rule);

    test('each file is seen with those of its language', () => {
      expect(rulesOf('app/main.py')).toEqual(['unblock/blocking-call']);
      expect(rulesOf('web/main.ts')).toEqual(['unblock/blocking-call']);
    });

    test('an edit of one file leaves those of the other language as they are', () => {
      const next = withFile(program, 'app/client.py', readFacts('app/client.py', 'def fetch(name):\n    pass\n').facts);
      expect(rulesOf('app/main.py', next)).toEqual([]);
      expect(rulesOf('web/main.ts', next)).toEqual(['unblock/blocking-call']);
      expect(rulesOf('app/main.py')).toEqual(['unblock/blocking-call']);
    });
  });
});
