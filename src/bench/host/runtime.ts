// What the runtime that will be the sandbox understands: asked once, by starting it without any code of anybody's.
import { execFile } from 'node:child_process';
import { BenchmarkError } from '../request.ts';
import { scrubbedEnvironment } from './environment.ts';

const wanted = [
  '--permission',
  '--experimental-permission',
  '--disable-sigusr1',
  '--no-experimental-sqlite',
  '--no-warnings',
  '--allow-net',
];
const known = new Map<string, Promise<readonly string[]>>();

/**
 * Those of the wanted flags that the runtime takes.
 * @throws BenchmarkError `cannot-isolate` when it does not start.
 */
export function supportedFlags(runtime: string): Promise<readonly string[]> {
  let flags = known.get(runtime);
  if (!flags) {
    flags = askRuntime(runtime);
    known.set(runtime, flags);
    flags.catch(() => known.delete(runtime));
  }
  return flags;
}

function askRuntime(runtime: string): Promise<readonly string[]> {
  const script = `JSON.stringify(${JSON.stringify(wanted)}.filter((flag) => process.allowedNodeEnvironmentFlags.has(flag)))`;
  return new Promise((resolve, reject) => {
    execFile(runtime, ['-p', script], { env: scrubbedEnvironment(), timeout: 15_000 }, (error, output) => {
      const answer = error ? undefined : parseFlags(output);
      if (answer) resolve(answer);
      else
        reject(new BenchmarkError('cannot-isolate', `The runtime ${runtime} did not start, so nothing was measured.`));
    });
  });
}

function parseFlags(output: string): readonly string[] | undefined {
  try {
    const answer: unknown = JSON.parse(output);
    return Array.isArray(answer) ? wanted.filter((flag) => answer.includes(flag)) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Command-line arguments for a sandbox that may read two folders and nothing else; with `loopback` it may also talk to
 * itself. A runtime without a permission model gets none.
 */
export function isolationArguments(
  flags: readonly string[],
  folders: readonly string[],
  loopback: boolean,
): readonly string[] {
  const permission = ['--permission', '--experimental-permission'].find((flag) => flags.includes(flag));
  const rest = flags.filter((flag) => !flag.endsWith('permission') && (flag !== '--allow-net' || loopback));
  if (permission === undefined) return rest.filter((flag) => flag !== '--allow-net');
  return [permission, '--allow-worker', ...folders.map((folder) => `--allow-fs-read=${folder}`), ...rest];
}
