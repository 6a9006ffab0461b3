import { faultOf } from '../model/fault.ts';
import type { Fix, Obstacle, Remedies } from '../model/fix.ts';
import { asyncCallers } from './javascript/async-callers.ts';
import { asyncVariant } from './javascript/async-variant.ts';
import { awaitAsyncTwin } from './javascript/await-async-twin.ts';
import { awaitPromise } from './javascript/await-promise.ts';
import { awaitPredicate } from './javascript/await-predicate.ts';
import { catchRejection, voidPromise } from './javascript/catch-rejection.ts';
import { endOnAbort } from './javascript/end-on-abort.ts';
import { dropBatches } from './javascript/drop-batches.ts';
import { dropInnerAwaits } from './javascript/drop-inner-awaits.ts';
import { forOfAwait } from './javascript/for-of-await.ts';
import { limitConcurrency } from './javascript/limit-concurrency.ts';
import { makeFolder } from './javascript/make-folder.ts';
import { mapInstead } from './javascript/map-instead.ts';
import { addInPlace } from './javascript/add-in-place.ts';
import { searchInSet } from './javascript/search-in-set.ts';
import { moveToWorker } from './javascript/move-to-worker.ts';
import { runInPool } from './javascript/run-in-pool.ts';
import { runTogether } from './javascript/run-together.ts';
import { pathBesideFile } from './javascript/path-beside-file.ts';
import { pauseLoop } from './javascript/pause-loop.ts';
import { passToNext } from './javascript/pass-to-next.ts';
import { pipeStream } from './javascript/pipe-stream.ts';
import { promiseAllMap } from './javascript/promise-all-map.ts';
import { rejectFromExecutor } from './javascript/reject-from-executor.ts';
import { skipBusyRounds } from './javascript/skip-busy-rounds.ts';
import { timeOutFetch } from './javascript/time-out-fetch.ts';
import { walkList } from './javascript/walk-list.ts';
import { waitUntilReady } from './javascript/wait-until-ready.ts';
import { waitBeforeReading } from './javascript/wait-before-reading.ts';
import { reportFailures } from './javascript/report-failures.ts';
import { atomicUpdate } from './javascript/atomic-update.ts';
import { useEventAtOnce } from './javascript/use-event-at-once.ts';
import { listenToWorker } from './javascript/listen-to-worker.ts';
import { clearTimer } from './javascript/clear-timer.ts';
import { signalTimeout } from './javascript/signal-timeout.ts';
import { awaitTogether } from './javascript/await-together.ts';
import { handOverTask } from './javascript/hand-over-task.ts';
import { hoistWorkerPool } from './javascript/hoist-worker-pool.ts';
import { hoistLimiter } from './javascript/hoist-limiter.ts';
import { writeIfAbsent } from './javascript/write-if-absent.ts';
import { removeIfPresent } from './javascript/remove-if-present.ts';
import { readIfPresent } from './javascript/read-if-present.ts';
import { letLoopTurn } from './javascript/let-loop-turn.ts';
import { keepPromise } from './javascript/keep-promise.ts';
import { asyncSleep } from './python/async-sleep.ts';
import { asyncioLock } from './python/asyncio-lock.ts';
import { awaitCoroutine } from './python/await-coroutine.ts';
import { awaitEvent } from './python/await-event.ts';
import { awaitNestedRun } from './python/await-nested-run.ts';
import { callThreadsafe } from './python/call-threadsafe.ts';
import { gatherTogether } from './python/gather-together.ts';
import { hoistLock } from './python/hoist-lock.ts';
import { hoistPool } from './python/hoist-pool.ts';
import { hoistSemaphore } from './python/hoist-semaphore.ts';
import { keepAndLogTask, keepTask } from './python/keep-task.ts';
import { plainEndpoint } from './python/plain-endpoint.ts';
import { reraiseCancellation } from './python/reraise-cancellation.ts';
import { runCoroutine } from './python/run-coroutine.ts';
import { semaphore } from './python/semaphore.ts';
import { taskGroup } from './python/task-group.ts';
import { toThread } from './python/to-thread.ts';
import { handOverFunction } from './python/hand-over-function.ts';
import { mainGuard } from './python/main-guard.ts';
import { takeResults } from './python/take-results.ts';
import { computeInProcess } from './python/compute-in-process.ts';
import { lockTasks } from './python/lock-tasks.ts';
import { waitFirst } from './python/wait-first.ts';
import { drainWriter } from './python/drain-writer.ts';
import { lockState } from './python/lock-state.ts';
import { withLock } from './python/with-lock.ts';
import { processes } from './python/processes.ts';
import { shutDownQueue } from './python/shut-down-queue.ts';
import { stopSigns } from './python/stop-signs.ts';
import { removeSuppression } from './remove-suppression.ts';
import { isObstacle, type FixRequest, type Remedy } from './remedy.ts';

/** Every remedy, in the order in which its fixes are offered. */
export const remedies: readonly Remedy[] = [
  limitConcurrency,
  dropBatches,
  awaitAsyncTwin,
  asyncCallers,
  asyncVariant,
  runTogether,
  moveToWorker,
  pauseLoop,
  pathBesideFile,
  letLoopTurn,
  awaitPromise,
  catchRejection,
  voidPromise,
  forOfAwait,
  promiseAllMap,
  awaitPredicate,
  rejectFromExecutor,
  skipBusyRounds,
  waitBeforeReading,
  waitUntilReady,
  keepPromise,
  dropInnerAwaits,
  passToNext,
  makeFolder,
  writeIfAbsent,
  removeIfPresent,
  readIfPresent,
  timeOutFetch,
  reportFailures,
  atomicUpdate,
  useEventAtOnce,
  listenToWorker,
  mapInstead,
  addInPlace,
  searchInSet,
  walkList,
  clearTimer,
  endOnAbort,
  signalTimeout,
  awaitTogether,
  handOverTask,
  hoistLimiter,
  hoistWorkerPool,
  runInPool,
  pipeStream,
  asyncSleep,
  plainEndpoint,
  computeInProcess,
  toThread,
  awaitCoroutine,
  awaitNestedRun,
  runCoroutine,
  asyncioLock,
  hoistSemaphore,
  hoistLock,
  hoistPool,
  reraiseCancellation,
  keepTask,
  keepAndLogTask,
  semaphore,
  handOverFunction,
  mainGuard,
  takeResults,
  withLock,
  lockState,
  drainWriter,
  waitFirst,
  lockTasks,
  processes,
  stopSigns,
  shutDownQueue,
  taskGroup,
  awaitEvent,
  gatherTogether,
  callThreadsafe,
  removeSuppression,
];

/** What can be done about a finding, safe fixes first; and what stands in the way of the rest. */
export function remediesFor(request: FixRequest): Remedies {
  const fixes: Fix[] = [];
  const obstacles: Obstacle[] = [];
  for (const remedy of remedies) {
    if (!remedy.rules.includes(request.finding.rule)) continue;
    const answer = proposed(remedy, request);
    if (!answer) continue;
    if (isObstacle(answer)) obstacles.push(answer);
    else fixes.push(answer);
  }
  return { fixes: fixes.toSorted((a, b) => Number(a.safety !== 'safe') - Number(b.safety !== 'safe')), obstacles };
}

/** One remedy that throws must not take the others with it. */
function proposed(remedy: Remedy, request: FixRequest): Fix | Obstacle | undefined {
  try {
    return remedy.propose(request);
  } catch (error) {
    const { message, stack } = faultOf(error);
    return { id: remedy.id, reason: `Unblock itself failed on it (${message}). Please report it.`, fault: stack };
  }
}

export type { FixRequest, Remedy } from './remedy.ts';
