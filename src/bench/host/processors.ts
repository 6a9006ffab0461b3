import { cpus } from 'node:os';

/** Reads the processors' own counters; the returned function tells how many of them were busy on average since then. */
export function watchProcessors(): () => number {
  const before = totals();
  return () => {
    const after = totals();
    const all = after.all - before.all;
    return all > 0 ? cpus().length * (1 - (after.idle - before.idle) / all) : 0;
  };
}

function totals(): { readonly idle: number; readonly all: number } {
  let [idle, all] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idle, all };
}
