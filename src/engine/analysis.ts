import type { Program } from '../effects/program.ts';
import type { Fault } from '../model/fault.ts';
import type { FileFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { RuleId } from '../model/rule.ts';
import type { SourceTree } from '../syntax/tree.ts';

/** All that is known of one version of one file. An edit makes a new one from it; then only the findings of this one stay as they are. */
export interface Analysis {
  readonly path: string;
  readonly text: string;
  /** The files it was seen with. */
  readonly program: Program;
  /** Why the file was not looked into; then there are no findings. */
  readonly skipped?: SkipReason;
  readonly facts: FileFacts;
  /** Absent when the facts were known already and the text was not parsed. */
  readonly tree?: SourceTree;
  /** In order of position; suppressed ones and those the config hides are left out. */
  readonly findings: readonly Finding[];
  /** How many findings a suppression comment took away. */
  readonly suppressed: number;
  /** The rules that threw: what they would have found is not known, while the findings of all others stand. */
  readonly faults: readonly RuleFault[];
}

export interface RuleFault extends Fault {
  readonly rule: RuleId;
}

export interface SkipReason {
  readonly kind: 'binary' | 'generated' | 'too-large' | 'language' | 'disabled';
  /** For people: the fact and, where there is one, the way out. */
  readonly message: string;
}

export type { Program } from '../effects/program.ts';
