import type { ValueId } from '../../model/facts.ts';
import type { Argument } from '../../model/value.ts';
import type { BlockingPath } from './blocking.ts';
import { graphOf } from '../calls/graph.ts';
import { isPython, settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import { workersMadeIn } from '../workers/workers.ts';

/**
 * What a thread stands still for although it was started to run beside it: a `worker`, or `JavaScript` code in a process of its own,
 * which could be called, or run in a worker, instead.
 */
export type Bridge =
  { readonly to: 'worker' } | { readonly to: 'JavaScript'; /** `node`, `npx`, … */ readonly program: string };

/** Whether the end of a blocking chain waits for a worker, or for JavaScript in another process. */
export function bridgeOf(program: Program, { hops, symbol, blocks }: BlockingPath): Bridge | undefined {
  const last = hops.at(-1);
  const call = last && valueOf(last.file, last.site.value);
  if (!last || isPython(last.file) || call?.kind !== 'call') return undefined;
  if (blocks.what === 'lock') return waitsForWorker(program, last.file, symbol) ? { to: 'worker' } : undefined;
  if (blocks.what !== 'process') return undefined;
  const started = programOf(program, last.file, call.args);
  return started === undefined ? undefined : { to: 'JavaScript', program: started };
}

/** `Atomics.wait` is a bridge where the file starts a worker or takes messages without listening; else it is just a lock or a pause. */
function waitsForWorker(program: Program, file: File, symbol: string): boolean {
  if (/^(synckit|make-synchronous)#/.test(symbol)) return true;
  if (symbol !== 'global#Atomics.wait') return false;
  const { calls } = graphOf(program, file);
  const receives = calls.flat().some(({ symbol: each }) => {
    return each !== undefined && symbolName(each) === 'node:worker_threads#receiveMessageOnPort';
  });
  return receives || calls.some((_, id) => workersMadeIn(program, { file, function: id }).length > 0);
}

/** Commands that do nothing but run JavaScript, from a package or a file. */
const runners = /^(npx|node|tsx|ts-node|bunx|pnpx|pnpm (dlx|exec)|yarn dlx|npm exec)$/;

/** The runner that `execSync('npx …')` or `execFileSync(process.execPath, […])` starts. */
function programOf(program: Program, file: File, args: readonly Argument[]): string | undefined {
  const [command, list] = args;
  if (!command || command.spread) return undefined;
  if (isOwnProgram(file, command.value)) return 'node';
  const words = [...wordsOf(program, file, command.value), ...firstWords(program, file, list)];
  const [first = '', second = ''] = words;
  const found = [first, `${first} ${second}`].find((each) => runners.test(each));
  // `node -v` and `npx --version` only ask.
  const rest = words[found?.includes(' ') ? 2 : 1];
  return rest === undefined || /^(-v|--version|-h|--help)$/.test(rest) ? undefined : found;
}

/** The words that a text begins with; what is put together from parts counts up to the first, which is a word of its own. */
function wordsOf(program: Program, file: File, id: ValueId): string[] {
  const found = resolveValue(program, file, id);
  if (found?.kind !== 'literal') return [];
  const value = valueOf(found.file, found.value);
  const text =
    value.kind === 'literal' ? value.value : value.kind === 'template' ? `${value.texts[0] ?? ''}\u2026` : undefined;
  return typeof text === 'string' ? text.split(/\s+/).filter(Boolean) : [];
}

function firstWords(program: Program, file: File, list: Argument | undefined): string[] {
  const value = list && valueOf(file, settle(file, list.value));
  if (value?.kind !== 'array') return [];
  return value.elements.slice(0, 2).map((each) => wordsOf(program, file, each.value)[0] ?? '\u2026');
}

/** `process.execPath` */
function isOwnProgram(file: File, id: ValueId): boolean {
  const value = valueOf(file, settle(file, id));
  const object = value.kind === 'member' && value.name === 'execPath' ? valueOf(file, value.object) : undefined;
  return object?.kind === 'global' && object.name === 'process';
}
