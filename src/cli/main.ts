import type { Engine } from './engine.ts';
import { readPythonParser } from '../workspace/python-parser.ts';
import { runProcess } from './process.ts';

/** Only when a command asks for it: `unblock --help` need not load a parser. */
async function loadEngine(): Promise<Engine> {
  const [
    { analyze, canAnalyze, initLanguages, programOf, readFacts, usesPython },
    { remediesFor },
    { whyAt },
    { ruleMetas },
  ] = await Promise.all([
    import('../engine/analyze.ts'),
    import('../engine/remedies.ts'),
    import('../engine/why.ts'),
    import('../engine/rules.ts'),
  ]);
  return {
    analyze,
    canAnalyze,
    prepare: async (paths) => {
      if (usesPython(paths)) await initLanguages(() => readPythonParser(__dirname));
    },
    programOf,
    readFacts: (path, text) => readFacts(path, text).facts,
    remediesFor,
    whyAt,
    ruleMetas,
  };
}

await runProcess(import.meta.url, loadEngine);
