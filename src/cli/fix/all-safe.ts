import { setImmediate } from 'node:timers/promises';
import { faultOf } from '../../model/fault.ts';
import { fixAll } from '../../server/fix-all.ts';
import { librariesFor } from '../../workspace/config-lookup.ts';
import { discoverCode } from '../discover-code.ts';
import { hashOf } from '../../workspace/read-facts.ts';
import { createSeenPaths } from '../../workspace/seen-paths.ts';
import { surroundingsOf } from '../../workspace/surroundings.ts';
import { isProblem, readTextFile } from '../../workspace/text-file.ts';
import { loadConfigs, type ConfigFor } from '../configs.ts';
import type { Engine } from '../engine.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import { crashed, tellList } from '../check/notes.ts';
import { count, shown, type Host } from '../host.ts';
import { loadProjects, type LoadedProject } from '../programs.ts';
import { changesOf, type Change } from './changes.ts';
import { paintDiff, unifiedDiff } from './patch.ts';
import { writeChanges } from './write-changes.ts';

export interface AllSafeOptions {
  readonly paths: readonly string[];
  readonly write: boolean;
  readonly config?: string;
}

/** `unblock fix --all-safe [PATH…]`: every safe fix in these files and folders as one diff, or all of them applied, or none. */
export async function fixAllSafe(host: Host, { paths, write, config }: AllSafeOptions): Promise<number> {
  const engine = host.createEngine();
  const { files, problems, listings } = await discoverCode(paths.length > 0 ? paths : ['.'], {
    cwd: host.cwd,
    accepts: (path) => engine.canAnalyze(path),
  });
  const missing = problems.filter(({ kind }) => kind === 'missing');
  if (missing.length > 0)
    throw new UsageError(missing.map(({ path, message }) => `${shown(host, path)}: ${message}.`).join('\n'));
  const names = files.map(({ path }) => path).filter((path) => engine.canAnalyze(path));
  await engine.prepare(names);
  const configFor = await loadConfigs(host, engine, names, config);
  const seen = createSeenPaths(listings);
  const projects = await loadProjects(host, engine, files, { seen, librariesOf: librariesFor });

  const changes: Change[] = [];
  const crashes: string[] = [];
  for (const [index, { path, root }] of files.entries()) {
    host.progress.show(`${index + 1} of ${count(files.length, 'file')}: ${shown(host, path)}`);
    const project = projects.get(root);
    if (project && engine.canAnalyze(path)) {
      try {
        changes.push(...(await fixFile(host, engine, path, project, configFor)));
      } catch (error) {
        crashes.push(`${shown(host, path)}: ${faultOf(error).stack}`);
      }
    }
    project?.trim();
    // Lets Ctrl+C through: analysing is synchronous.
    await setImmediate();
  }
  host.progress.clear();
  tellList(host, crashes, crashed);
  const done = crashes.length > 0 ? exitCode.failed : exitCode.done;
  if (changes.length === 0) {
    host.err('Nothing here has a safe fix.\n');
    return crashes.length > 0 ? done : exitCode.noFix;
  }
  if (write) {
    writeChanges(host, changes);
    host.out(`Applied all safe fixes: wrote ${changes.map(({ path }) => shown(host, path)).join(', ')}\n`);
  } else host.out(paintDiff(host, unifiedDiff(host.cwd, changes)));
  return done;
}

async function fixFile(
  host: Host,
  engine: Engine,
  path: string,
  { program, files }: LoadedProject,
  configFor: ConfigFor,
): Promise<readonly Change[]> {
  if (engine.isSilent(program, path)) return [];
  const file = await readTextFile(path);
  if (isProblem(file)) {
    host.err(`Left out ${shown(host, path)}: ${file.message}.\n`);
    return [];
  }
  const config = await configFor(path);
  const isSame = files.get(path)?.hash === hashOf(file.text);
  const first = engine.analyze(path, file.text, { config, ...(isSame ? { program } : { base: program }) });
  if (first.skipped) return [];
  const again = (text: string) => engine.analyze(path, text, { config, base: program });
  const edit = fixAll(engine, first, { analyze: again, surroundings: await surroundingsOf(path) });
  if (edit && file.notebook) {
    const name = shown(host, path);
    host.err(`Left out ${name}: in a notebook take fixes one at a time, as in \`unblock fix ${name}:cell3:1\`.\n`);
    return [];
  }
  return edit ? await changesOf(host, file, { edits: [{ kind: 'edit', path, edits: [edit] }] }) : [];
}
