import { javaScriptExtensions } from '../syntax/javascript/tree.ts';

const extensions = new Set(javaScriptExtensions);

/** Whether a file of this name can be analysed. */
export function canAnalyze(path: string): boolean {
  const dot = path.lastIndexOf('.');
  return dot > 0 && extensions.has(path.slice(dot + 1).toLowerCase());
}
