import type { ValueId } from '../../model/facts.ts';
import type { PathUse } from '../../knowledge/schema.ts';
import type { Branch, Step } from '../../model/step.ts';
import { presenceIn, type Presence } from '../values/conditions.ts';
import { catchAround } from '../promises/enclosing-try.ts';
import { graphOf, type Call } from '../calls/graph.ts';
import { isGiven } from '../values/options.ts';
import { placeOf } from '../values/places.ts';
import { bindingOf, functionOf, settle, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { holds, listsOf } from '../calls/steps.ts';
import { usesOf } from '../values/uses.ts';

/** A file that is looked for first and worked on afterwards, though it may have come or gone meanwhile. */
export interface FileRace {
  readonly check: Call;
  readonly use: Call;
  readonly does: PathUse['does'];
  /** What the check had found. */
  readonly found: Presence;
  /** Others of this very process run between the two. */
  readonly isSuspended: boolean;
}

interface Touch {
  readonly call: Call;
  readonly path: PathUse;
  /** Equal for the same path. */
  readonly place: string;
}

/** The checks of a function whose answer decides over work on the same path. */
export function fileRaces(program: Program, ref: FunctionRef): readonly FileRace[] {
  const { file, function: id } = ref;
  const touches = (graphOf(program, file).calls[id] ?? []).flatMap((call) => touchOf(file, call) ?? []);
  const checks = touches.filter(({ path }) => path.does === 'checks');
  if (checks.length === 0 || checks.length === touches.length) return [];
  return checks.flatMap((check) => {
    const { body } = functionOf(file, id);
    const decided = [...decidedBy(file, body, check.call.value), ...decidedByError(program, ref, check)];
    for (const { arm, found } of decided) {
      const use = touches.find((each) => each.place === check.place && holds(arm, each.call.value));
      if (use && isRace(program, ref, use, found)) {
        // What starts right after a synchronous answer leaves others no time.
        const isSuspended = check.call.entry?.promise === true;
        return [{ check: check.call, use: use.call, does: use.path.does, found, isSuspended }];
      }
    }
    return [];
  });
}

function touchOf(file: File, call: Call): Touch | undefined {
  const path = call.entry?.path;
  const value = valueOf(file, call.value);
  if (!path || path.argument === 'receiver' || value.kind !== 'call') return undefined;
  const argument = value.args[path.argument];
  const place = argument && !argument.spread ? pathPlace(file, argument.value) : undefined;
  return place === undefined ? undefined : { call, path, place };
}

/** The same text, or the same variable, which nobody assigns anew. */
function pathPlace(file: File, id: ValueId): string | undefined {
  const value = valueOf(file, settle(file, id));
  if (value.kind === 'literal') return typeof value.value === 'string' ? JSON.stringify(value.value) : undefined;
  const written = valueOf(file, id);
  if (written.kind === 'name' && bindingOf(file, written.binding).reassigned > 0) return undefined;
  return placeOf(file, id);
}

interface Decided {
  readonly arm: readonly Step[];
  readonly found: Presence;
}

/** The steps that are taken only by what a check found: an arm, or what follows where the other arm leaves. */
function decidedBy(file: File, steps: readonly Step[], check: ValueId): Decided[] {
  const awaited = usesOf(file)
    .of(check)
    .find(({ as }) => as === 'awaited')?.by;
  const answer = awaited ?? check;
  return listsOf(steps).flatMap((list) =>
    list.flatMap((step, index): Decided[] => {
      if (step.kind !== 'branch' || step.form === 'switch') return [];
      const rest = list.slice(index + 1);
      return [true, false].flatMap((isTrue) => {
        const found = presenceIn(file, step.test, answer, isTrue);
        return found ? [{ found, arm: [...armOf(step, isTrue), ...(leaves(armOf(step, !isTrue)) ? rest : [])] }] : [];
      });
    }),
  );
}

/** What throws where there is nothing. */
const throwing = /(^|\.)(access|stat|lstat)$/;

/** `try { await access(path); } catch { … }`: the steps that are taken only where there was nothing, the check being all that is tried. */
function decidedByError(program: Program, { file, function: id }: FunctionRef, { call }: Touch): Decided[] {
  const around = catchAround({ file, function: id }, call.value);
  if (call.symbol?.kind !== 'library' || !throwing.test(call.symbol.path) || !around) return [];
  const others = (graphOf(program, file).calls[id] ?? []).filter(
    ({ value }) => value !== call.value && holds(around.body, value),
  );
  const [handler] = around.handlers;
  return handler && others.length === 0 && holds(around.body, call.value)
    ? [{ arm: handler.body, found: 'absent' }]
    : [];
}

function armOf({ arms }: Branch, isTrue: boolean): readonly Step[] {
  return arms[isTrue ? 0 : 1] ?? [];
}

function leaves(arm: readonly Step[]): boolean {
  const last = arm.at(-1);
  return last?.kind === 'return' || last?.kind === 'throw' || last?.kind === 'continue';
}

/** Every list of steps in a body. */
/** What goes wrong when the answer is no longer true, and nobody takes the error. */
function isRace(program: Program, ref: FunctionRef, { call, path }: Touch, found: Presence): boolean {
  const value = valueOf(ref.file, call.value);
  const args = value.kind === 'call' ? value.args : [];
  if (path.sureWith && isGiven(program, ref.file, args, path.sureWith)) return false;
  // What is added to the end takes nothing away.
  if (call.symbol?.kind === 'library' && /append/.test(call.symbol.path)) return false;
  const wrong: Presence = path.does === 'writes' || path.does === 'creates' ? 'absent' : 'present';
  return path.does !== 'checks' && path.does !== 'moves' && found === wrong && !catchAround(ref, call.value);
}
