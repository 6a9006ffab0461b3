/** Files up to this many lines are looked at with every change, longer ones when the person pauses. */
export const LONG_FILE = 3_000;
const PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 1_500;

/** How long to wait for more changes: nothing where a look is quick, else about as long as the look itself. */
export function pauseFor(lines: number, lastMs: number): number {
  const pause = lines < LONG_FILE ? 0 : PAUSE_MS;
  return lastMs < 50 ? pause : Math.min(LONGEST_PAUSE_MS, Math.max(pause, 2 * lastMs));
}

export interface Schedule {
  /** Runs `look` for `key` after `pauseMs`; a later request for the same key takes its place. */
  request(key: string, pauseMs: number, look: () => void): void;
  cancel(key: string): void;
  has(key: string): boolean;
  clear(): void;
}

export function createSchedule(): Schedule {
  const timers = new Map<string, NodeJS.Timeout>();
  const cancel = (key: string): void => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };
  return {
    request(key, pauseMs, look) {
      cancel(key);
      // Even without a pause a timer lets changes that are already waiting go first: one look serves them all.
      const timer = setTimeout(() => {
        timers.delete(key);
        look();
      }, pauseMs);
      timers.set(key, timer);
    },
    cancel,
    has: (key) => timers.has(key),
    clear() {
      for (const key of [...timers.keys()]) cancel(key);
    },
  };
}
