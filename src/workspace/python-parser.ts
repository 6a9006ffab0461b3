import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The two WebAssembly files of Python's parser. They lie beside the bundle that asks for them. */
export interface PythonParser {
  readonly runtime: Uint8Array;
  readonly grammar: Uint8Array;
}

export async function readPythonParser(folder: string): Promise<PythonParser> {
  const [runtime, grammar] = await Promise.all([
    readFile(join(folder, 'web-tree-sitter.wasm')),
    readFile(join(folder, 'tree-sitter-python.wasm')),
  ]);
  return { runtime, grammar };
}
