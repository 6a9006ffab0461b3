// From what was asked for on the command line to what the bench is asked.
import type { BenchmarkRequest, Way } from '../../bench/index.ts';
import type { Parameter } from '../../model/facts.ts';
import { UsageError } from '../exit-code.ts';
import type { Host } from '../host.ts';
import type { FunctionRun, ScenarioRun } from './options.ts';
import { findFunction, fixedTexts, type FoundFunction } from './subject.ts';

type Bench = typeof import('../../bench/index.ts');

/** Ten thousand elements, or a count of as many: long enough to time, short enough to try. */
const usualSize = 10_000;

export async function requestFor(host: Host, room: Bench, run: ScenarioRun | FunctionRun): Promise<BenchmarkRequest> {
  if (run.kind === 'scenario') return room.scenarioRequest(run.scenario.id, run.parameters);
  const target = await findFunction(host, run.target);
  const request = await comparison(host, room, target, run);
  const types = writtenTypes(target);
  const made = isPython(target) ? room.pythonInputFor : room.inputFor;
  const probes = isPython(target) ? room.pythonProbesFor : room.probesFor;
  const input = run.input ?? (types && made(types));
  if (input === undefined) {
    const names = target.facts.parameters.map(({ name }) => name || '…').join(', ');
    throw new UsageError(
      `What \`${target.name}(${names})\` takes is not written as a simple type. Give the list of arguments with \`--input\`, as in \`--input '[1000]'\`; \`n\` in it stands for the size.`,
    );
  }
  const { setup, calls, tolerance } = run;
  return {
    ...request,
    input,
    size: usualSize,
    calls,
    tolerance,
    ...(setup !== undefined && { setup }),
    probes: types && run.input === undefined ? probes(types) : [],
  };
}

async function comparison(
  host: Host,
  room: Bench,
  target: FoundFunction,
  { against, fix }: FunctionRun,
): Promise<BenchmarkRequest> {
  const current = await wayOf(room, target, { id: 'current', label: target.name });
  const pool = isPython(target)
    ? room.inlineAgainstProcesses(current.code, target.name)
    : room.mainAgainstPool(current.code);
  if (against === 'pool') return room.comparisonRequest(`${target.name}: alone or in a pool`, pool);
  if (against !== 'fix') {
    const other = await findFunction(host, against);
    const label = other.name === target.name ? `the other ${other.name}` : other.name;
    const ways = [current, await wayOf(room, other, { id: 'other', label })] as const;
    return room.comparisonRequest(`${target.name} against ${label}`, ways);
  }
  const { title, texts, standalone, usesWorkers } = await fixedTexts(host, target, fix);
  // Measured code may start no threads or processes; the sandbox's own pool does what the fix would.
  if (usesWorkers) return room.comparisonRequest(`${target.name}: ${title}`, pool);
  const fixed = await wayOf(room, target, { id: 'fixed', label: 'After the fix' }, { texts, standalone });
  return room.comparisonRequest(`${target.name}: ${title}`, [current, fixed]);
}

function isPython({ path }: FoundFunction): boolean {
  return /\.py[iw]?$/i.test(path);
}

async function wayOf(
  room: Bench,
  target: FoundFunction,
  named: Pick<Way, 'id' | 'label'>,
  { texts, standalone }: Code = target,
): Promise<Way> {
  const { path, name } = target;
  if (isPython(target)) {
    const code = standalone ?? texts?.get(path) ?? target.text;
    return { ...named, code, runs: 'inline', python: name };
  }
  const given = standalone === undefined ? texts : new Map([[path, standalone]]);
  const code = await room.bundleFunction({ path, functionName: name, ...(given && { texts: given }) });
  return { ...named, code, runs: 'inline' };
}

interface Code {
  /** Files that are not as they are on disk, by path. */
  readonly texts?: ReadonlyMap<string, string>;
  /** In place of its file. */
  readonly standalone?: string | undefined;
}

/** The types of the parameters that a call must fill, as written; undefined where one has none or a list cannot fill it. */
function writtenTypes({ facts }: FoundFunction): readonly string[] | undefined {
  const isNeeded = (parameter: Parameter): boolean => parameter.default === undefined && !parameter.isRest;
  const needed = facts.parameters.filter(isNeeded);
  // One with a default in front of it would take its place, and one that is only named has none.
  if (!facts.parameters.slice(0, needed.length).every(isNeeded)) return undefined;
  if (needed.some(({ only }) => only === 'keyword')) return undefined;
  const types = needed.flatMap(({ annotation }) => annotation?.text ?? []);
  return types.length === needed.length ? types : undefined;
}
