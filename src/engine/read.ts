import type { FileFacts } from '../model/facts.ts';
import { lowerJavaScript } from '../syntax/javascript/lower.ts';
import { parseJavaScript } from '../syntax/javascript/tree.ts';
import { lowerPython } from '../syntax/python/lower.ts';
import { parsePython, release } from '../syntax/python/tree.ts';
import type { SourceTree, TextChange } from '../syntax/tree.ts';
import type { SkipReason } from './analysis.ts';
import { languageOf } from './file-names.ts';
import { whyUnavailable } from './languages.ts';
import { skipReason } from './skip.ts';

export interface Before {
  readonly tree: SourceTree | undefined;
  readonly change: TextChange;
}

type Read =
  | { readonly skipped: SkipReason; readonly facts?: undefined }
  | { readonly skipped?: undefined; readonly tree: SourceTree; readonly facts: FileFacts };

/** The tree and facts of one text, or why there are none. */
export function readTree(path: string, text: string, before?: Before): Read {
  const missing = whyUnavailable(path);
  const skipped = missing === undefined ? skipReason(text) : { kind: 'language' as const, message: missing };
  if (skipped) return { skipped };
  try {
    return languageOf(path) === 'python' ? readPython(path, text, before) : readJavaScript(path, text, before);
  } catch (error) {
    // The only way parsing and lowering fail: the stack is too short for the nesting.
    if (error instanceof RangeError) return { skipped: tooDeep };
    throw error;
  }
}

/** The facts of one text that nobody edits, or why there are none. */
export function readFacts(path: string, text: string): Read {
  const read = readTree(path, text);
  // Python's trees lie outside of what is collected as garbage in time.
  if (read.skipped === undefined && read.tree.language === 'python') release(read.tree);
  return read;
}

function readJavaScript(path: string, text: string, before: Before | undefined): Read {
  const known = before?.tree?.language === 'javascript' ? { tree: before.tree, change: before.change } : undefined;
  const tree = parseJavaScript(path, text, known);
  return { tree, facts: lowerJavaScript(tree) };
}

function readPython(path: string, text: string, before: Before | undefined): Read {
  const known = before?.tree?.language === 'python' ? { tree: before.tree, change: before.change } : undefined;
  const tree = parsePython(path, text, known);
  return { tree, facts: lowerPython(tree) };
}

const tooDeep: SkipReason = {
  kind: 'generated',
  message: 'Its code is nested too deeply to follow, so it is left out.',
};
