import type { Call } from '../effects/calls/graph.ts';
import { valueOf, type File } from '../effects/program.ts';
import { workerPathOf, type WorkerPath } from '../effects/workers/worker-paths.ts';
import type { Advice, Finding, Level } from '../model/finding.ts';
import { inCalls, type Rule } from './rule.ts';

/** A worker whose file is not found, or not shipped: its path means something else than it seems to. */
export const unbundledWorkerPath: Rule = {
  meta: {
    id: 'unblock/unbundled-worker-path',
    summary: 'A path to the code of a worker that leads somewhere else, or that no bundler sees.',
    languages: ['javascript'],
    context: 'any',
    levels: ['warning', 'information'],
  },
  check: inCalls((program, file, call) => {
    const found = workerPathOf(program, file, call);
    return found ? [findingFor(file, call, found)] : [];
  }),
};

const levels: Readonly<Record<WorkerPath['how'], Level>> = {
  bare: 'warning',
  cwd: 'information',
  indirect: 'information',
};

const messages: Readonly<Record<WorkerPath['how'], (path: string) => string>> = {
  bare: (path) => `Node throws: \`${path}\` is neither absolute nor begins with \`./\`.`,
  cwd: (path) => `\`${path}\` is looked for from the current directory, not from beside this file.`,
  indirect: (path) =>
    `A bundler does not see that \`${path}\` is a worker: the URL is not written inside of \`new Worker(…)\`.`,
};

function findingFor(file: File, call: Call, { value, how, path }: WorkerPath): Finding {
  const { start, end } = valueOf(file, value);
  return {
    rule: 'unblock/unbundled-worker-path',
    level: levels[how],
    start,
    end,
    message: messages[how](path),
    related: [],
    advice: adviceOn(how, path),
    subject: { kind: 'unbundled-worker-path', how, function: call.function, call: call.value, path: value },
  };
}

function adviceOn(how: WorkerPath['how'], path: string): Advice {
  const own = how === 'bare' ? `./${path}` : path;
  if (how === 'indirect')
    return {
      why: 'Vite and webpack look for the one expression `new Worker(new URL(…, import.meta.url))`. Behind a variable the URL is taken for a file to copy as it is, or for nothing at all: it works until the build.',
      instead: `Write it in place: \`new Worker(new URL('${own}', import.meta.url), { type: 'module' })\`.`,
    };
  return {
    why:
      how === 'bare'
        ? 'A name is not looked up in `node_modules` or beside the file: it fails with ERR_WORKER_PATH each time.'
        : 'Unlike those of `import`, relative paths of workers and child processes start where the process was started. From another folder, or installed as a package, the file is not found.',
    instead: `Say what it is relative to: \`new URL('${own}', import.meta.url)\`, or \`path.join(__dirname, '${own}')\` in CommonJS.`,
  };
}
