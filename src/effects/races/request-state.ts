import type { BindingId, ValueId } from '../../model/facts.ts';
import type { Span } from '../../model/span.ts';
import type { Write } from '../../model/step.ts';
import { graphOf, type Call as GraphCall } from '../calls/graph.ts';
import { handlesRequests } from '../contexts/requests.ts';
import { isLimited } from '../concurrency/held.ts';
import {
  bindingOf,
  classOf,
  enclosingFunction,
  functionOf,
  isPython,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from '../program.ts';
import { sharedPlace } from '../values/shared-places.ts';
import { sitesOf } from '../calls/sites.ts';
import { stepsWithin } from '../calls/steps.ts';
import { usesOf } from '../values/uses.ts';
import { sourcesOf } from '../values/value-flow.ts';

/** A place that all requests share, which a handler fills with something of its request, and where that is read when others have been. */
export interface RequestState {
  /** The place that the handler writes, or its call of a function that writes what it is given. */
  readonly write: ValueId;
  /** The place, where such a function writes it: what is called and what is read stand in its file. */
  readonly setter?: { readonly file: File; readonly place: ValueId };
  /** Where another function, or this one after it waited, reads the place. */
  readonly read: ValueId;
  /** The `await` between write and read of the same handler; absent where another function reads. */
  readonly wait?: ValueId;
}

/** Names of what is meant for all requests. They make no finding, but keep one back. */
const forAll =
  /last|latest|cache|config|setting|total|count|start|init|instance|server|app|client|pool|conn|ready|enabled|mode|level|base|origin|port|host/i;

/** Where a handler stores what one request brought in a place that all requests share. */
export function requestState(program: Program, ref: FunctionRef): RequestState[] {
  const { file, function: owner } = ref;
  if (functionOf(file, owner).parameters.length === 0) return [];
  const writes = stepsWithin(functionOf(file, owner).body).filter(
    (step): step is Write => step.kind === 'write' && step.operator === undefined && isShared(file, owner, step.target),
  );
  const handed = (graphOf(program, file).calls[owner] ?? []).flatMap((call) => handedOver(ref, call) ?? []);
  if ((writes.length === 0 && handed.length === 0) || !handlesRequests(program, ref)) return [];
  return [...handed, ...writtenHere(program, ref, writes)];
}

/** `setUser(request.user)`, where all that function does is to keep what it is given in a variable of its module. */
function handedOver(
  { file, function: owner }: FunctionRef,
  { symbol, value: id }: GraphCall,
): RequestState | undefined {
  const call = valueOf(file, id);
  if (isPython(file) || call.kind !== 'call' || symbol?.kind !== 'function' || symbol.receiver) return undefined;
  const { body } = functionOf(symbol.file, symbol.function);
  const [step, ...others] = stepsWithin(body).filter(({ kind }) => kind !== 'evaluate');
  const place = step?.kind === 'write' ? valueOf(symbol.file, step.target) : undefined;
  if (step?.kind !== 'write' || step.operator !== undefined || others.length > 0 || place?.kind !== 'name')
    return undefined;
  const written = valueOf(symbol.file, step.value);
  const given = written.kind === 'name' ? bindingOf(symbol.file, written.binding).parameter : undefined;
  const argument = given?.function === symbol.function ? call.args[given.index] : undefined;
  if (!argument || argument.spread || !isShared(symbol.file, symbol.function, step.target)) return undefined;
  if (!isOfRequest(file, owner, argument.value, 'first')) return undefined;
  const read = readElsewhere(symbol.file, symbol, place.binding);
  return read === undefined ? undefined : { write: id, setter: { file: symbol.file, place: step.target }, read };
}

function writtenHere(program: Program, ref: FunctionRef, writes: readonly Write[]): RequestState[] {
  const { file, function: owner } = ref;
  return writes.flatMap((step) => {
    const { target: write, value } = step;
    const later = isOfRequest(file, owner, value, 'any') ? readAfterWait(program, ref, step) : undefined;
    if (later) return [{ write, ...later }];
    const place = valueOf(file, write);
    if (isPython(file) || place.kind !== 'name' || !isOfRequest(file, owner, value, 'first')) return [];
    const read = readElsewhere(file, ref, place.binding);
    return read === undefined ? [] : [{ write, read }];
  });
}

/** A variable of the module that is written again and again, or a field of an object that serves all requests. */
function isShared(file: File, owner: number, target: ValueId): boolean {
  const place = valueOf(file, target);
  if (place.kind === 'name') {
    const { scope, name, kind } = bindingOf(file, place.binding);
    return scope === 0 && (kind === 'let' || kind === 'var') && !forAll.test(name);
  }
  // Python's frameworks make an object of their handler's class for each request.
  if (place.kind !== 'member' || forAll.test(place.name)) return false;
  const root = sharedPlace(file, owner, target)?.root;
  return root === 'module' || (root === 'this' && !isPython(file) && !isMadePerRequest(file, owner));
}

/** `@Injectable({ scope: Scope.REQUEST })`: the class is made anew for each request. */
function isMadePerRequest(file: File, owner: number): boolean {
  const { owner: id } = functionOf(file, owner);
  const decorators = id === undefined ? [] : (classOf(file, id)?.decorators ?? []);
  return decorators.some((decorator) =>
    file.facts.values.some(
      (value) => value.kind === 'member' && value.name === 'REQUEST' && isWithin(value, valueOf(file, decorator)),
    ),
  );
}

/** Made of what the parameters bring; `first`: of a member of the first, the request, or a context with the request in it. */
function isOfRequest(file: File, owner: number, id: ValueId, which: 'first' | 'any'): boolean {
  const sources = [...sourcesOf(file, owner, id)].map((each) => valueOf(file, each));
  return sources.some((value) => {
    const object = value.kind === 'member' && which === 'first' ? valueOf(file, value.object) : value;
    if (object.kind !== 'name' || (which === 'first' && value.kind !== 'member')) return false;
    const { parameter } = bindingOf(file, object.binding);
    return parameter?.function === owner && (which === 'any' || parameter.index === 0);
  });
}

/** The handler itself reads it when it has waited, and has not written it again meanwhile. */
function readAfterWait(
  program: Program,
  { file, function: owner }: FunctionRef,
  write: Write,
): Pick<RequestState, 'read' | 'wait'> | undefined {
  const key = sharedPlace(file, owner, write.target)?.key;
  const { start, end } = functionOf(file, owner);
  const uses = usesOf(file);
  const mentions = file.facts.values.flatMap((value, id) => {
    const isPlace = value.kind === 'name' || value.kind === 'member';
    const isHere = isPlace && start <= value.start && value.end <= end;
    return isHere && sharedPlace(file, owner, id)?.key === key && key !== undefined ? [id] : [];
  });
  // What is looked at before it is filled is filled once, and what a lock guards waits its turn.
  const tests = stepsWithin(functionOf(file, owner).body).flatMap((step) =>
    step.kind === 'branch' ? [...sourcesOf(file, owner, step.test)] : [],
  );
  if (mentions.some((id) => tests.includes(id))) return undefined;
  const isAfter = (id: ValueId, { end }: Span): boolean => valueOf(file, id).start >= end;
  const wait = (sitesOf(file)[owner] ?? []).find(
    ({ value }) => valueOf(file, value).kind === 'await' && isAfter(value, write),
  );
  if (!wait || isLimited(program, file, wait)) return undefined;
  const read = mentions.find((id) => isAfter(id, valueOf(file, wait.value)));
  return read === undefined || uses.writtenTo(read) !== undefined ? undefined : { read, wait: wait.value };
}

function isWithin(inner: Span, outer: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** A function other than the one that writes reads it: whoever asks next gets what another request left. */
function readElsewhere(file: File, { function: owner }: FunctionRef, binding: BindingId): ValueId | undefined {
  const uses = usesOf(file);
  return uses.names(binding).find((name) => {
    const around = enclosingFunction(file, valueOf(file, name).start);
    return uses.writtenTo(name) === undefined && around !== 0 && around !== owner;
  });
}
