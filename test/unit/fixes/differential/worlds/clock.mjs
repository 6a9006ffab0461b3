// Time that passes only when nothing else is to be done: the next timer is due as soon as everything before it has come to rest. A
// program that waits for a minute takes no minute, and what comes first is the same in every run.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const require = createRequire(import.meta.url);
const turn = setImmediate;
const QUIET_TURNS = 4;
const ENDLESS = 5_000;

let now = 0;
let fired = 0;
let last = 0;
let turning = false;
const due = new Set();

/** The time that the last timer went off, in milliseconds since the start. */
export const elapsed = () => now;
/** Whether the program would have gone on for ever. */
export const isEndless = () => fired >= ENDLESS;

class Timer {
  constructor(run, delay, period) {
    this.run = run;
    this.at = now + Math.max(1, Math.trunc(Number(delay)) || 1);
    this.period = period;
    this.order = last++;
    this.isKept = true;
    due.add(this);
    start();
  }
  ref() {
    this.isKept = true;
    start();
    return this;
  }
  unref() {
    this.isKept = false;
    return this;
  }
  hasRef() {
    return this.isKept;
  }
  refresh() {
    return this;
  }
  close() {
    clear(this);
    return this;
  }
  [Symbol.dispose]() {
    clear(this);
  }
  [Symbol.toPrimitive]() {
    return this.order;
  }
}

function clear(timer) {
  due.delete(typeof timer === 'object' ? timer : [...due].find(({ order }) => order === Number(timer)));
}

function start() {
  if (turning) return;
  turning = true;
  turn(() => wait(0));
}

function wait(quiet) {
  const isBusy = process.getActiveResourcesInfo().some((kind) => /Req|Message|Process/.test(kind));
  if (quiet < QUIET_TURNS || isBusy) {
    turn(() => wait(isBusy ? 0 : quiet + 1));
    return;
  }
  const next = [...due].sort((a, b) => a.at - b.at || a.order - b.order)[0];
  turning = false;
  // A timer that keeps nothing alive goes off only where something else does.
  if (!next || ![...due].some(({ isKept }) => isKept)) return;
  if (++fired >= ENDLESS) process.exit(0);
  now = next.at;
  due.delete(next);
  if (next.period !== undefined) {
    next.at = now + next.period;
    due.add(next);
  }
  start();
  next.run();
}

const set = (run, delay, ...args) => new Timer(() => run(...args), delay);
const repeat = (run, delay, ...args) => new Timer(() => run(...args), delay, Math.max(1, Number(delay) || 1));
const sleep = (delay, value, { signal } = {}) =>
  new Promise((resolve, reject) => {
    const timer = set(() => resolve(value), delay);
    const abort = () => {
      clear(timer);
      reject(signal.reason);
    };
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });

export function takeOverTime() {
  const plain = { setTimeout: set, setInterval: repeat, clearTimeout: clear, clearInterval: clear };
  Object.assign(globalThis, plain);
  Object.assign(require('node:timers'), plain);
  Object.assign(require('node:timers/promises'), { setTimeout: sleep });
  syncBuiltinESMExports();
  const epoch = 1_700_000_000_000;
  Date.now = () => epoch + now;
  AbortSignal.timeout = (delay) => {
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    set(() => controller.abort(reason), delay).unref();
    return controller.signal;
  };
}
