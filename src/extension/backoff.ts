/** How long to wait before each new start, in milliseconds. After the last one a person decides. */
const DELAYS = [500, 1_000, 2_000, 5_000, 10_000] as const;

/** A server that has run this long is well again: earlier failures no longer count. */
const WELL_AFTER_MS = 3 * 60_000;

/** When to start again after failures at these times (the last one being now), or never by ourselves. */
export function nextStart(failures: readonly number[]): number | undefined {
  const now = failures.at(-1) ?? 0;
  const recent = failures.filter((time) => now - time < WELL_AFTER_MS);
  return DELAYS[Math.max(0, recent.length - 1)];
}
