import { asyncCallback } from './async-callback.ts';
import { asyncExecutor } from './async-executor.ts';
import { awaitInCombinator } from './await-in-combinator.ts';
import { blockingCall } from './blocking-call.ts';
import { blockingLoop } from './blocking-loop.ts';
import { convoyBatching } from './convoy-batching.ts';
import { danglingTask } from './dangling-task.ts';
import { leakyRace } from './leaky-race.ts';
import { limiterMisuse } from './limiter-misuse.ts';
import { overlappingInterval } from './overlapping-interval.ts';
import type { Rule } from './rule.ts';
import { settledIgnored } from './settled-ignored.ts';
import { unboundedConcurrency } from './unbounded-concurrency.ts';

/** Every rule there is. */
export const rules: readonly Rule[] = [
  asyncCallback,
  asyncExecutor,
  awaitInCombinator,
  blockingCall,
  blockingLoop,
  convoyBatching,
  danglingTask,
  leakyRace,
  limiterMisuse,
  overlappingInterval,
  settledIgnored,
  unboundedConcurrency,
];
