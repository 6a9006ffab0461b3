import module from 'node:module';
import { canAnalyze, usesPython } from '../engine/file-names.ts';
import { ruleMetas } from '../engine/rules.ts';
import { collectSooner } from '../workspace/collect-sooner.ts';
import { readPythonParser } from '../workspace/python-parser.ts';
import type { Engine } from './engine.ts';
import { runProcess } from './process.ts';

type Loaded = Omit<Engine, 'canAnalyze' | 'ruleMetas' | 'prepare'>;

/** What an answer from the cache and `unblock --help` do without: the parsers. */
async function load(paths: readonly string[]): Promise<Loaded> {
  // What Node has compiled of the parsers it keeps for the next run; before 22.1 it cannot.
  (module as Partial<typeof module>).enableCompileCache?.();
  collectSooner();
  const [{ initLanguages, ...engine }, { measurableFunctions }, { remediesFor }, { whyAt }] = await Promise.all([
    import('../engine/analyze.ts'),
    import('../engine/measure.ts'),
    import('../engine/remedies.ts'),
    import('../engine/why.ts'),
  ]);
  if (usesPython(paths)) await initLanguages(() => readPythonParser(__dirname));
  return { ...engine, measurableFunctions, remediesFor, whyAt };
}

function createEngine(): Engine {
  let known: Loaded | undefined;
  const loaded = (): Loaded => {
    if (!known) throw new Error('The engine is asked before it is prepared.');
    return known;
  };
  return {
    canAnalyze,
    ruleMetas,
    prepare: async (paths) => {
      known = await load(paths);
    },
    readFacts: (...of) => loaded().readFacts(...of),
    programOf: (...of) => loaded().programOf(...of),
    warm: (...of) => loaded().warm(...of),
    release: (...of) => loaded().release(...of),
    isSilent: (...of) => loaded().isSilent(...of),
    analyze: (...of) => loaded().analyze(...of),
    measurableFunctions: (...of) => loaded().measurableFunctions(...of),
    remediesFor: (...of) => loaded().remediesFor(...of),
    whyAt: (...of) => loaded().whyAt(...of),
  };
}

await runProcess(import.meta.url, createEngine);
