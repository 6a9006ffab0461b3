import { readFile } from 'node:fs/promises';
import { initLanguages } from '../src/engine/analyze.ts';

const modules = new URL('../node_modules/', import.meta.url);

/** Makes the engine ready for Python files. */
export function startPython(): Promise<void> {
  return initLanguages(async () => {
    const [runtime, grammar] = await Promise.all([
      readFile(new URL('web-tree-sitter/web-tree-sitter.wasm', modules)),
      readFile(new URL('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm', modules)),
    ]);
    return { runtime, grammar };
  });
}
