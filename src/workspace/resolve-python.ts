import { basename, dirname, join } from 'node:path';
import { createSeenPaths, type SeenPaths } from './seen-paths.ts';

/** The file that a Python module stands for: relative, or below a folder that the file's package lies in. */
export function createPythonResolver(
  seen: SeenPaths = createSeenPaths(),
): (from: string, specifier: string) => string | undefined {
  const exists = (path: string): boolean => seen.kind(path) !== undefined;

  const found = new Map<string, string | undefined>();
  const roots = new Map<string, readonly string[]>();

  function moduleIn(folder: string, names: readonly string[]): string | undefined {
    const path = join(folder, ...names);
    if (found.has(path)) return found.get(path);
    const candidates = [...(names.length > 0 ? [`${path}.py`] : []), join(path, '__init__.py')];
    const file = candidates.find((each) => exists(each));
    found.set(path, file);
    return file;
  }

  function rootsOf(folder: string): readonly string[] {
    const known = roots.get(folder);
    if (known) return known;
    const parent = dirname(folder);
    const isPackage = exists(join(folder, '__init__.py'));
    // An absolute import never starts inside of a package.
    const own = isPackage ? [] : [folder, join(folder, 'src')];
    // What is installed is a library, and so is the language's own one around it.
    const isTop =
      parent === folder ||
      /^(site|dist)-packages$/.test(basename(folder)) ||
      exists(join(folder, '.git')) ||
      // Within a package they are files like others.
      (!isPackage && projectMarks.some((name) => exists(join(folder, name))));
    const all = isTop ? own : [...own, ...rootsOf(parent)];
    roots.set(folder, all);
    return all;
  }

  return (from, specifier) => {
    const folder = dirname(from);
    const dots = /^\.*/.exec(specifier)?.[0].length ?? 0;
    const names = specifier
      .slice(dots)
      .split('.')
      .filter((name) => name !== '');
    if (dots > 0) return moduleIn(join(folder, ...Array<string>(dots - 1).fill('..')), names);
    for (const root of rootsOf(folder)) {
      const file = moduleIn(root, names);
      if (file !== undefined) return file;
    }
    return undefined;
  };
}

const projectMarks = ['pyproject.toml', 'setup.py', 'setup.cfg'];
