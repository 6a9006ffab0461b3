import type { JavaScriptTree } from './javascript/tree.ts';

/** A parsed file, opaque to everyone but the fixes of its own language. */
export type SourceTree = JavaScriptTree;
