import type { ValueId } from '../../model/facts.ts';
import { numberOf } from '../values/constants.ts';
import type { FanOut } from './fan-out.ts';
import type { Reach } from '../calls/io.ts';
import { told } from '../values/options.ts';
import { bindingOf, settle, settleAwaited, valueOf, type File, type Program } from '../program.ts';
import { entryOf, resolveValue } from '../symbols.ts';
import { usesOf } from '../values/uses.ts';

/**
 * Whether what all tasks of a fan-out call is one client that was told how many connections it may open:
 * `ClientSession(connector=TCPConnector(limit=10))` lets the others wait.
 */
export function hasFewConnections(program: Program, file: File, fanOut: FanOut, { call, in: owner }: Reach): boolean {
  const value = valueOf(owner.file, call.value);
  const callee = value.kind === 'call' ? valueOf(owner.file, value.callee) : undefined;
  const client = callee?.kind === 'member' ? callee.object : undefined;
  if (client === undefined) return false;
  const clients = originsOf(owner.file, client);
  const handed = clients.length === 0 ? handedOver(file, fanOut, owner.file, client) : undefined;
  const made = handed === undefined ? clients : originsOf(file, handed);
  const home = handed === undefined ? owner.file : file;
  // One that each task makes for itself limits nothing.
  const isOfTask = owner.file !== file || owner.function !== fanOut.combinator.function;
  if (handed === undefined && isOfTask && made.some((id) => isMadeIn(home, id, owner.function))) return false;
  return made.length > 0 && made.every((id) => tellsFew(program, home, id, 0));
}

/** The calls that make what a name or a field holds. */
function originsOf(file: File, id: ValueId): ValueId[] {
  const settled = settleAwaited(file, id);
  const value = valueOf(file, settled);
  if (value.kind === 'call') return [settled];
  if (value.kind !== 'member') return [];
  const uses = usesOf(file);
  return uses.memberWrites(value.name).flatMap((place) => {
    const written = uses.writtenTo(place);
    const made = written === undefined ? undefined : settleAwaited(file, written);
    return made !== undefined && valueOf(file, made).kind === 'call' ? [made] : [];
  });
}

/** What the call that makes a task hands to its function for the client: `fetch(session, url)`. */
function handedOver(file: File, { task, shape }: FanOut, home: File, client: ValueId): ValueId | undefined {
  const name = valueOf(home, client);
  const parameter = name.kind === 'name' ? bindingOf(home, name.binding).parameter : undefined;
  const call = valueOf(file, task);
  if (!parameter || shape === 'mapped' || call.kind !== 'call') return undefined;
  const own = name.kind === 'name' ? bindingOf(home, name.binding).name : undefined;
  return (call.args.find(({ keyword }) => keyword === own) ?? call.args[parameter.index])?.value;
}

function isMadeIn(file: File, id: ValueId, owner: number): boolean {
  const { start, end } = file.facts.functions[owner] ?? { start: 0, end: 0 };
  const { start: at } = valueOf(file, id);
  return owner !== 0 && start <= at && at < end;
}

/** Nothing is nested deeper: a client has a connector, and that a number. */
const DEEPEST = 3;

/** Whether a call that makes a client, or something for it, says of connections how many. What cannot be looked into counts as said. */
function tellsFew(program: Program, file: File, id: ValueId, depth: number): boolean {
  const value = valueOf(file, settle(file, id));
  if (value.kind !== 'call' || depth > DEEPEST) return false;
  const symbol = resolveValue(program, file, value.callee);
  const option = symbol && entryOf(program, symbol)?.connections;
  if (!option) return false;
  const given = told(program, file, value.args, option);
  if (typeof given === 'string') return given === 'unknown';
  const inner = valueOf(given.file, settle(given.file, given.value));
  if (inner.kind === 'call') return tellsFew(program, given.file, given.value, depth + 1);
  if (inner.kind === 'literal' && typeof inner.value !== 'number') return false;
  return numberOf(program, given.file, given.value) !== 0;
}
