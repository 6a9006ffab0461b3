import type { PathUse } from '../../knowledge/schema.ts';
import type { ValueId } from '../../model/facts.ts';
import { edgesFrom } from '../calls/callers.ts';
import { graphOf } from '../calls/graph.ts';
import { bindingOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { resolveValue } from '../symbols.ts';
import { isGiven } from '../values/options.ts';

/** A file that a function looks at and changes afterwards: `JSON.parse(readFileSync(p))`, and then `writeFileSync(p, …)`. */
export interface FileUpdate {
  /** The calls of the function itself by which it comes to look and to change. */
  readonly look: ValueId;
  readonly change: ValueId;
  /** The text itself is looked at, not only whether it is there. */
  readonly isRead: boolean;
  readonly names: Naming;
  /** The change gives a promise: it has begun by the time somebody could wait for it. */
  readonly isStarted: boolean;
}

/** What a path is made of: the same each time the program runs, of what a function was given, or of who knows what. */
export type Naming = 'one file' | 'given' | 'unknown';

interface Touch {
  readonly at: ValueId;
  readonly isStarted: boolean;
  readonly does: PathUse['does'];
  /** Equal for what is written as the same path. */
  readonly path: string;
  readonly names: Naming;
}

/** The path that a caller hands over by a parameter. */
interface Handed {
  readonly path: string | undefined;
  readonly names: Naming;
}

type Given = (index: number) => Handed;

/** Calls that lead to a touch, one inside of the other. */
const DEEPEST = 3;

/** Whatever waits between the two lets others come in between: what they wrote is lost, or what they found is no longer so. */
export function fileUpdates(program: Program, ref: FunctionRef): readonly FileUpdate[] {
  const touches = touchesOf(program, ref, undefined, 0);
  const looks = touches.filter(({ does }) => does === 'checks' || does === 'reads');
  const changes = touches.filter(({ does }) => does !== 'checks' && does !== 'reads');
  const { file } = ref;
  return looks.flatMap((look) =>
    changes
      .filter(({ at, path }) => path === look.path && valueOf(file, look.at).end <= valueOf(file, at).start)
      .map(({ at, isStarted }) => ({
        look: look.at,
        change: at,
        isStarted,
        isRead: look.does === 'reads',
        names: look.names,
      })),
  );
}

function touchesOf(program: Program, ref: FunctionRef, given: Given | undefined, depth: number): readonly Touch[] {
  const { file, function: id } = ref;
  const own = (graphOf(program, file).calls[id] ?? []).flatMap(({ value: at, entry }): Touch[] => {
    const use = entry?.path;
    const call = valueOf(file, at);
    // What is added to the end takes nothing away.
    if (call.kind !== 'call' || !entry || use?.keeps === true) return [];
    const touched = (argument: number, does: PathUse['does']): Touch[] => {
      const value = call.args[argument]?.value;
      const path = pathOf(file, value, given);
      if (path === undefined) return [];
      return [{ at, does, path, names: namingOf(program, file, value, given), isStarted: entry.promise === true }];
    };
    const isSure = use?.does === 'creates' && use.sureWith && isGiven(program, file, call.args, use.sureWith);
    const own = use && use.argument !== 'receiver' && isSure !== true ? touched(use.argument, use.does) : [];
    return [...own, ...(entry.overwrites === undefined ? [] : touched(entry.overwrites, 'writes'))];
  });
  if (depth >= DEEPEST) return own;
  const led = edgesFrom(program, ref).flatMap(({ to, how, site }): Touch[] => {
    const call = valueOf(file, site.value);
    if (how !== 'call' || call.kind !== 'call') return [];
    const handed: Given = (index) => {
      const value = call.args[index]?.value;
      return { path: pathOf(file, value, given), names: namingOf(program, file, value, given) };
    };
    return touchesOf(program, to, handed, depth + 1).map((touch) => ({ ...touch, at: site.value, isStarted: false }));
  });
  return [...own, ...led];
}

/** Says the same of two values where both are written as the same path. */
function pathOf(file: File, id: ValueId | undefined, given: Given | undefined): string | undefined {
  if (id === undefined) return undefined;
  const all = (ids: readonly ValueId[]): string | undefined => {
    const parts = ids.map((each) => pathOf(file, each, given));
    return parts.includes(undefined) ? undefined : parts.join(',');
  };
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value ?? null);
    case 'template': {
      const parts = all(value.parts);
      return parts === undefined ? undefined : `${JSON.stringify(value.texts)}(${parts})`;
    }
    case 'name': {
      const { parameter, reassigned, init } = bindingOf(file, value.binding);
      if (reassigned > 0) return undefined;
      if (parameter && given) return given(parameter.index).path;
      const settled = init === undefined ? undefined : valueOf(file, init);
      return settled?.kind === 'literal' ? pathOf(file, init, given) : `${file.path}#${String(value.binding)}`;
    }
    case 'global':
      return `${file.path}#${value.name}`;
    case 'this':
      return 'this';
    case 'member': {
      const object = pathOf(file, value.object, given);
      return object === undefined ? undefined : `${object}.${value.name}`;
    }
    case 'operation':
    case 'call': {
      const parts = value.kind === 'call' ? [value.callee, ...value.args.map((each) => each.value)] : value.operands;
      const written = all(parts);
      return written === undefined ? undefined : `${value.kind}(${written})`;
    }
    default:
      return undefined;
  }
}

function namingOf(program: Program, file: File, id: ValueId | undefined, given: Given | undefined): Naming {
  if (id === undefined) return 'unknown';
  const all = (ids: readonly ValueId[]): Naming => weakest(ids.map((each) => namingOf(program, file, each, given)));
  const value = valueOf(file, id);
  switch (value.kind) {
    case 'literal':
      return 'one file';
    case 'template':
      return all(value.parts);
    case 'operation':
      return all(value.operands);
    case 'name': {
      const { parameter, reassigned, init, scope, import: imported } = bindingOf(file, value.binding);
      if (reassigned > 0) return 'unknown';
      if (parameter) return given ? given(parameter.index).names : 'given';
      if (scope === 0 || imported) return 'one file';
      return init === undefined ? 'unknown' : namingOf(program, file, init, given);
    }
    case 'global':
      return /^__(dirname|filename)$/.test(value.name) ? 'one file' : 'unknown';
    case 'member':
      return namingOf(program, file, value.object, given);
    case 'call': {
      const symbol = resolveValue(program, file, value.callee);
      const isPath = symbol?.kind === 'library' && /^(node:)?path$/.test(symbol.module);
      return isPath ? all(value.args.map((each) => each.value)) : 'unknown';
    }
    default:
      return 'unknown';
  }
}

function weakest(all: readonly Naming[]): Naming {
  return all.find((each) => each === 'unknown') ?? all.find((each) => each === 'given') ?? 'one file';
}
