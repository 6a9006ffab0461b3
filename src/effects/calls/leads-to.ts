import type { FunctionRef, Program } from '../program.ts';
import { edgesFrom } from './callers.ts';
import type { Edge } from './graph.ts';

/** Through how many functions: a wrapper, the callback that it is given, and what that calls. */
const DEEPEST = 3;

/** What runs before the call is done. */
const onItsWay: ReadonlySet<Edge['how']> = new Set(['call', 'once', 'task']);

/** Whether calling a function comes to another one, or is that one, within a few calls. */
export function leadsTo(program: Program, from: FunctionRef, to: FunctionRef, depth = 0): boolean {
  if (from.file === to.file && from.function === to.function) return true;
  if (depth >= DEEPEST) return false;
  return edgesFrom(program, from).some((edge) => onItsWay.has(edge.how) && leadsTo(program, edge.to, to, depth + 1));
}
