import { graphOf } from '../../../effects/calls/graph.ts';
import { sitesOf } from '../../../effects/calls/sites.ts';
import { settle, valueOf, type File, type FunctionRef, type Program } from '../../../effects/program.ts';
import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import type { ValueId } from '../../../model/facts.ts';
import type { FanOutSubject } from '../../../model/subjects/index.ts';
import type { FixRequest } from '../../remedy.ts';

/** What one task waits for until another one does something. */
const meeting = /#(Event|Condition|Barrier|\w*Queue)\.(wait|wait_for|get|put|join)$/;

/** What makes something to wait for that is done when somebody says so. */
const bare = /^asyncio#(Future|(\w*EventLoop\.)?create_future)$/;

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
  const future = sitesOf(ref.file)[ref.function]?.find(({ value }) => isOthersFuture(program, ref.file, value));
  if (future) return 'Future';
  for (const { to } of graph.out[ref.function] ?? []) {
    const inner = meetingIn(program, to, seen, depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** `await self.ready`, where that is a future that somebody else gives its result. */
function isOthersFuture(program: Program, file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind !== 'await') return false;
  const awaited = valueOf(file, value.of);
  const classes = awaited.kind === 'member' ? file.facts.classes : [];
  const kept = classes
    .flatMap(({ members, assigned = [] }) => [...members, ...assigned])
    .flatMap(({ name, init }) =>
      awaited.kind === 'member' && name === awaited.name && init !== undefined ? [init] : [],
    );
  const made = awaited.kind === 'member' ? kept : [settle(file, value.of)];
  return made.some((each) => {
    const call = valueOf(file, each);
    const maker = call.kind === 'call' ? resolveValue(program, file, call.callee) : undefined;
    return maker !== undefined && bare.test(symbolName(maker) ?? '');
  });
}
