import { setImmediate } from 'node:timers/promises';
import type { Program } from '../engine/analysis.ts';
import type { Config } from '../model/config.ts';
import type { FileFacts } from '../model/facts.ts';
import { projectOf } from '../workspace/project-of.ts';
import { createModuleResolver } from '../workspace/resolve-module.ts';
import type { Engine } from './engine.ts';

export interface ReadFile {
  readonly path: string;
  readonly root: string;
  readonly text: string;
}

/** Reads the facts of all files first, so that each is then seen with its callers and callees: one program for each project root. */
export async function loadPrograms(
  engine: Engine,
  files: readonly ReadFile[],
  librariesOf: (root: string) => Promise<Config['libraries']>,
  onProgress: (done: number) => void,
): Promise<ReadonlyMap<string, Program>> {
  const byRoot = new Map<string, Map<string, FileFacts>>();
  const readFacts = (path: string, text: string): FileFacts | undefined => factsOrNone(engine, path, text);
  for (const [index, { path, root, text }] of files.entries()) {
    onProgress(index + 1);
    const facts = readFacts(path, text);
    const known = byRoot.get(root) ?? new Map<string, FileFacts>();
    byRoot.set(root, known);
    if (facts) known.set(path, facts);
    // Lets Ctrl+C through.
    await setImmediate();
  }
  const resolve = createModuleResolver();
  const programs = new Map<string, Program>();
  for (const [root, facts] of byRoot) {
    const libraries = await librariesOf(root);
    programs.set(root, engine.programOf(projectOf({ root, facts, readFacts, resolve, libraries })));
  }
  return programs;
}

/** A file on which reading facts fails is analysed by itself, where the failure is noted. */
function factsOrNone(engine: Engine, path: string, text: string): FileFacts | undefined {
  try {
    return engine.canAnalyze(path) ? engine.readFacts(path, text) : undefined;
  } catch {
    return undefined;
  }
}
