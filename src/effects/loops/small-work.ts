import { graphOf, type Call } from '../calls/graph.ts';
import { functionOf, valueOf, type File, type FunctionRef, type Program } from '../program.ts';
import { sitesOf } from '../calls/sites.ts';
import { stepsWithin } from '../calls/steps.ts';
import { resolveValue } from '../symbols.ts';

/** Work that is handed to a worker and surely takes less time than handing it over. */
export interface SmallWork {
  readonly work: FunctionRef;
  /** `steps`: a few operations; `whole`: it turns a text into data or back, and copying that takes as long. */
  readonly how: 'steps' | 'whole';
}

/** What a call hands to a worker as a function, where that is less than it costs. */
export function smallWorkOf(program: Program, file: File, call: Call): SmallWork | undefined {
  const value = valueOf(file, call.value);
  if (value.kind !== 'call' || call.entry?.offloads === undefined) return undefined;
  for (const { argument, runs, property } of call.entry.callbacks ?? []) {
    if ((runs !== 'thread' && runs !== 'process') || typeof argument !== 'number' || property !== undefined) continue;
    const given = value.args[argument];
    const work = given && !given.spread ? resolveValue(program, file, given.value) : undefined;
    if (work?.kind !== 'function') continue;
    const how = smallnessOf(program, work);
    if (how) return { work, how };
  }
  return undefined;
}

function smallnessOf(program: Program, { file, function: id }: FunctionRef): SmallWork['how'] | undefined {
  const { body, isGenerator } = functionOf(file, id);
  const steps = stepsWithin(body);
  if (isGenerator || body.length === 0 || steps.some(({ kind }) => kind === 'loop')) return undefined;
  const sites = sitesOf(file)[id] ?? [];
  const [only, ...others] = sites;
  // A power of large numbers may take as long as one likes.
  if (!only) return usesPower(file, id) ? undefined : 'steps';
  const call = (graphOf(program, file).calls[id] ?? []).find(({ value }) => value === only.value);
  const isReturned = steps.some(
    ({ kind, ...step }) => kind === 'return' && 'value' in step && step.value === only.value,
  );
  return others.length === 0 && isReturned && call?.entry?.serializes === true ? 'whole' : undefined;
}

function usesPower(file: File, id: number): boolean {
  const { start, end } = functionOf(file, id);
  return file.facts.values.some(
    (value) =>
      value.kind === 'operation' && /^(\*\*|<<)$/.test(value.operator) && value.start >= start && value.end <= end,
  );
}
