import type { JavaScriptDocument } from './javascript/document.ts';
import type { PythonTree } from './python/tree.ts';

/** A file that is being edited, as its language keeps it from one version to the next; opaque to everyone else. */
export type SourceTree = JavaScriptDocument | PythonTree;

/** A change of text as editors report it: `length` characters at `start` became `newLength` characters. */
export interface TextChange {
  readonly start: number;
  readonly length: number;
  readonly newLength: number;
}
