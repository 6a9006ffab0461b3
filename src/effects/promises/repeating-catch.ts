import type { ValueId } from '../../model/facts.ts';
import type { Handler, Step, Try } from '../../model/step.ts';
import { stepsWithin } from '../calls/steps.ts';
import { valueOf, type File } from '../program.ts';
import { namesALogCall } from '../silence.ts';
import { placeOf } from '../values/places.ts';

/**
 * Whether a `catch` has nothing to do, but for its log, that the `try` has not done by the time `last` is called: it tries the same once
 * more, or takes back what was taken back before. Whoever called hears of the error all the same.
 */
export function repeatsBefore(file: File, { body }: Try, { binding, body: rescue }: Handler, last: ValueId): boolean {
  const isPlain = stepsWithin(rescue).every((step) => {
    if (step.kind === 'write') return false;
    const thrown = step.kind === 'throw' && step.value !== undefined ? valueOf(file, step.value) : undefined;
    return !thrown || (thrown.kind === 'name' && thrown.binding === binding);
  });
  const calls = callsIn(file, rescue).filter((each) => !isLogged(file, each));
  if (!isPlain || calls.length === 0) return false;
  const before = callsIn(file, body);
  const done = new Set(before.slice(0, before.indexOf(last) + 1).map((each) => textOf(file, each)));
  return calls.every((each) => {
    const text = textOf(file, each);
    return text !== undefined && done.has(text);
  });
}

function callsIn(file: File, steps: readonly Step[]): ValueId[] {
  return stepsWithin(steps).flatMap((step) =>
    step.kind === 'evaluate' && /^(call|new)$/.test(valueOf(file, step.value).kind) ? [step.value] : [],
  );
}

function isLogged(file: File, id: ValueId): boolean {
  const call = valueOf(file, id);
  return call.kind === 'call' && namesALogCall(file, call.callee);
}

/** The same for calls of the same with the same, undefined where what is given is more than names and literals. */
function textOf(file: File, id: ValueId): string | undefined {
  const call = valueOf(file, id);
  const callee = call.kind === 'call' ? placeOf(file, call.callee) : undefined;
  if (call.kind !== 'call' || callee === undefined) return undefined;
  const given = call.args.map(({ value }) => {
    const argument = valueOf(file, value);
    return argument.kind === 'literal' ? JSON.stringify(argument.value) : placeOf(file, value);
  });
  return given.includes(undefined) ? undefined : `${callee}(${given.join(', ')})`;
}
