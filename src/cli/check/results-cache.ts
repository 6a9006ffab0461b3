import { join, resolve } from 'node:path';
import { nameFor, openCacheFolder, type CacheFolder } from '../../workspace/cache-folder.ts';
import { configFileName } from '../../workspace/config-file.ts';
import type { Discovery } from '../../workspace/discover.ts';
import { loadResults, saveResults } from '../../workspace/kept-results.ts';
import type { ReadFile } from '../../workspace/read-facts.ts';
import type { SeenPaths } from '../../workspace/seen-paths.ts';
import type { LoadedProject } from '../programs.ts';
import type { Run } from './check-files.ts';
import { nothing, type Outcome } from './outcome.ts';

export interface ResultsCache {
  /** Where facts may be kept, too; absent where nothing is. */
  readonly folder?: CacheFolder;
  /** The outcomes of an earlier run over the very same files, by path; undefined when there is none. */
  load(): Promise<((path: string) => Outcome) | undefined>;
  save(outcomes: ReadonlyMap<string, Outcome>, projects: Iterable<LoadedProject>, seen: SeenPaths): Promise<void>;
}

const none: ResultsCache = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };

/** What this run may take from earlier ones and leave for later ones. */
export async function createResultsCache(run: Run, discovery: Discovery): Promise<ResultsCache> {
  const { host, options } = run;
  if (!options.cache || !host.caching) return none;
  const place = options.cacheLocation === undefined ? host.caching.folder : resolve(host.cwd, options.cacheLocation);
  const folder = openCacheFolder(place, `${host.caching.build} ${process.versions.node}`);
  const { format, hints, paths } = options;
  const view = { fixes: format === 'json', hints, rules: [...run.rules].toSorted() };
  const targets = paths.map((path) => resolve(host.cwd, path));
  const kept = {
    folder,
    name: `results-${nameFor(JSON.stringify([targets, view]))}`,
    key: nameFor(JSON.stringify(await configsOf(run, discovery))),
    discovery,
  };
  return {
    folder,
    async load() {
      const known = await loadResults<Outcome>(kept);
      return known && ((path) => known.get(path) ?? nothing);
    },
    async save(outcomes, projects, seen) {
      const files = new Map([...projects].flatMap((project) => [...project.files]));
      if (![...outcomes].every(([path, outcome]) => isLasting(outcome, files.get(path)))) return;
      const versions = discovery.files.flatMap(({ path, root }) => {
        const file = files.get(path);
        return file ? [{ ...file, path, root }] : [];
      });
      if (versions.length !== discovery.files.length) return;
      const telling = new Map([...outcomes].filter(([, outcome]) => outcome !== nothing));
      await saveResults(kept, versions, seen.looks(), telling);
    },
  };
}

/** The config of each root, which describes libraries, and of each file, by place in the list of different ones. */
async function configsOf({ configFor }: Run, { files }: Discovery): Promise<unknown> {
  const different: string[] = [];
  const places = new Map<string, number>();
  const ofFiles: number[] = [];
  const roots = new Set(files.map(({ root }) => join(root, configFileName)));
  for (const path of [...roots, ...files.map((file) => file.path)]) {
    const text = JSON.stringify(await configFor(path));
    const place = places.get(text) ?? different.push(text) - 1;
    places.set(text, place);
    ofFiles.push(place);
  }
  return [[...roots], different, ofFiles];
}

/** What comes from this machine's troubles rather than from the files may be otherwise the next time. */
function isLasting(outcome: Outcome, read: ReadFile | undefined): boolean {
  if (outcome.kind === 'skipped') return outcome.reason.kind !== 'language';
  if (outcome.kind === 'unreadable')
    return /^(binary|too-large|other-content)$/.test(read?.problem?.kind ?? '') && !!read?.stamp;
  return outcome.kind === 'checked' && outcome.faults === undefined;
}
