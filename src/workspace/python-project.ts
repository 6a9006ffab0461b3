import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PythonProject } from '../model/python-project.ts';

/** A file that says which Python a project is for, by the part of it that does. */
type Reader = (text: string) => PythonProject;

const readers: Readonly<Record<string, Reader>> = {
  'pyproject.toml': (text) => ({
    ...oldest(valueIn(text, 'project', 'requires-python') ?? valueIn(text, 'tool.poetry.dependencies', 'python')),
    ...lineLength(valueIn(text, 'tool.black', 'line-length') ?? valueIn(text, 'tool.ruff', 'line-length')),
  }),
  'ruff.toml': (text) => lineLength(valueIn(text, '', 'line-length')),
  'setup.cfg': (text) => oldest(valueIn(text, 'options', 'python_requires')),
  'setup.py': (text) => oldest(/\bpython_requires\s*=\s*(['"])(.*?)\1/.exec(text)?.[2]),
  '.python-version': (text) => oldest(`==${text.trim()}`),
};

/**
 * What the nearest files above `file` say of the Python it is written for; what none of them says is left out. `onLook` is told of each
 * place that is looked at.
 */
export async function pythonProjectOf(
  file: string,
  onLook: (path: string) => void = () => undefined,
): Promise<PythonProject> {
  let found: PythonProject = {};
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    for (const [name, read] of Object.entries(readers)) {
      const path = join(folder, name);
      onLook(path);
      const text = await readFile(path, 'utf8').catch(() => undefined);
      // The file that is nearer, or named first, counts.
      if (text !== undefined) found = { ...read(text), ...found };
    }
    if (found.version !== undefined || folder === dirname(folder)) return found;
  }
}

/** The value of `key = …` in the section `[name]` of a TOML or INI file, without quotes; the name is empty for what comes before any. */
function valueIn(text: string, name: string, key: string): string | undefined {
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^[\]]+)\]\s*(?:#.*)?$/.exec(line)?.[1];
    if (header !== undefined) section = header.trim();
    if (section !== name) continue;
    const [, left = '', right = ''] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (left === key) return right.replace(/^(['"])(.*?)\1.*$/, '$2');
  }
  return undefined;
}

/** `>=3.8,<4`, `^3.8`, `~=3.8` or `==3.11.*`. */
function oldest(specifier: string | undefined): PythonProject {
  const [, major, minor] = /(?:>=|~=|\^|==|>)\s*(\d+)\.(\d+)/.exec(specifier ?? '') ?? [];
  return major === undefined || minor === undefined ? {} : { version: [Number(major), Number(minor)] };
}

function lineLength(value: string | undefined): PythonProject {
  const length = Number.parseInt(value ?? '', 10);
  return length > 0 ? { lineLength: length } : {};
}
