import type { BindingId, ValueId } from '../model/facts.ts';
import { contextOf } from './contexts.ts';
import {
  bindingOf,
  enclosingFunction,
  functionOf,
  isPython,
  valueOf,
  type File,
  type FunctionRef,
  type Program,
} from './program.ts';
import { stepsWithin } from './steps.ts';
import { usesOf } from './uses.ts';
import { sourcesOf } from './value-flow.ts';

/** A variable of the module that a handler fills with something of its request, and where somebody else reads it. */
export interface RequestState {
  readonly write: ValueId;
  readonly binding: BindingId;
  readonly read: ValueId;
}

/** What is handed requests, by what libraries call their handlers. */
const serves =
  /express|fastify|koa|hono|http|nest|next\.js|route|endpoint|middleware|pages function|workers handler|graphql|resolver/i;

/** Names of what is meant for all requests. They make no finding, but keep one back. */
const forAll =
  /last|latest|cache|config|setting|total|count|start|init|instance|server|app|client|pool|conn|ready|enabled|mode|level|base|origin|port|host/i;

/** Where a handler stores what one request brought in a variable that all requests share. */
export function requestState(program: Program, ref: FunctionRef): RequestState[] {
  const { file, function: owner } = ref;
  if (isPython(file) || functionOf(file, owner).parameters.length === 0) return [];
  const writes = stepsWithin(functionOf(file, owner).body).flatMap((step) => {
    if (step.kind !== 'write' || step.operator !== undefined) return [];
    const place = valueOf(file, step.target);
    if (place.kind !== 'name') return [];
    const { scope, name, kind } = bindingOf(file, place.binding);
    const isShared = scope === 0 && (kind === 'let' || kind === 'var') && !forAll.test(name);
    return isShared && isOfRequest(file, owner, step.value) ? [{ write: step.target, binding: place.binding }] : [];
  });
  if (writes.length === 0 || !handlesRequests(program, ref)) return [];
  return writes.flatMap(({ write, binding }) => {
    const read = readElsewhere(file, ref, binding);
    return read === undefined ? [] : [{ write, binding, read }];
  });
}

function handlesRequests(program: Program, ref: FunctionRef): boolean {
  const { kind, handler, edge } = contextOf(program, ref);
  return kind === 'proven' && handler && edge?.how === 'handler' && edge.label !== undefined && serves.test(edge.label);
}

/** Made of what the first parameters bring: the request, or a context with the request in it. */
function isOfRequest(file: File, owner: number, id: ValueId): boolean {
  const sources = [...sourcesOf(file, owner, id)].map((each) => valueOf(file, each));
  return sources.some((value) => {
    const object = value.kind === 'member' ? valueOf(file, value.object) : undefined;
    if (object?.kind !== 'name') return false;
    const { parameter } = bindingOf(file, object.binding);
    return parameter?.function === owner && parameter.index === 0;
  });
}

/** A function other than the one that writes reads it: whoever asks next gets what another request left. */
function readElsewhere(file: File, { function: owner }: FunctionRef, binding: BindingId): ValueId | undefined {
  const uses = usesOf(file);
  return uses.names(binding).find((name) => {
    const around = enclosingFunction(file, valueOf(file, name).start);
    return uses.writtenTo(name) === undefined && around !== 0 && around !== owner;
  });
}
