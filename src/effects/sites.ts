import type { FileFacts, FunctionId, ValueId } from '../model/facts.ts';
import type { Loop, Step } from '../model/step.ts';
import { fillsTested, memoisedFrom } from './memoised.ts';
import { valueOf, type File } from './program.ts';

/** A call, construction or await, with what stands around it in its function. */
export interface Site {
  readonly value: ValueId;
  readonly function: FunctionId;
  /** From the outermost in. */
  readonly loops: readonly Loop[];
  /** Why it runs at most once, or only when the process ends anyway. */
  readonly once?: OnceReason;
}

export type OnceReason = 'memoised' | 'exiting';

const cache = new WeakMap<FileFacts, readonly (readonly Site[])[]>();

/** The calls, constructions and awaits of every function, by function id, in the order of evaluation. */
export function sitesOf(file: File): readonly (readonly Site[])[] {
  const known = cache.get(file.facts);
  if (known) return known;
  const sites = file.facts.functions.map(({ body }, id) => {
    const found: Site[] = [];
    collect(file, id, body, [], undefined, found);
    return found;
  });
  cache.set(file.facts, sites);
  return sites;
}

function collect(
  file: File,
  owner: FunctionId,
  steps: readonly Step[],
  loops: readonly Loop[],
  once: OnceReason | undefined,
  found: Site[],
): void {
  const memoised = memoisedFrom(file, owner, steps);
  const ends = endsProcess(file, steps);
  steps.forEach((step, index) => {
    const reason = once ?? (ends ? 'exiting' : index >= memoised ? 'memoised' : undefined);
    switch (step.kind) {
      case 'evaluate':
        if (isSite(file, step.value)) {
          found.push({ value: step.value, function: owner, loops, ...(reason === undefined ? {} : { once: reason }) });
        }
        break;
      case 'branch':
        for (const arm of step.arms) {
          const inArm = reason ?? (fillsTested(file, owner, step.test, arm) ? 'memoised' : undefined);
          collect(file, owner, arm, loops, inArm, found);
        }
        break;
      case 'loop':
        collect(file, owner, step.body, [...loops, step], reason, found);
        break;
      case 'try':
        collect(file, owner, step.body, loops, reason, found);
        for (const { body } of step.handlers) collect(file, owner, body, loops, reason, found);
        if (step.finalizer) collect(file, owner, step.finalizer, loops, reason, found);
        break;
      case 'region':
        collect(file, owner, step.body, loops, reason, found);
        break;
      default:
    }
  });
}

function isSite(file: File, id: ValueId): boolean {
  const { kind } = valueOf(file, id);
  return kind === 'call' || kind === 'new' || kind === 'await';
}

/** The list of steps leads to `process.exit()` without a condition: nobody is left to wait. */
function endsProcess(file: File, steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind !== 'evaluate') return false;
    const call = valueOf(file, step.value);
    const callee = call.kind === 'call' ? valueOf(file, call.callee) : undefined;
    if (callee?.kind !== 'member' || (callee.name !== 'exit' && callee.name !== 'abort')) return false;
    const object = valueOf(file, callee.object);
    return object.kind === 'global' && object.name === 'process';
  });
}
