import type { RuleMeta } from '../model/rule.ts';
import { rules } from '../rules/index.ts';
import { unusedSuppression } from './suppress.ts';

/** Every rule a finding may carry. */
export const ruleMetas: readonly RuleMeta[] = [...rules.map(({ meta }) => meta), unusedSuppression];
