import type { File, Program } from '../effects/program.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleMeta } from '../model/rule.ts';

/** One smell: what it is, and how to find it in one file of a program. Pure, and silent about what it does not know. */
export interface Rule {
  readonly meta: RuleMeta;
  check(program: Program, file: File): readonly Finding[];
}

/** Whether somebody depends on this file when the program runs: tests, scripts and build files may be careless. */
export function isShipped({ role }: File): boolean {
  return role.kind === 'source' || role.kind === 'program' || role.kind === 'worker';
}
