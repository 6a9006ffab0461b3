/** The extensions of files that modules may be, in the order in which they are tried. */
export const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

/** TypeScript writes the name of the file that will be built; what is there is its source. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
};

export function aliasesOf(): Record<string, string[]> {
  return Object.fromEntries(Object.entries(aliases).map(([written, tried]) => [written, [...tried]]));
}

export function isScript(path: string): boolean {
  return extensions.some((extension) => path.endsWith(extension));
}

/** The names that a file may have which is written as `name`, the first one counting; none where its extension says nothing. */
export function namesFor(name: string): readonly string[] | undefined {
  const dot = name.lastIndexOf('.');
  const tried = dot > 0 ? aliases[name.slice(dot)] : undefined;
  return tried?.map((extension) => name.slice(0, dot) + extension);
}
