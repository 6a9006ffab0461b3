import type { Blocks } from '../../knowledge/schema.ts';
import type { Argument } from '../../model/value.ts';
import type { ValueId } from '../../model/facts.ts';
import { beginsWithOneOf } from './beginnings.ts';
import type { Call } from '../calls/graph.ts';
import { isKernelFile } from './kernel-files.ts';
import { isReady } from './ready.ts';
import { numberOf } from '../values/constants.ts';
import { sitesOf } from '../calls/sites.ts';
import { placeOf } from '../values/places.ts';
import { isGiven, literalTold, told } from '../values/options.ts';
import { bindingOf, functionOf, valueOf, type File, type Program } from '../program.ts';
import { usesOf } from '../values/uses.ts';
import { membersNamed } from '../indexes.ts';

/** Whether what a call is given, or called on, says that it takes no time worth a word, though others of its kind do. */
export function isQuick(program: Program, file: File, call: Call, blocks: Blocks): boolean {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' && value.kind !== 'new') return false;
  const { what, quick = [], quickFor, quickUpTo, quickOf, asked } = blocks;
  const [first] = value.args;
  const on = receiverOf(file, value.callee);
  if (what === 'file' && [first?.value, on].some((path) => path !== undefined && isKernelFile(file, path))) return true;
  if (blocks.untilReady === true && isReady(program, file, call)) return true;
  if (quick.some((given) => isGiven(program, file, value.args, given))) return true;
  if (quickFor && beginsWithOneOf(file, call, quickFor)) return true;
  if (quickUpTo && isAtMost(program, file, value.args, quickUpTo)) return true;
  if (asked && isAskedBefore(file, call, value.callee, asked)) return true;
  return quickOf !== undefined && on !== undefined && isQuickObject(program, file, on, quickOf);
}

function isAtMost(
  program: Program,
  file: File,
  args: readonly Argument[],
  option: NonNullable<Blocks['quickUpTo']>,
): boolean {
  const found = told(program, file, args, option);
  const number = typeof found === 'string' ? undefined : numberOf(program, found.file, found.value);
  return number !== undefined && number <= option.most;
}

function receiverOf(file: File, callee: ValueId): ValueId | undefined {
  const value = valueOf(file, callee);
  return value.kind === 'member' ? value.object : undefined;
}

/** `if not jobs.empty():` or `while jobs.qsize():` stands before it in the same function. */
function isAskedBefore(
  file: File,
  { value: id, function: owner }: Call,
  callee: ValueId,
  asked: readonly string[],
): boolean {
  const object = receiverOf(file, callee);
  const place = object === undefined ? undefined : placeOf(file, object);
  const { start } = valueOf(file, id);
  return (
    place !== undefined &&
    (sitesOf(file)[owner] ?? []).some((site) => {
      const earlier = valueOf(file, site.value);
      const member = earlier.kind === 'call' && earlier.start < start ? valueOf(file, earlier.callee) : undefined;
      return member?.kind === 'member' && asked.includes(member.name) && placeOf(file, member.object) === place;
    })
  );
}

/** A variable that holds what was made so, or that was told not to wait: `sock.setblocking(False)`. */
function isQuickObject(program: Program, file: File, id: ValueId, made: NonNullable<Blocks['quickOf']>): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'member') return isQuickField(program, file, id);
  if (value.kind !== 'name') return false;
  const binding = bindingOf(file, value.binding);
  const init = binding.init === undefined ? undefined : valueOf(file, binding.init);
  const args = init?.kind === 'call' && binding.reassigned === 0 ? init.args : [];
  if (made.some((given) => isGiven(program, file, args, given))) return true;
  const uses = usesOf(file);
  return uses.names(value.binding).some((name) =>
    uses.of(name).some(({ as, by }) => {
      const member = as === 'object' && by !== undefined ? valueOf(file, by) : undefined;
      if (member?.kind !== 'member' || by === undefined || !/^set(blocking|timeout)$/.test(member.name)) return false;
      return uses.of(by).some((use) => use.as === 'callee' && use.by !== undefined && isOff(program, file, use.by));
    }),
  );
}

/** `self.sock`, where some method of the class says `self.sock.setblocking(False)`. */
function isQuickField(program: Program, file: File, id: ValueId): boolean {
  const place = placeOf(file, id);
  const owner = classAround(file, id);
  if (place === undefined || owner === undefined) return false;
  const uses = usesOf(file);
  return ['setblocking', 'settimeout'].some((name) =>
    membersNamed(file, name).some((each) => {
      const member = valueOf(file, each);
      const isSame = member.kind === 'member' && placeOf(file, member.object) === place;
      if (!isSame || classAround(file, member.object) !== owner) return false;
      return uses.of(each).some(({ as, by }) => as === 'callee' && by !== undefined && isOff(program, file, by));
    }),
  );
}

/** The class whose `self` a field belongs to. */
function classAround(file: File, id: ValueId): number | undefined {
  const value = valueOf(file, id);
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  return object?.kind === 'this' ? functionOf(file, object.function).owner : undefined;
}

function isOff(program: Program, file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  const given = call.kind === 'call' ? literalTold(program, file, call.args, { argument: 0 }) : undefined;
  return given === false || given === 0;
}
