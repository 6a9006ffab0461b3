import type { Language } from '../model/facts.ts';
import { javaScriptExtensions, pythonExtensions } from '../syntax/extensions.ts';

const languages = new Map<string, Language>([
  ...javaScriptExtensions.map((extension) => [extension, 'javascript'] as const),
  ...pythonExtensions.map((extension) => [extension, 'python'] as const),
]);

function languageOrNone(path: string): Language | undefined {
  const dot = path.lastIndexOf('.');
  return dot > 0 ? languages.get(path.slice(dot + 1).toLowerCase()) : undefined;
}

/** Whether a file of this name can be analysed. */
export function canAnalyze(path: string): boolean {
  return languageOrNone(path) !== undefined;
}

/** The language of a file; JavaScript, whose parser takes anything, where its name does not say. */
export function languageOf(path: string): Language {
  return languageOrNone(path) ?? 'javascript';
}

/** Whether one of the files needs `initLanguages` first. */
export function usesPython(paths: readonly string[]): boolean {
  return paths.some((path) => languageOf(path) === 'python');
}
