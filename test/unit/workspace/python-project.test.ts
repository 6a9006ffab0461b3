import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pythonProjectOf } from '../../../src/workspace/python-project.ts';
import { temporaryFolder } from './folder.ts';

describe('what a project says of its Python', () => {
  test.each([
    ['pyproject.toml', '[project]\nname = "a"\nrequires-python = ">=3.8,<4"  # old\n', { version: [3, 8] }],
    ['pyproject.toml', '[tool.poetry.dependencies]\npython = "^3.10"\n', { version: [3, 10] }],
    ['pyproject.toml', '[tool.other]\nrequires-python = ">=3.8"\n', {}],
    ['pyproject.toml', '[project]\r\nrequires-python = "~=3.11"\r\n', { version: [3, 11] }],
    ['pyproject.toml', '[tool.black]\nline-length = 100\n', { lineLength: 100 }],
    ['pyproject.toml', '[tool.ruff]\nline-length = 120\n[tool.ruff.lint]\nline-length = 1\n', { lineLength: 120 }],
    ['ruff.toml', 'line-length = 79\n', { lineLength: 79 }],
    ['setup.cfg', '[options]\npython_requires = >=3.7\n', { version: [3, 7] }],
    ['setup.py', 'setup(\n    python_requires=">=3.9",\n)\n', { version: [3, 9] }],
    ['.python-version', '3.12.1\n', { version: [3, 12] }],
    ['.python-version', 'pypy\n', {}],
    ['pyproject.toml', 'this is = not [toml', {}],
  ])('%s: %j', async (name, text, said) => {
    const folder = temporaryFolder({ [name]: text, 'src/app.py': '' });
    expect(await pythonProjectOf(join(folder, 'src/app.py'))).toEqual(said);
  });

  test('what is required counts more than what is installed, and what is nearer more than what is not', async () => {
    const folder = temporaryFolder({
      'pyproject.toml': '[project]\nrequires-python = ">=3.8"\n[tool.black]\nline-length = 100\n',
      '.python-version': '3.12\n',
      'service/pyproject.toml': '[tool.black]\nline-length = 120\n',
    });
    expect(await pythonProjectOf(join(folder, 'app.py'))).toEqual({ version: [3, 8], lineLength: 100 });
    expect(await pythonProjectOf(join(folder, 'service/app.py'))).toEqual({ version: [3, 8], lineLength: 120 });
  });
});
