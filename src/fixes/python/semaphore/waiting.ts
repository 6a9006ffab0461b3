import { graphOf } from '../../../effects/calls/graph.ts';
import { valueOf, type FunctionRef, type Program } from '../../../effects/program.ts';
import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import type { FanOutSubject } from '../../../model/subjects/index.ts';
import type { FixRequest } from '../../remedy.ts';

/** What one task waits for until another one does something. */
const meeting = /#(Event|Condition|Barrier|\w*Queue)\.(wait|wait_for|get|put|join)$/;

const DEEPEST = 6;

/** The call by which the tasks of a fan-out wait for each other, if they do. */
export function whoWaitsForOthers(request: FixRequest, { task }: FanOutSubject): string | undefined {
  const { program, file } = request;
  const value = valueOf(file, task);
  const target = resolveValue(program, file, value.kind === 'call' ? value.callee : task);
  return target?.kind === 'function' ? meetingIn(program, target, new Set(), 0) : undefined;
}

function meetingIn(program: Program, ref: FunctionRef, seen: Set<string>, depth: number): string | undefined {
  const key = `${String(ref.function)} ${ref.file.path}`;
  if (seen.has(key) || depth > DEEPEST) return undefined;
  seen.add(key);
  const graph = graphOf(program, ref.file);
  for (const { symbol } of graph.calls[ref.function] ?? []) {
    const name = symbol && symbolName(symbol);
    if (name !== undefined && meeting.test(name)) return name.replace(/^.*#/, '');
  }
  for (const { to } of graph.out[ref.function] ?? []) {
    const inner = meetingIn(program, to, seen, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
