import { graphOf, type Call } from '../effects/calls/graph.ts';
import type { File, FunctionRef, Program } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleMeta } from '../model/rule.ts';

/** One smell: what it is, and how to find it in one file of a program. Pure, and silent about what it does not know. */
export interface Rule {
  readonly meta: RuleMeta;
  /** Asked only of files in one of the languages that `meta` names. */
  check(program: Program, file: File): readonly Finding[];
}

/** Whether somebody depends on this file when the program runs: tests, scripts and build files may be careless. */
export function isShipped({ role }: File): boolean {
  return role.kind === 'source' || role.kind === 'program' || role.kind === 'worker';
}

/** Looks at one call after the other, in files that somebody depends on. */
export function inCalls(
  find: (program: Program, file: File, call: Call) => readonly Finding[] | Finding | undefined,
): Rule['check'] {
  return (program, file) => {
    if (!isShipped(file)) return [];
    const all: Finding[] = [];
    for (const ofFunction of graphOf(program, file).calls) {
      for (const call of ofFunction) {
        const found = find(program, file, call);
        if (found) all.push(...(isList(found) ? found : [found]));
      }
    }
    return all;
  };
}

function isList(found: readonly Finding[] | Finding): found is readonly Finding[] {
  return Array.isArray(found);
}

/** Looks at one function after the other, in files that somebody depends on. */
export function inFunctions(find: (program: Program, ref: FunctionRef) => readonly Finding[]): Rule['check'] {
  return (program, file) =>
    isShipped(file) ? file.facts.functions.flatMap((_, id) => find(program, { file, function: id })) : [];
}
