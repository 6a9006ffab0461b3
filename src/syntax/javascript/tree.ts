import ts from 'typescript';
import type { javaScriptExtensions } from '../extensions.ts';

export { ts };

/** TypeScript's own tree of one file. Types are not known; parents only after {@link parseForEditing}. */
export interface JavaScriptTree {
  readonly language: 'javascript';
  readonly source: ts.SourceFile;
}

const scriptKinds: Readonly<Record<(typeof javaScriptExtensions)[number], ts.ScriptKind>> = {
  js: ts.ScriptKind.JSX,
  cjs: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JSX,
  jsx: ts.ScriptKind.JSX,
  ts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
};

/** Parses `text`, whatever it is. Throws a RangeError only when it is nested deeper than the stack reaches. */
export function parseJavaScript(path: string, text: string): JavaScriptTree {
  return { language: 'javascript', source: createSource(path, text) };
}

/** Half of a module does not always show that it is one, though `await` means something else there: then `isModule` says so. */
export function createSource(
  path: string,
  text: string,
  { setParents = false, isModule = false }: { readonly setParents?: boolean; readonly isModule?: boolean } = {},
): ts.SourceFile {
  const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    ...(isModule ? { setExternalModuleIndicator: markModule } : {}),
  };
  return ts.createSourceFile(path, text, options, setParents, kindOf(extension));
}

function kindOf(extension: string): ts.ScriptKind {
  return (scriptKinds as Readonly<Record<string, ts.ScriptKind>>)[extension] ?? ts.ScriptKind.TSX;
}

function markModule(source: ts.SourceFile & { externalModuleIndicator?: true }): void {
  source.externalModuleIndicator = true;
}

/** A tree whose nodes know their parents, for code that edits. It costs a third more than reading alone needs. */
export function parseForEditing(path: string, text: string): JavaScriptTree {
  return { language: 'javascript', source: createSource(path, text, { setParents: true }) };
}

/** The smallest node that covers exactly this span and satisfies `is`, if there is one. */
export function nodeAt<T extends ts.Node>(
  tree: JavaScriptTree,
  span: { readonly start: number; readonly end: number },
  is: (node: ts.Node) => node is T,
): T | undefined {
  const { source } = tree;
  let found: T | undefined;
  const visit = (node: ts.Node): void => {
    if (node.pos > span.start || node.end < span.end) return;
    if (node.end === span.end && node.getStart(source) === span.start && is(node)) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
