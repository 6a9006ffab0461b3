import { join } from 'node:path';
import type { BenchmarkProgress } from '../../bench/index.ts';
import type { Evidence } from '../../model/evidence.ts';
import { exitCode, UsageError } from '../exit-code.ts';
import type { Host } from '../host.ts';
import { prettyEvidence, prettyScenario } from './evidence.ts';
import { parseBenchOptions, type BenchOptions } from './options.ts';
import { requestFor } from './request.ts';

type Asked = Required<Pick<BenchOptions, 'run'>> & Pick<BenchOptions, 'python'>;
type Bench = typeof import('../../bench/index.ts');

/** `unblock bench`: measures a function or a built-in scenario in isolated processes, or lists what there is. */
export async function bench(host: Host, args: readonly string[]): Promise<number> {
  const room = await import('../../bench/index.ts');
  const { format, run, python } = parseBenchOptions(args, room.listScenarios());
  if (run === undefined) {
    const scenarios = room.listScenarios();
    const text =
      format === 'json'
        ? `${JSON.stringify(scenarios)}\n`
        : scenarios.map((each) => prettyScenario(host, each)).join('\n');
    host.out(text);
    return exitCode.done;
  }
  const evidence = await measure(host, room, { run, ...(python !== undefined && { python }) });
  host.out(format === 'json' ? `${JSON.stringify(evidence)}\n` : prettyEvidence(host, evidence));
  return exitCode.done;
}

async function measure(host: Host, room: Bench, asked: Asked): Promise<Evidence> {
  const controller = new AbortController();
  const running = start(host, room, asked, controller.signal);
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

async function start(host: Host, room: Bench, { run, python }: Asked, signal: AbortSignal): Promise<Evidence> {
  const request = await requestFor(host, room, run);
  const options = {
    harness: join(host.packageFolder, 'dist', 'bench'),
    signal,
    ...(python !== undefined && { python }),
    onProgress: ({ phase, done, total, size, sizes }: BenchmarkProgress) => {
      const at = size === undefined || !sizes ? '' : `, n = ${size.toLocaleString('en')} (${sizes.join(' of ')})`;
      host.progress.show(`${request.title}${at}: ${phase}, ${done} of ${total} processes`);
    },
  };
  const sizes = run.kind === 'function' ? run.sizes : [];
  if (sizes.length >= 2) return room.runSizes(request, sizes, options);
  const [size] = sizes;
  return room.runBenchmark(size === undefined ? request : { ...request, size }, options);
}
