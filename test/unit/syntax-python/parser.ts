import { readFile } from 'node:fs/promises';
import type { FileFacts } from '../../../src/model/facts.ts';
import { printFacts } from '../../facts/print.ts';
import { lowerPython } from '../../../src/syntax/python/lower.ts';
import { initPython, parsePython, release, type PythonTree } from '../../../src/syntax/python/tree.ts';

const modules = new URL('../../../node_modules/', import.meta.url);

/** Reads the two WebAssembly files and makes the parser ready. */
export async function startPython(): Promise<void> {
  const [runtime, grammar] = await Promise.all([
    readFile(new URL('web-tree-sitter/web-tree-sitter.wasm', modules)),
    readFile(new URL('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm', modules)),
  ]);
  await initPython({ runtime, grammar });
}

/** The facts of a text that nobody edits. */
export function factsOf(text: string): FileFacts {
  return withTree(text, lowerPython);
}

export function withTree<T>(text: string, use: (tree: PythonTree) => T): T {
  const tree = parsePython('case.py', text);
  try {
    return use(tree);
  } finally {
    release(tree);
  }
}

/** What a module exports only because Python hides nothing has no counterpart elsewhere. */
export function withoutIncidental(facts: FileFacts): FileFacts {
  return { ...facts, exports: facts.exports.filter(({ incidental }) => incidental !== true) };
}

/** The facts as text, see `test/facts`. */
export function printed(text: string): string {
  return printFacts(withoutIncidental(factsOf(text)));
}

/** The steps of a function `run` around the code, without its head. */
export function body(code: string, parameters = ''): string {
  const indented = code.replace(/^(?=.)/gm, '    ');
  const [, ...rest] = printed(`async def run(${parameters}):\n${indented}\n`).split('\n');
  return rest.map((line) => line.replace(/^ {2}/, '')).join('\n');
}
