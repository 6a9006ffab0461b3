// Loaded before each program, and tells at its end what was seen of it. `fetch` takes a time that depends on its URL alone, so that
// answers arrive out of order and yet the same in every run; a URL with `bad` in it fails.
import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import fc from 'fast-check';
import { elapsed, isEndless, takeOverTime } from './clock.mjs';

let inFlight = 0;
let peak = 0;
const seen = { calls: [], reports: [], logs: [], trace: [], rejections: [], exceptions: [] };

const words = (error) => (error instanceof Error ? `${error.name}: ${error.message}` : `thrown ${shown(error)}`);
const shown = (value) => (value instanceof Error ? words(value) : inspect(value, { depth: 9, breakLength: Infinity }));

function note(kind, text) {
  seen[kind].push(text);
  seen.trace.push(`${kind} ${text}`);
}

/** As the real one; how long it takes is up to the URL. */
async function fakeFetch(url, options) {
  const name = String(url);
  note('calls', shown(options === undefined ? name : [name, options]));
  peak = Math.max(peak, ++inFlight);
  try {
    await new Promise((resolve, reject) => {
      const stop = () => reject(options.signal.reason);
      if (options?.signal?.aborted) stop();
      options?.signal?.addEventListener('abort', stop, { once: true });
      const timer = setTimeout(
        resolve,
        name.includes('slow') ? 60_000 : 1 + ((name.length * 7 + name.charCodeAt(name.length - 1)) % 9),
      );
      options?.signal?.addEventListener('abort', () => clearTimeout(timer), { once: true });
    });
    if (name.includes('bad')) throw new TypeError(`no ${name}`);
    return { ok: true, url: name, json: async () => ({ url: name }), text: async () => name };
  } finally {
    inFlight--;
    seen.trace.push(`ends ${name}`);
  }
}

if (isMainThread) {
  takeOverTime();
  globalThis.fetch = fakeFetch;
  /** What the program has found out. */
  globalThis.report = (...values) => values.forEach((value) => note('reports', shown(value)));
  /** What `work` comes to, or fails with. */
  globalThis.outcome = async (work) => {
    try {
      return { value: await work() };
    } catch (error) {
      return { error: words(error) };
    }
  };
  /** Resolves when no call is under way any more. */
  globalThis.idle = async () => {
    do await new Promise((resolve) => setTimeout(resolve, 100));
    while (inFlight > 0);
  };
  /** Inputs of all kinds, the same in every run. */
  globalThis.inputs = (arbitrary, numRuns = 25) => fc.sample(arbitrary, { seed: 20_24, numRuns });
  globalThis.fc = fc;
  for (const name of ['log', 'info', 'warn', 'error', 'debug'])
    console[name] = (...values) =>
      note('logs', values.map((value) => (typeof value === 'string' ? value : shown(value))).join(' '));

  process.on('unhandledRejection', (error) => note('rejections', words(error)));
  process.on('uncaughtException', (error) => note('exceptions', words(error)));
  process.on('exit', () => {
    writeSync(1, `\n${JSON.stringify({ ...seen, peak, clock: elapsed(), endless: isEndless() })}\n`);
  });
}
