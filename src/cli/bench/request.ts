// From what was asked for on the command line to what the bench is asked.
import type { BenchmarkRequest } from '../../bench/index.ts';
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
  const input = run.input ?? (types && room.inputFor(types));
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
    probes: types && run.input === undefined ? room.probesFor(types) : [],
  };
}

async function comparison(
  host: Host,
  room: Bench,
  target: FoundFunction,
  { against, fix }: FunctionRun,
): Promise<BenchmarkRequest> {
  const code = await room.bundleFunction({ path: target.path, functionName: target.name });
  if (against === 'pool')
    return room.comparisonRequest(`${target.name}: main thread or pool`, room.mainAgainstPool(code));
  const current = { id: 'current', label: target.name, code, runs: 'inline' } as const;
  if (against !== 'fix') {
    const other = await findFunction(host, against);
    const otherCode = await room.bundleFunction({ path: other.path, functionName: other.name });
    const label = other.name === target.name ? `the other ${other.name}` : other.name;
    const way = { id: 'other', label, code: otherCode, runs: 'inline' } as const;
    return room.comparisonRequest(`${target.name} against ${label}`, [current, way]);
  }
  const { title, texts, usesWorkers } = await fixedTexts(host, target, fix);
  if (usesWorkers) {
    // Measured code may start no threads; the sandbox's own pool does what the fix would.
    return room.comparisonRequest(`${target.name}: ${title}`, room.mainAgainstPool(code));
  }
  const fixed = await room.bundleFunction({ path: target.path, functionName: target.name, texts });
  const way = { id: 'fixed', label: 'After the fix', code: fixed, runs: 'inline' } as const;
  return room.comparisonRequest(`${target.name}: ${title}`, [current, way]);
}

/** The parameters' types as written; undefined where one has none. */
function writtenTypes({ facts }: FoundFunction): readonly string[] | undefined {
  const needed = facts.parameters.filter((parameter) => parameter.default === undefined && !parameter.isRest);
  const types = needed.flatMap(({ annotation }) => annotation?.text ?? []);
  return types.length === needed.length ? types : undefined;
}
