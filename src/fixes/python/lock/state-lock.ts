import { graphOf } from '../../../effects/calls/graph.ts';
import { derivedClasses } from '../../../effects/calls/overrides.ts';
import { regionsOf } from '../../../effects/calls/sites.ts';
import {
  bindingOf,
  classOf,
  enclosingFunction,
  functionOf,
  valueOf,
  type File,
  type Program,
} from '../../../effects/program.ts';
import { lockKind } from '../../../effects/threads/locks.ts';
import { basesOf } from '../../../effects/symbols/bases.ts';
import { resolveValue, symbolName } from '../../../effects/symbols.ts';
import { placeOf } from '../../../effects/values/places.ts';
import type { ClassId, FunctionId, ValueId } from '../../../model/facts.ts';
import { endOf, spanOf, startOf, textOf, type NodeId } from '../../../syntax/python/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import { importedName } from '../edit/imports.ts';
import type { LoopLibrary } from '../edit/loop-library.ts';
import { nodeAt } from '../edit/nodes.ts';
import { freshName, type Session } from '../edit/session.ts';
import { lineEnd, lineIndent } from '../edit/style.ts';
import { assignmentTo } from '../edit/values.ts';
import { comesBack } from '../hoist/module-value.ts';

/** Where state is made, and with it the lock that it needs. */
interface Home {
  /** The statement that gives it its first value. */
  readonly statement: NodeId;
  /** `total`, `self.total`. */
  readonly name: string;
  /** `self.` where the lock belongs to an object. */
  readonly prefix: string;
}

const elsewhere =
  'Where the state is made cannot be seen here, and the lock belongs next to it. Make one there, and hold it from reading to writing.';

/** A lock that this file holds around the state in some place: whoever touches it has to hold the same. */
interface Held {
  /** As written: `self._lock`. */
  readonly name: string;
  /** It can be held where the state is written, by the same name and in the same way. */
  readonly isInReach: boolean;
}

/** `by`: who has to be kept out. Tasks hold a lock by `async with`, threads by `with`. */
function locksAround(
  { program, file, facts, text }: FixRequest,
  target: ValueId,
  by: 'threads' | 'tasks',
): readonly Held[] {
  const place = stateOf(file, target);
  const found = new Map<string, Held>();
  for (const { value: lock, step, function: holder } of regionsOf(file).flat()) {
    if (lockKind(program, file, lock) === undefined) continue;
    const touches = facts.values.some(
      (each, id) => each.start >= step.start && each.end <= step.end && stateOf(file, id) === place,
    );
    if (!touches || place === undefined) continue;
    const value = valueOf(file, lock);
    const name = text.slice(value.start, value.end);
    const isOwn = value.kind === 'member' && valueOf(file, value.object).kind === 'this';
    const isShared = value.kind === 'name' && bindingOf(file, value.binding).scope === 0;
    const isHeldBefore = found.get(name)?.isInReach ?? true;
    const isInReach =
      isHeldBefore && step.isAsync === (by === 'tasks') && (isShared || (isOwn && isOfOneClass(file, holder, target)));
    found.set(name, { name, isInReach });
  }
  return [...found.values()];
}

/** Whether both say `self` of the same class. */
function isOfOneClass(file: File, one: FunctionId, target: ValueId): boolean {
  const other = enclosingFunction(file, valueOf(file, target).start);
  return functionOf(file, one).owner === functionOf(file, other).owner;
}

/** The same for the same state, wherever in a class or module it is named. */
export function stateOf(file: File, id: ValueId): string | undefined {
  const root = rootOf(file, id);
  const value = valueOf(file, root);
  const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
  const of = object?.kind === 'this' ? functionOf(file, object.function).owner : undefined;
  const place = placeOf(file, root);
  return place === undefined || of === undefined ? place : `${String(of)} ${place}`;
}

/** The variable, or the field of the object, that a place begins with: `self.counts` of `self.counts[name]`. */
function rootOf(file: File, id: ValueId): ValueId {
  const value = valueOf(file, id);
  if (value.kind === 'index') return rootOf(file, value.object);
  if (value.kind !== 'member' || valueOf(file, value.object).kind === 'this') return id;
  return rootOf(file, value.object);
}

/**
 * The lock to hold around the state from function `owner`: the one that the file holds around it elsewhere, or a new one of this library
 * next to it. The reason why there is none is for a person.
 */
export function chooseLock(
  session: Session,
  target: ValueId,
  owner: FunctionId,
  library: 'threading' | LoopLibrary,
): { readonly lock: string; readonly isNew: boolean } | { readonly reason: string } {
  const { request } = session;
  const [held, ...others] = locksAround(request, target, library === 'threading' ? 'threads' : 'tasks');
  if (others[0])
    return {
      reason: `This file holds \`${held?.name ?? ''}\` around the state in one place and \`${others[0].name}\` in another. Hold the same one everywhere first.`,
    };
  if (held?.isInReach === false)
    return {
      reason: `This file holds \`${held.name}\` around the state in another place, and it is not in reach here. Make one lock next to the state, and hold that everywhere.`,
    };
  if (held && entersUnder(request, held.name, owner))
    return { reason: `Code that holds \`${held.name}\` leads here, and would wait for itself.` };
  const noField = held ? undefined : whyNoField(request, target);
  if (noField !== undefined) return { reason: noField };
  const lock = held?.name ?? newLock(session, target, owner, library);
  return lock === '' ? { reason: elsewhere } : { lock, isNew: !held };
}

/** Makes a lock next to the state, and gives what to hold; nothing where it is not seen where the state is made. */
function newLock(session: Session, target: ValueId, owner: FunctionId, library: string): string {
  const home = homeOf(session, target, owner);
  if (!home) return '';
  const { draft, text, style } = session;
  const plain = home.name.replace(/^.*\./, '');
  const candidates = [`${plain.replace(/_+$/, '')}_lock`, `${plain}_guard`] as const;
  const name = home.prefix === '' ? freshName(session, ...candidates) : freshField(session, ...candidates);
  const maker = importedName(session, library, 'Lock', spanOf(session, home.statement));
  const indent = lineIndent(text, startOf(session, home.statement));
  draft.insert(
    lineEnd(text, endOf(session, home.statement)),
    `${style.eol}${indent}${home.prefix}${name} = ${maker}()`,
  );
  return `${home.prefix}${name}`;
}

/** Classes whose objects take no fields but those that are declared. */
const strict = /^(pydantic|pydantic_settings|sqlmodel|msgspec)#/;

/** Why objects of the class cannot have one more field, or may lack it, for a person. */
function whyNoField({ program, file }: FixRequest, target: ValueId): string | undefined {
  const id = ownerOf(file, target);
  const owner = id === undefined ? undefined : classOf(file, id);
  if (id === undefined || !owner) return undefined;
  const bases = basesOf(owner).map((base) => resolveValue(program, file, base));
  const isStrict = bases.some((base) => base !== undefined && strict.test(symbolName(base) ?? ''));
  if (isStrict || owner.members.some(({ name }) => name === '__slots__'))
    return 'Objects of this class have only the fields that it declares. Declare one for the lock, and make it in `__init__`.';
  const forgetful = derivedClasses(program, { file, class: id }).find((each) => !callsSuper(program, each));
  return forgetful
    ? `\`${classOf(forgetful.file, forgetful.class)?.name ?? 'A class'}\` is derived from this class and has an \`__init__\` that does not call this one, so that its objects would have no lock.`
    : undefined;
}

/** The class whose field the state is. */
function ownerOf(file: File, target: ValueId): ClassId | undefined {
  const root = valueOf(file, rootOf(file, target));
  const object = root.kind === 'member' ? valueOf(file, root.object) : undefined;
  return object?.kind === 'this' ? functionOf(file, object.function).owner : undefined;
}

/** It has no constructor of its own, or one that calls `super().__init__()`. */
function callsSuper(program: Program, { file, class: id }: { readonly file: File; readonly class: ClassId }): boolean {
  const own = file.facts.functions.findIndex(({ owner, kind }) => owner === id && kind === 'constructor');
  return (
    own < 0 ||
    (graphOf(program, file).calls[own] ?? []).some(({ value }) => {
      const call = valueOf(file, value);
      const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
      return callee?.kind === 'super' || (callee?.kind === 'member' && callee.name === '__init__');
    })
  );
}

function freshField({ request: { facts } }: Session, ...candidates: readonly [string, string]): string {
  const isTaken = (name: string): boolean =>
    facts.values.some((value) => value.kind === 'member' && value.name === name);
  return candidates.find((each) => !isTaken(each)) ?? `${candidates[1]}_2`;
}

function homeOf(session: Session, target: ValueId, owner: FunctionId): Home | undefined {
  const { file, facts } = session.request;
  const root = valueOf(file, rootOf(file, target));
  if (root.kind === 'name') {
    const { scope, start, end, name, kind, import: from } = bindingOf(file, root.binding);
    // `global token` may be all that the module says of it.
    const isMadeThere = enclosingFunction(file, start) === scope;
    if (from || kind === 'parameter' || scope === owner || !isMadeThere) return undefined;
    return homeAt(session, { start, end }, 'identifier', name, '');
  }
  if (root.kind !== 'member') return undefined;
  const of = ownerOf(file, target);
  if (of === undefined) return undefined;
  const first = facts.values.find((value) => {
    if (value.kind !== 'member' || value.name !== root.name || valueOf(file, value.object).kind !== 'this')
      return false;
    const made = functionOf(file, enclosingFunction(file, value.start));
    return made.kind === 'constructor' && made.owner === of;
  });
  if (!first) return undefined;
  const written = session.text.slice(first.start, first.end);
  return homeAt(session, first, 'attribute', written, written.slice(0, written.lastIndexOf('.') + 1));
}

/** The assignment at the place, on lines of its own. */
function homeAt(
  session: Session,
  span: { readonly start: number; readonly end: number },
  kind: string,
  name: string,
  prefix: string,
): Home | undefined {
  const node = nodeAt(session, span, kind);
  const found = assignmentTo(session, node);
  const isHome = found?.isAugmented === false && found.isAlone && textOf(session, node) === name;
  return isHome ? { statement: found.statement, name, prefix } : undefined;
}

/** Whether a block that holds the lock calls what leads to `owner`. */
function entersUnder({ program, file, text }: FixRequest, lock: string, owner: FunctionId): boolean {
  return regionsOf(file)
    .flat()
    .filter(({ value }) => text.slice(file.facts.values[value]?.start, file.facts.values[value]?.end) === lock)
    .some(({ function: holder, step }) =>
      (graphOf(program, file).out[holder] ?? []).some(({ to, site }) => {
        const { start = -1 } = file.facts.values[site.value] ?? {};
        const isInside = start >= step.start && start < step.end;
        const isIt = to.file === file && to.function === owner;
        return isInside && (isIt || comesBack(program, to, { file, function: owner }));
      }),
    );
}
