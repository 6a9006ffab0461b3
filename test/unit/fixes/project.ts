import { readFacts } from '../../../src/engine/analyze.ts';
import type { Project } from '../../../src/model/project.ts';
import type { Surroundings } from '../../../src/model/surroundings.ts';
import type { Case } from './cases.ts';

/** The file of a case together with those beside it. */
export function projectOf({ path, beside }: Case, text: string): Project {
  const texts: Readonly<Record<string, string>> = { ...beside, [path]: text };
  return {
    paths: Object.keys(texts),
    factsOf: (wanted) => (texts[wanted] === undefined ? undefined : readFacts(wanted, texts[wanted]).facts),
    resolve(from, specifier) {
      const name = specifier.replace(/^\.\//, from.replace(/[^/]*$/, ''));
      return [name, name.replace(/js$/, 'ts'), `${name}.ts`, `${name}.py`].find(
        (candidate) => texts[candidate] !== undefined,
      );
    },
  };
}

export function surroundingsOf({ python, beside, build }: Case): Surroundings {
  return {
    textOf: (path) => beside[path],
    ...(build ? { buildOf: () => build } : {}),
    ...(python ? { python: { version: python } } : {}),
  };
}
