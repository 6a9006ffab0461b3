import type { File, Program } from '../effects/program.ts';
import type { Knowledge } from '../knowledge/lookup.ts';
import type { FileFacts, ValueId } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { Fix, Obstacle } from '../model/fix.ts';
import type { RuleId } from '../model/rule.ts';
import type { Surroundings } from '../model/surroundings.ts';

/** One finding, and all a remedy may look at to cure it. */
export interface FixRequest extends Surroundings {
  readonly path: string;
  readonly text: string;
  readonly facts: FileFacts;
  readonly finding: Finding;
  readonly knowledge: Knowledge;
  /** The files it was seen with, and it among them. */
  readonly program: Program;
  readonly file: File;
  /** The resolved symbol of a value as `module#path`, or undefined. */
  symbolOf(value: ValueId): string | undefined;
}

/**
 * One cure. It answers with a fix only when everything the fix relies on is proven, with an obstacle when a person could clear the
 * way, and with nothing when the finding is none of its business.
 */
export interface Remedy {
  readonly id: string;
  readonly rules: readonly RuleId[];
  propose(request: FixRequest): Fix | Obstacle | undefined;
}

export function isObstacle(answer: Fix | Obstacle): answer is Obstacle {
  return 'reason' in answer;
}
