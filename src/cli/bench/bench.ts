import { join } from 'node:path';
import type { Evidence } from '../../model/evidence.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { prettyEvidence, prettyScenario } from './evidence.ts';
import { parseBenchOptions, type BenchOptions } from './options.ts';

type Bench = typeof import('../../bench/index.ts');

/** `unblock bench`: measures a built-in scenario in isolated processes, or lists what there is. */
export async function bench(host: Host, args: readonly string[]): Promise<number> {
  const room = await import('../../bench/index.ts');
  const { format, run } = parseBenchOptions(args, room.listScenarios());
  if (run === undefined) {
    const scenarios = room.listScenarios();
    const text =
      format === 'json'
        ? `${JSON.stringify(scenarios)}\n`
        : scenarios.map((each) => prettyScenario(host, each)).join('\n');
    host.out(text);
    return exitCode.done;
  }
  const evidence = await measure(host, room, run);
  host.out(format === 'json' ? `${JSON.stringify(evidence)}\n` : prettyEvidence(host, evidence));
  return exitCode.done;
}

async function measure(
  host: Host,
  room: Bench,
  { scenario, parameters }: NonNullable<BenchOptions['run']>,
): Promise<Evidence> {
  const controller = new AbortController();
  const running = room.runBenchmark(room.scenarioRequest(scenario.id, parameters), {
    harness: join(host.packageFolder, 'dist', 'bench'),
    signal: controller.signal,
    onProgress: ({ phase, done, total }) =>
      host.progress.show(`${scenario.title}: ${phase}, ${done} of ${total} processes`),
  });
  // No process of the measurement may outlive this one.
  host.onInterrupt(async () => {
    controller.abort();
    await running.catch(() => undefined);
  });
  try {
    return await running;
  } catch (error) {
    if (error instanceof room.BenchmarkError) throw new UsageError(error.message);
    throw error;
  } finally {
    host.progress.clear();
  }
}
