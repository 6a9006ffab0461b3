import { knowledge, libraries, pythonKnowledge, pythonLibraries } from '../knowledge/index.ts';
import { createKnowledge, type Knowledge } from '../knowledge/lookup.ts';
import type { Library } from '../knowledge/schema.ts';
import type { DescribedLibrary } from '../model/config.ts';
import type { Language } from '../model/facts.ts';
import { initPython, type PythonParserFiles } from '../syntax/python/tree.ts';
import { languageOf } from './file-names.ts';

const extended = new WeakMap<readonly DescribedLibrary[], Record<Language, Knowledge>>();

/** What libraries of the language do, those included that a project describes itself. */
export function knowledgeFor(language: Language, own: readonly DescribedLibrary[] = []): Knowledge {
  if (own.length === 0) return language === 'python' ? pythonKnowledge : knowledge;
  const known = extended.get(own) ?? {
    javascript: createKnowledge([...libraries, ...ofLanguage(own, 'javascript')]),
    python: createKnowledge([...pythonLibraries, ...ofLanguage(own, 'python')]),
  };
  extended.set(own, known);
  return known[language];
}

/** Config files are checked when they are read: what is described has the shape of a library. */
function ofLanguage(own: readonly DescribedLibrary[], language: Language): Library[] {
  return own.filter((library): library is Library => library.language === language);
}

let isReady = false;
let problem = 'nobody has loaded it';

/**
 * Makes the parser of Python ready with the files that the host read; afterwards analysing is synchronous. It never rejects: where
 * they are missing or broken, Python files alone are left out, and say why.
 */
export async function initLanguages(load: () => Promise<PythonParserFiles>): Promise<void> {
  if (isReady) return;
  try {
    await initPython(await load());
    isReady = true;
  } catch (error) {
    // What the runtime has to say may be pages long.
    problem = (error instanceof Error ? error.message : String(error)).slice(0, 200);
  }
}

/** Why a file of this name cannot be parsed, where it cannot. */
export function whyUnavailable(path: string): string | undefined {
  if (isReady || languageOf(path) !== 'python') return undefined;
  return `The parser for Python could not be loaded, so Python files are left out: ${problem}`;
}
