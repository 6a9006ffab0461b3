import type { BindingId, FunctionId, ValueId } from '../../model/facts.ts';
import type { Loop } from '../../model/step.ts';
import { bindingOf, functionOf, settle, valueOf, type File } from '../program.ts';
import { sitesOf } from '../calls/sites.ts';
import { stepsWithin } from '../calls/steps.ts';
import { usesOf, type Use } from './uses.ts';

/** Something that is put into a list, set or dictionary of Python. */
export interface Filling {
  /** The call or place that puts it there. */
  readonly by: ValueId;
  /** What is put there: of a comprehension, what one round adds. */
  readonly element: ValueId;
  /** The loops that all of this happens in, from the outermost in, those of a comprehension included. */
  readonly loops: readonly Loop[];
}

/**
 * All that a function puts into one of its own containers that begins empty or as written:
 * `tasks.append(x)`, `tasks.extend(f(x) for x in xs)`, `tasks += [f(x) for x in xs]`, `tasks[key] = x`.
 */
export function fillingsOf(file: File, owner: FunctionId, binding: BindingId): Filling[] {
  if (bindingOf(file, binding).scope !== owner || !isMadeHere(file, owner, binding)) return [];
  const uses = usesOf(file);
  return uses.names(binding).flatMap((name) =>
    uses.of(name).flatMap((use): Filling[] => {
      const put = putBy(file, name, use);
      return put === undefined ? [] : fillingBy(file, owner, put.by, put.what);
    }),
  );
}

const adding = /^(append|appendleft|add)$/;

interface Put {
  readonly by: ValueId;
  /** With `spread`, its elements are put there. */
  readonly what: { readonly value: ValueId; readonly spread: boolean };
}

function putBy(file: File, name: ValueId, { as, by }: Use): Put | undefined {
  const uses = usesOf(file);
  if (as === 'target') {
    const value = uses.writtenTo(name);
    // The first write is the list itself; the others add to it.
    return value === undefined || isFirst(file, name) ? undefined : { by: name, what: { value, spread: true } };
  }
  if (as !== 'object' || by === undefined) return undefined;
  const written = valueOf(file, by).kind === 'index' ? uses.writtenTo(by) : undefined;
  if (written !== undefined) return { by, what: { value: written, spread: false } };
  const call = callOf(file, by);
  const member = valueOf(file, by);
  const args = call === undefined ? [] : argumentsOf(file, call);
  const [only] = args;
  if (call === undefined || member.kind !== 'member' || only === undefined || args.length > 1) return undefined;
  if (adding.test(member.name)) return { by: call, what: { value: only, spread: false } };
  return member.name === 'extend' || member.name === 'update'
    ? { by: call, what: { value: only, spread: true } }
    : undefined;
}

function fillingBy(file: File, owner: FunctionId, by: ValueId, { value, spread }: Put['what']): Filling[] {
  const made = settle(file, value);
  const list = valueOf(file, made);
  const element = !spread ? made : list.kind === 'array' && list.per ? list.elements[0]?.value : undefined;
  if (element === undefined) return [];
  const settled = settle(file, element);
  const site = (sitesOf(file)[owner] ?? []).find((each) => each.value === settled);
  return site ? [{ by, element: settled, loops: site.loops }] : [];
}

/** The call that a member is the callee of. */
function callOf(file: File, member: ValueId): ValueId | undefined {
  return usesOf(file)
    .of(member)
    .find(({ as }) => as === 'callee')?.by;
}

function argumentsOf(file: File, id: ValueId): ValueId[] {
  const call = valueOf(file, id);
  return call.kind === 'call' && call.args.every(({ spread, keyword }) => !spread && keyword === undefined)
    ? call.args.map(({ value }) => value)
    : [];
}

/** It begins as a list written here, and is never another one. */
function isMadeHere(file: File, owner: FunctionId, binding: BindingId): boolean {
  const { init } = bindingOf(file, binding);
  if (init !== undefined) return isContainer(file, init);
  const writes = stepsWithin(functionOf(file, owner).body).flatMap((step) => {
    const target = step.kind === 'write' ? valueOf(file, step.target) : undefined;
    return step.kind === 'write' && target?.kind === 'name' && target.binding === binding ? [step] : [];
  });
  const [first, ...others] = writes;
  return first !== undefined && isContainer(file, first.value) && others.every(({ operator }) => operator === '+');
}

function isContainer(file: File, id: ValueId): boolean {
  const value = valueOf(file, id);
  if (value.kind === 'array' || value.kind === 'object') return true;
  const callee = value.kind === 'call' && value.args.length === 0 ? valueOf(file, value.callee) : undefined;
  return callee?.kind === 'global' && /^(set|list|dict)$/.test(callee.name);
}

function isFirst(file: File, name: ValueId): boolean {
  const place = valueOf(file, name);
  if (place.kind !== 'name') return true;
  const writes = usesOf(file)
    .names(place.binding)
    .filter((each) => usesOf(file).writtenTo(each) !== undefined);
  return writes.every((each) => valueOf(file, each).start >= place.start);
}
