import { fileURLToPath, pathToFileURL } from 'node:url';

const extensions: Readonly<Record<string, string>> = {
  javascript: '.js',
  javascriptreact: '.jsx',
  typescript: '.ts',
  typescriptreact: '.tsx',
  python: '.py',
};

/**
 * The name under which the engine knows a document: its path on disk, else its URI. What has no telling extension, such as an
 * untitled document, gets that of its language.
 */
export function pathOf(uri: string, languageId: string, canAnalyze: (path: string) => boolean): string {
  const path = pathOnDisk(uri) ?? uri;
  const extension = extensions[languageId];
  return extension !== undefined && !canAnalyze(path) ? path + extension : path;
}

/** The path of a `file:` URI; undefined for any other. */
export function pathOnDisk(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

export function uriOf(path: string): string {
  return isUri(path) ? path : pathToFileURL(path).href;
}

/** Two letters at least, so that `C:\` is none. */
export function isUri(path: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(path);
}
