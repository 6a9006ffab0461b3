import type { FileFacts } from '../model/facts.ts';
import { editJavaScript, openJavaScript, type JavaScriptDocument } from '../syntax/javascript/document.ts';
import { lowerJavaScript } from '../syntax/javascript/lower.ts';
import { parseJavaScript } from '../syntax/javascript/tree.ts';
import { lowerPython } from '../syntax/python/lower.ts';
import { parsePython, release, type PythonTree } from '../syntax/python/tree.ts';
import type { SourceTree, TextChange } from '../syntax/tree.ts';
import type { SkipReason } from './analysis.ts';
import { languageOf } from './file-names.ts';
import { whyUnavailable } from './languages.ts';
import { skipReason } from './skip.ts';

export interface Before {
  readonly tree: SourceTree | undefined;
  readonly change: TextChange;
}

interface Skipped {
  readonly skipped: SkipReason;
  readonly facts?: undefined;
}

interface Known<Tree extends SourceTree> {
  readonly skipped?: undefined;
  readonly tree: Tree;
  readonly facts: FileFacts;
}

type Read = Skipped | Known<SourceTree>;

/** The tree and facts of one text that may be edited, or why there are none. */
export function readTree(path: string, text: string, before?: Before): Read {
  return unlessSkipped(path, text, () =>
    languageOf(path) === 'python' ? readPython(path, text, before) : readJavaScript(path, text, before),
  );
}

/** The facts of one text that nobody edits, or why there are none. */
export function readFacts(
  path: string,
  text: string,
): Skipped | { readonly skipped?: undefined; readonly facts: FileFacts } {
  return unlessSkipped(path, text, () => {
    if (languageOf(path) === 'javascript') return { facts: lowerJavaScript(parseJavaScript(path, text)) };
    const { tree, facts } = readPython(path, text, undefined);
    // Python's trees lie outside of what is collected as garbage in time.
    release(tree);
    return { facts };
  });
}

function unlessSkipped<T>(path: string, text: string, read: () => T): T | Skipped {
  const missing = whyUnavailable(path);
  const skipped = missing === undefined ? skipReason(text) : { kind: 'language' as const, message: missing };
  if (skipped) return { skipped };
  try {
    return read();
  } catch (error) {
    // The only way parsing and lowering fail: the stack is too short for the nesting.
    if (error instanceof RangeError) return { skipped: tooDeep };
    throw error;
  }
}

function readJavaScript(path: string, text: string, before: Before | undefined): Known<JavaScriptDocument> {
  const tree =
    before?.tree?.language === 'javascript' && before.tree.path === path
      ? editJavaScript(before.tree, text, before.change)
      : openJavaScript(path, text);
  return { tree, facts: tree.facts };
}

function readPython(path: string, text: string, before: Before | undefined): Known<PythonTree> {
  const known = before?.tree?.language === 'python' ? { tree: before.tree, change: before.change } : undefined;
  const tree = parsePython(path, text, known);
  return { tree, facts: lowerPython(tree) };
}

const tooDeep: SkipReason = {
  kind: 'generated',
  message: 'Its code is nested too deeply to follow, so it is left out.',
};
