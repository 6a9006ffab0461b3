import type { JavaScriptTree } from './javascript/tree.ts';
import type { PythonTree } from './python/tree.ts';

/** A parsed file, opaque to everyone but the fixes of its own language. */
export type SourceTree = JavaScriptTree | PythonTree;

/** A change of text as editors report it: `length` characters at `start` became `newLength` characters. */
export interface TextChange {
  readonly start: number;
  readonly length: number;
  readonly newLength: number;
}
