// A thread of the index pool: reads files, and sends back their facts as bytes.
import { usesPython } from '../engine/file-names.ts';
import { initLanguages } from '../engine/languages.ts';
import { readFacts as factsOf } from '../engine/read.ts';
import { readPythonParser } from './python-parser.ts';
import { readFacts, type ReadFile, type Wanted } from './read-facts.ts';
import { readTextFileSync } from './text-file.ts';

export default async function readAll(wanted: readonly Wanted[]): Promise<readonly ReadFile[]> {
  if (usesPython(wanted.map(({ path }) => path))) await initLanguages(() => readPythonParser(__dirname));
  const files: ReadFile[] = [];
  for (const each of wanted) files.push(await readFacts(each, factsOf, readTextFileSync));
  return files;
}
