import { placeOf } from '../../../effects/values/places.ts';
import { bindingOf, functionOf, valueOf, type File } from '../../../effects/program.ts';
import { stepsWithin } from '../../../effects/calls/steps.ts';
import type { FunctionId, ValueId } from '../../../model/facts.ts';
import type { Span } from '../../../model/span.ts';
import type { FixRequest } from '../../remedy.ts';

interface Use {
  /** Equal for equal places, whichever element of a collection is meant. */
  readonly place: string;
  readonly written: string;
  readonly isWrite: boolean;
  /** When it happens: a read where it stands, a write at the end of its assignment. */
  readonly at: number;
}

const looks = new Set(['get', 'keys', 'values', 'items', 'index', 'count', 'copy', 'issubset', '__contains__']);
const changes = new Set([
  'append', 'appendleft', 'extend', 'insert', 'add', 'update', 'pop', 'popitem', 'popleft', 'remove', 'discard', 'clear', 'setdefault',
]); // prettier-ignore

/**
 * State that is read before `call` and written after it. So far nothing could come between; once the function waits there, another call
 * of it can, and one of the two writes is lost. Says so for a person; undefined where there is no such state.
 */
export function raceAcross({ file, text }: FixRequest, owner: FunctionId, call: Span): string | undefined {
  const uses = usesIn(file, text, owner);
  const race = uses.find(
    (write) =>
      write.isWrite &&
      write.at >= call.end &&
      uses.some((read) => !read.isWrite && read.at <= call.start && read.place === write.place),
  );
  if (!race) return undefined;
  return `\`${race.written}\` is read before this call and written after it. While the call waits, other code could change it, and that change would be lost. Read it again after the call first.`;
}

function usesIn(file: File, text: string, owner: FunctionId): Use[] {
  const uses: Use[] = [];
  const note = (id: ValueId, isWrite: boolean, at: number): void => {
    if (!isShared(file, id, owner)) return;
    const place = placeOf(file, id)?.replace(/(\[\*\])+$/, '');
    const { start, end } = valueOf(file, id);
    const written = text.slice(start, end).replace(/\s+/g, ' ').replace(/\[.*$/, '');
    if (place !== undefined) uses.push({ place, written, isWrite, at });
  };
  for (const step of stepsWithin(functionOf(file, owner).body)) {
    if (step.kind === 'write') {
      if (step.operator !== undefined) note(step.target, false, valueOf(file, step.target).start);
      note(step.target, true, step.end);
      continue;
    }
    if (step.kind !== 'evaluate') continue;
    const value = valueOf(file, step.value);
    if (value.kind === 'call') {
      const callee = valueOf(file, value.callee);
      if (callee.kind !== 'member') continue;
      if (changes.has(callee.name)) note(callee.object, true, value.end);
      else if (looks.has(callee.name)) note(callee.object, false, value.end);
    } else note(step.value, false, value.end);
  }
  return uses;
}

/** Whether other code, or another call of the same function, can reach this place. */
function isShared(file: File, id: ValueId, owner: FunctionId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'index') return isReachable(file, value.object, owner);
  if (value.kind !== 'name') return value.kind === 'global';
  const { scope, kind } = bindingOf(file, value.binding);
  return scope !== owner && kind !== 'import' && kind !== 'function' && kind !== 'class';
}

/** Whether others may have the object. */
function isReachable(file: File, id: ValueId, owner: FunctionId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'member' || value.kind === 'index') return isReachable(file, value.object, owner);
  if (value.kind === 'this' || value.kind === 'global') return true;
  if (value.kind !== 'name') return false;
  const { scope, init } = bindingOf(file, value.binding);
  if (scope !== owner || init === undefined) return true;
  const made = valueOf(file, init);
  return made.kind !== 'array' && made.kind !== 'object' && made.kind !== 'literal' && made.kind !== 'call';
}
