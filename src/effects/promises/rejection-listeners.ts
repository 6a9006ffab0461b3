import { anyFile } from '../any-file.ts';
import { graphOf } from '../calls/graph.ts';
import { settle, valueOf, type File, type Program } from '../program.ts';
import { resolveValue, symbolName } from '../symbols.ts';
import type { Value } from '../../model/value.ts';

/** What a process and a page call when nobody handled a rejection; the second comes to it where the first has no listener. */
const events = new Set<unknown>(['unhandledRejection', 'uncaughtException', 'unhandledrejection']);
const registering = /^(on|addListener|prependListener|addEventListener)$/;

/** A file listens for all rejections that nobody handles, and lives on. */
const listens = anyFile(
  (program, file) =>
    (file.role.kind === 'source' || file.role.kind === 'program') &&
    file.facts.values.some((value) => isRegistration(file, value) && !endsProcess(program, file, value)),
);

/** For `notes.ts`. */
export const rejectionListeners = listens;

/**
 * Whether somebody hears of what nobody handles: the package of a file listens for it, writes it down and lives on. Then a promise may be
 * dropped on purpose, and no process ends for it.
 */
export function hearsRejections(program: Program, file: File): boolean {
  const own = program.packageOf(file);
  return listens.paths(program).some((path) => {
    const listening = program.file(path);
    return listening !== undefined && program.packageOf(listening) === own;
  });
}

function isRegistration(file: File, value: Value): value is Extract<Value, { kind: 'call' }> {
  if (value.kind !== 'call' || value.args.length < 2) return false;
  const [event] = value.args;
  const callee = valueOf(file, value.callee);
  const said = event && valueOf(file, event.value);
  return (
    callee.kind === 'member' && registering.test(callee.name) && said?.kind === 'literal' && events.has(said.value)
  );
}

const ends = /^(global#process|node:process#default|node:process#|electron#app)\.?(exit|abort|kill|quit)$/;

/** Its listener ends the process, as would happen without one. Of a listener from elsewhere nothing is known. */
function endsProcess(program: Program, file: File, { args }: Extract<Value, { kind: 'call' }>): boolean {
  const listener = args[1] && resolveValue(program, file, settle(file, args[1].value));
  if (listener?.kind !== 'function') return false;
  return (graphOf(program, listener.file).calls[listener.function] ?? []).some(
    ({ symbol }) => symbol && ends.test(symbolName(symbol) ?? ''),
  );
}
