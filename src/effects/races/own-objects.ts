import { edgesInto } from '../calls/callers.ts';
import type { Edge } from '../calls/graph.ts';
import { bindingOf, valueOf, type FunctionRef, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { regionsOf } from '../calls/sites.ts';
import { usesOf } from '../values/uses.ts';

/** Methods that call each other on the same object, no deeper than this. */
const DEEPEST = 4;

/**
 * Whether every call of a method that we see is one on an object which the caller has just made and keeps for itself: a form of this
 * request, a client in `async with Client() as client`. Two runs of the caller then never share it.
 */
export function isOneCallersObject(program: Program, ref: FunctionRef, depth = 0): boolean {
  const edges = edgesInto(program, ref);
  if (edges.length === 0 || depth > DEEPEST) return false;
  return edges.every((edge) => {
    if (isSameFunction(edge, ref)) return true;
    return isOnOwnObject(program, edge) || (isOnSelf(edge) && isOneCallersObject(program, edge.from, depth + 1));
  });
}

function isSameFunction({ from }: Edge, ref: FunctionRef): boolean {
  return from.file === ref.file && from.function === ref.function;
}

/** `self.submit()` */
function isOnSelf(edge: Edge): boolean {
  return receiverKind(edge)?.kind === 'this';
}

function receiverKind({ from, site, how }: Edge): ReturnType<typeof valueOf> | undefined {
  const call = valueOf(from.file, site.value);
  const callee = how === 'call' && call.kind === 'call' ? valueOf(from.file, call.callee) : undefined;
  return callee?.kind === 'member' ? valueOf(from.file, callee.object) : undefined;
}

/** `form = Form(request)`, then `form.submit()`, and the form goes nowhere else; or the head of a `with` that makes the object. */
function isOnOwnObject(program: Program, edge: Edge): boolean {
  const { file, function: id } = edge.from;
  if (id === 0) return false;
  if (edge.enters) return isMade(program, edge.from, edge.site.value);
  const receiver = receiverKind(edge);
  if (receiver?.kind !== 'name') return false;
  const { scope, init, reassigned } = bindingOf(file, receiver.binding);
  if (scope !== id || reassigned > 0 || init === undefined) return false;
  const made = valueOf(file, init);
  const source = made.kind === 'await' ? made.of : init;
  if (!isMade(program, edge.from, source) && !isEntered(program, edge.from, init)) return false;
  if (file.facts.functions.some(({ captures }) => captures.includes(receiver.binding))) return false;
  return usesOf(file)
    .names(receiver.binding)
    .every((name) =>
      usesOf(file)
        .of(name)
        .every(({ as }) => as === 'object' || as === 'target' || as === 'resource'),
    );
}

function isMade(program: Program, { file }: FunctionRef, id: number): boolean {
  const call = valueOf(file, id);
  return (call.kind === 'call' || call.kind === 'new') && resolveValue(program, file, call.callee)?.kind === 'class';
}

/** `async with Client() as client` */
function isEntered(program: Program, ref: FunctionRef, init: number): boolean {
  return (regionsOf(ref.file)[ref.function] ?? []).some(
    ({ value }) => isMade(program, ref, value) && isWithin(valueOf(ref.file, init), valueOf(ref.file, value)),
  );
}

function isWithin(inner: { start: number; end: number }, outer: { start: number; end: number }): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
