/** What people read: in one place, so that a change of words is a change of one line. */
export const source = 'unblock';

export const rule = {
  call: 'unblock/blocking-call',
  loop: 'unblock/blocking-loop',
  fanOut: 'unblock/unbounded-concurrency',
} as const;

export const title = {
  awaitReadFile: 'Await `readFile` instead of blocking with `readFileSync`',
  limit: 'Run at most 10 at a time with p-limit',
  worker: (name: string) => `Move \`${name}\` to a worker pool (Piscina)`,
  measure: 'Measure this',
  explain: (id: string) => `Explain ${id}`,
  disableLine: (id: string) => `Disable ${id} for this line`,
  disableFile: (id: string) => `Disable ${id} for this file`,
} as const;

export const message = {
  call: '`readFileSync` blocks the event loop in async `load`.',
  chain: '`renderInvoice` blocks the event loop in an Express handler: it leads to `readFileSync`.',
  fanOut: '`Promise.all` starts one `fetch` per element of `ids`, all at once.',
  loop: '`countPrimes` counts up to a number it is given, and the event loop waits for it.',
} as const;

export const panel = { viewType: 'unblock.benchmark', tab: 'Unblock: Benchmark' } as const;
