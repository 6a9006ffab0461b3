// The language server's own process. How it is spoken with (`--node-ipc`, `--stdio`, `--pipe=…`) is in its arguments.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import {
  analyze,
  canAnalyze,
  initLanguages,
  pathsOf,
  programOf,
  readFacts,
  release,
  warm,
  withFile,
} from '../engine/analyze.ts';
import { hoverMarkdown } from '../engine/hover.ts';
import { measurableFunctions, measuredFunction, measureRequest } from '../engine/measure.ts';
import { remediesFor } from '../engine/remedies.ts';
import { ruleMetas } from '../engine/rules.ts';
import { suppressionEdits } from '../engine/suppression-edits.ts';
import { createConfigLookup } from '../workspace/config-lookup.ts';
import { readPythonParser } from '../workspace/python-parser.ts';
import type { Engine } from './engine.ts';
import { serve } from './serve.ts';

/** A digest of all sources, set by the build. */
declare const UNBLOCK_BUILD: string | undefined;

const engine: Engine = {
  analyze,
  canAnalyze,
  prepare: () => initLanguages(() => readPythonParser(__dirname)),
  hoverMarkdown,
  measurableFunctions,
  measuredFunction,
  measureRequest,
  pathsOf,
  programOf,
  readFacts: (path, text) => readFacts(path, text).facts,
  release,
  remediesFor,
  suppressionEdits,
  warm,
  withFile,
};
const configs = createConfigLookup(ruleMetas.map(({ id }) => id));
const worker = join(__dirname, 'index-worker.cjs');
serve(createConnection(ProposedFeatures.all), engine, {
  configs,
  ...(existsSync(worker) && { indexWorker: worker }),
  ...(typeof UNBLOCK_BUILD === 'string' && { build: `${UNBLOCK_BUILD} ${process.versions.node}` }),
});
