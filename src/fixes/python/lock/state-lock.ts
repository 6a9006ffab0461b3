import { regionsOf } from '../../../effects/calls/sites.ts';
import { enclosingFunction, bindingOf, functionOf, valueOf, type File } from '../../../effects/program.ts';
import { lockKind } from '../../../effects/threads/locks.ts';
import { placeOf } from '../../../effects/values/places.ts';
import type { FunctionId, ValueId } from '../../../model/facts.ts';
import {
  childBy,
  childrenOf,
  endOf,
  kindOf,
  spanOf,
  startOf,
  textOf,
  type NodeId,
} from '../../../syntax/python/tree.ts';
import type { FixRequest } from '../../remedy.ts';
import { importedName } from '../edit/imports.ts';
import { nodeAt, statementOf } from '../edit/nodes.ts';
import { freshName, type Session } from '../edit/session.ts';
import { isAlone, lineEnd, lineIndent } from '../edit/style.ts';

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
  'Where the state is made cannot be seen here, and the lock belongs next to it. Make one `threading.Lock()` there, and hold it around this statement.';

/** A lock that this file holds around the state in some place: whoever touches it has to hold the same. */
export interface Held {
  /** As written: `self._lock`. */
  readonly name: string;
  /** It can be held in function `owner` by the same name, and by threads. */
  readonly isInReach: boolean;
}

export function locksAround({ program, file, facts, text }: FixRequest, target: ValueId): readonly Held[] {
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
    const isInReach = isHeldBefore && !step.isAsync && (isShared || (isOwn && isOfOneClass(file, holder, target)));
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

/** Makes a lock next to the state, and gives what to hold; why it cannot, for a person. */
export function newLock(session: Session, target: ValueId, owner: FunctionId): string {
  const home = homeOf(session, target, owner);
  if (!home) return '';
  const { draft, text, style } = session;
  const plain = home.name.replace(/^.*\./, '');
  const candidates = [`${plain.replace(/_+$/, '')}_lock`, `${plain}_guard`] as const;
  const name = home.prefix === '' ? freshName(session, ...candidates) : freshField(session, ...candidates);
  const maker = importedName(session, 'threading', 'Lock', spanOf(session, home.statement));
  const indent = lineIndent(text, startOf(session, home.statement));
  draft.insert(
    lineEnd(text, endOf(session, home.statement)),
    `${style.eol}${indent}${home.prefix}${name} = ${maker}()`,
  );
  return `${home.prefix}${name}`;
}

export { elsewhere as whyNoHome };

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
    if (from || kind === 'parameter' || scope === owner) return undefined;
    return homeAt(session, { start, end }, 'identifier', name, '');
  }
  if (root.kind !== 'member') return undefined;
  const object = valueOf(file, root.object);
  const of = object.kind === 'this' ? functionOf(file, object.function).owner : undefined;
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
  const statement = node < 0 ? -1 : statementOf(session, node);
  const [assignment = -1, ...others] = statement < 0 ? [] : childrenOf(session, statement);
  const isAssigned =
    others.length === 0 &&
    kindOf(session, assignment) === 'assignment' &&
    childBy(session, assignment, 'left') === node &&
    childBy(session, assignment, 'right') >= 0;
  return isAssigned && isAlone(session.text, spanOf(session, statement)) && textOf(session, node) === name
    ? { statement, name, prefix }
    : undefined;
}
