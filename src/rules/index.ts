import { asyncCallback } from './async-callback.ts';
import { asyncConstructor } from './async-constructor.ts';
import { asyncExecutor } from './async-executor.ts';
import { awaitInCombinator } from './await-in-combinator.ts';
import { awaitRace } from './await-race.ts';
import { blockingCall } from './blocking-call.ts';
import { blockingLoop } from './blocking-loop.ts';
import { busyWait } from './busy-wait.ts';
import { convoyBatching } from './convoy-batching.ts';
import { danglingTask } from './dangling-task.ts';
import { eventLoopMisuse } from './event-loop-misuse.ts';
import { executorStarvation } from './executor-starvation.ts';
import { explosiveRegex } from './explosive-regex.ts';
import { fileRace } from './file-race.ts';
import { floatingPromise } from './floating-promise.ts';
import { heavyJson } from './heavy-json.ts';
import { lateEventUse } from './late-event-use.ts';
import { leakyRace } from './leaky-race.ts';
import { limiterMisuse } from './limiter-misuse.ts';
import { lockAcrossAwait } from './lock-across-await.ts';
import { lockDiscipline } from './lock-discipline.ts';
import { microtaskStarvation } from './microtask-starvation.ts';
import { missingAwait } from './missing-await.ts';
import { missingMainGuard } from './missing-main-guard.ts';
import { missingTimeout } from './missing-timeout.ts';
import { noBackpressure } from './no-backpressure.ts';
import { nonAtomicWrite } from './non-atomic-write.ts';
import { offThreadLoopCall } from './off-thread-loop-call.ts';
import { orphanedPromise } from './orphaned-promise.ts';
import { orphanedSiblings } from './orphaned-siblings.ts';
import { overlappingInterval } from './overlapping-interval.ts';
import { quadraticWork } from './quadratic-work.ts';
import { queueMisuse } from './queue-misuse.ts';
import { requestState } from './request-state.ts';
import type { Rule } from './rule.ts';
import { sequentialAwait } from './sequential-await.ts';
import { settledIgnored } from './settled-ignored.ts';
import { swallowedAbort } from './swallowed-abort.ts';
import { swallowedCancellation } from './swallowed-cancellation.ts';
import { syncBridge } from './sync-bridge.ts';
import { threadForCpu } from './thread-for-cpu.ts';
import { threadpoolSaturation } from './threadpool-saturation.ts';
import { toThreadMisuse } from './to-thread-misuse.ts';
import { unawaitedCoroutine } from './unawaited-coroutine.ts';
import { unboundedConcurrency } from './unbounded-concurrency.ts';
import { unbundledWorkerPath } from './unbundled-worker-path.ts';
import { uncloneableMessage } from './uncloneable-message.ts';
import { unhandledAsyncHandler } from './unhandled-async-handler.ts';
import { unlockedState } from './unlocked-state.ts';
import { workerNotWorthIt } from './worker-not-worth-it.ts';
import { workerPerCall } from './worker-per-call.ts';
import { workerUnsupervised } from './worker-unsupervised.ts';

/** Every rule there is. */
export const rules: readonly Rule[] = [
  asyncCallback,
  asyncConstructor,
  asyncExecutor,
  awaitInCombinator,
  awaitRace,
  blockingCall,
  blockingLoop,
  busyWait,
  convoyBatching,
  danglingTask,
  eventLoopMisuse,
  executorStarvation,
  explosiveRegex,
  fileRace,
  floatingPromise,
  heavyJson,
  lateEventUse,
  leakyRace,
  limiterMisuse,
  lockAcrossAwait,
  lockDiscipline,
  microtaskStarvation,
  missingAwait,
  missingMainGuard,
  missingTimeout,
  noBackpressure,
  nonAtomicWrite,
  offThreadLoopCall,
  orphanedPromise,
  orphanedSiblings,
  overlappingInterval,
  quadraticWork,
  queueMisuse,
  requestState,
  sequentialAwait,
  settledIgnored,
  swallowedAbort,
  swallowedCancellation,
  syncBridge,
  threadForCpu,
  threadpoolSaturation,
  toThreadMisuse,
  unawaitedCoroutine,
  unboundedConcurrency,
  unbundledWorkerPath,
  uncloneableMessage,
  unhandledAsyncHandler,
  unlockedState,
  workerNotWorthIt,
  workerPerCall,
  workerUnsupervised,
];
