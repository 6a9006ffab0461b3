import { graphOf, type Edge } from '../calls/graph.ts';
import { functionOf, valueOf, type Program } from '../program.ts';
import { entryOf, resolveValue } from '../symbols.ts';

/** By these events a process, a stream or a server that somebody has started says that it is over. */
const endings: ReadonlySet<unknown> = new Set(['close', 'end', 'exit', 'finish']);

/**
 * Whether a timer or event goes off once, on behalf of whoever asked for it: `setTimeout`, or the `close` of a process that was
 * started. That it is on an event loop is certain then, but not that anybody else is kept waiting, or that it ever happens again.
 */
export function isContinuation(program: Program, edge: Edge): boolean {
  if (edge.how !== 'timer' && edge.how !== 'event') return false;
  const call = valueOf(edge.from.file, edge.site.value);
  if (call.kind !== 'call') return false;
  if (edge.how === 'timer') return !repeats(program, edge, call.callee) && !asksAgain(program, edge);
  const event = call.args[0] && valueOf(edge.from.file, call.args[0].value);
  return event?.kind === 'literal' && endings.has(event.value);
}

function repeats(program: Program, { from }: Edge, callee: number): boolean {
  const symbol = resolveValue(program, from.file, callee);
  const callbacks = symbol && entryOf(program, symbol)?.callbacks;
  return callbacks?.some((callback) => callback.repeats === true) ?? false;
}

/** `function poll() { …; setTimeout(poll, 1000); }`, also through a function in between: it comes again all the time. */
function asksAgain(program: Program, { from, to }: Edge): boolean {
  const isAsker = (file: unknown, id: number): boolean => file === from.file && id === from.function;
  if (functionOf(from.file, from.function).kind === 'module') return false;
  return (
    isAsker(to.file, to.function) ||
    (graphOf(program, to.file).out[to.function] ?? []).some((edge) => isAsker(edge.to.file, edge.to.function))
  );
}
