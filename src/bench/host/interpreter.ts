// Python on this machine: which one a name leads to, asked once, without any code of anybody's.
import { execFile } from 'node:child_process';

export interface Interpreter {
  /** The program itself, not a shim or a link. */
  readonly file: string;
  /** Folders it reads its own modules and libraries from. */
  readonly folders: readonly string[];
  /** As `[3, 11, 7]`. */
  readonly version: readonly [number, number, number];
  /** A build whose threads run at once. */
  readonly freeThreaded: boolean;
}

const question = `
import json, os, sys, sysconfig
paths = {os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}
library = sysconfig.get_config_var("LIBDIR")
shared = library and sysconfig.get_config_var("Py_ENABLE_SHARED")
print(json.dumps({
    "file": os.path.realpath(sys.executable),
    "folders": sorted(paths | ({os.path.realpath(library)} if shared else set())),
    "version": list(sys.version_info[:3]),
    "freeThreaded": not getattr(sys, "_is_gil_enabled", lambda: True)(),
}))`;

const known = new Map<string, Promise<Interpreter | undefined>>();

/** What `name` (a path, or a command of PATH) is; undefined when it does not run or is no Python 3, which is not remembered. */
export function askInterpreter(name: string): Promise<Interpreter | undefined> {
  let answer = known.get(name);
  if (!answer) {
    answer = ask(name);
    known.set(name, answer);
    // The person is told to install one, and tries again.
    void answer.then((found) => found ?? known.delete(name));
  }
  return answer;
}

function ask(name: string): Promise<Interpreter | undefined> {
  return new Promise((resolve) => {
    execFile(name, ['-I', '-S', '-E', '-c', question], { timeout: 15_000 }, (error, output) =>
      resolve(error ? undefined : parse(output)),
    );
  });
}

function parse(output: string): Interpreter | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { file, folders, version, freeThreaded } = answer as Record<string, unknown>;
  if (typeof file !== 'string' || !Array.isArray(folders) || !Array.isArray(version)) return undefined;
  const [major, minor, patch] = version as unknown[];
  if (typeof major !== 'number' || typeof minor !== 'number' || typeof patch !== 'number') return undefined;
  return {
    file,
    folders: folders.filter((folder) => typeof folder === 'string'),
    version: [major, minor, patch],
    freeThreaded: freeThreaded === true,
  };
}
