// What Ruff's rules about asynchronous code find in a folder of Python, as WebAssembly: `node ruff.mjs PACKAGE FOLDER`. A contestant of
// scan.ts; the package comes from npm, and the files are read one after the other, as a command line does.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [, , packageFolder = '', folder = '.'] = process.argv;
const { Workspace, PositionEncoding } = createRequire(import.meta.url)(packageFolder);
const workspace = new Workspace({ lint: { select: ['ASYNC'] } }, PositionEncoding.Utf16);
const left = new Set(['.git', 'node_modules', '.venv', 'venv']);

/** @param {string} path @returns {Generator<string>} */
function* pythonIn(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory() && !left.has(entry.name)) yield* pythonIn(join(path, entry.name));
    else if (entry.isFile() && entry.name.endsWith('.py')) yield join(path, entry.name);
  }
}

let files = 0;
let found = 0;
for (const path of pythonIn(folder)) {
  files++;
  found += workspace.check(readFileSync(path, 'utf8')).length;
}
console.log(`${found} findings in ${files} files`);
