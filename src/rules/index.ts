import { blockingCall } from './blocking-call.ts';
import { blockingLoop } from './blocking-loop.ts';
import type { Rule } from './rule.ts';
import { unboundedConcurrency } from './unbounded-concurrency.ts';

/** Every rule there is. */
export const rules: readonly Rule[] = [blockingCall, blockingLoop, unboundedConcurrency];
