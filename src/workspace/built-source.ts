import { existsSync } from 'node:fs';

/** What folders are called that a build writes to. */
const output = /^(dist|lib|build|out|output|esm|cjs|es|dist-\w+)$/;

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/**
 * The file that a built one is made from, where it is there: `packages/a/lib/node/cli.js` is built from `src/node/cli.ts`, or from
 * `node/cli.ts`. A name without an extension stands for a file or a folder's index.
 */
export function sourceOf(path: string, exists: (path: string) => boolean = existsSync): string | undefined {
  const parts = path.split(/[\\/]/);
  const separator = path.includes('\\') ? '\\' : '/';
  for (let at = parts.length - 1; at > 0; at--) {
    if (!output.test(parts[at] ?? '')) continue;
    // `dist/esm/a.js`, `dist/src/a.js`
    const rest = parts.slice(at + 1).filter((part, index) => index > 0 || !/^(esm|cjs|es|src)$/.test(part));
    for (const folder of [['src'], []]) {
      const found = withExtension([...parts.slice(0, at), ...folder, ...rest].join(separator), separator, exists);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** The file that a path without its real extension stands for. */
export function withExtension(
  path: string,
  separator = '/',
  exists: (path: string) => boolean = existsSync,
): string | undefined {
  const bare = path.replace(/\.(d\.)?[cm]?[jt]sx?$/, '');
  const names = extensions.flatMap((extension) => [`${bare}${extension}`]);
  const indexes = extensions.map((extension) => `${bare}${separator}index${extension}`);
  return [...names, ...indexes].find(exists);
}
