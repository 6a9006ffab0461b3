import type { Callback, Entry, Library } from '../schema.ts';
import { blocking, different, each, handler, promised, under } from './build.ts';
import { subtleMembers } from './crypto.ts';
import { processMembers } from './process.ts';
import { timerFunctions } from './timers.ts';

const inline = (argument: number, result?: Callback['result']): Callback => ({
  argument,
  runs: 'inline',
  ...(result && { result }),
});

/** `then` and its kin: a promise again, the functions called once it settles. */
const chained: Entry = { promise: true, callbacks: [{ argument: 'every', from: 0, runs: 'once', result: 'awaited' }] };

/** Called by the array for each element before it returns. */
function visits(result?: Callback['result'], returns?: string): Entry {
  return { callbacks: [inline(0, result)], ...(returns !== undefined && { returns }) };
}

const observer: Entry = { callbacks: [handler(0, 'observer callback', undefined, { result: 'ignored' })] };

/** Nobody looks at what a listener returns. */
const listener = handler(1, 'event listener', ['Event'], { result: 'ignored' });
const untilAborted: Entry['abort'] = { argument: 2, property: 'signal' };
const listens: Entry = { callbacks: [listener], abort: untilAborted };
/** A page is loaded once, what it shows as often as it likes. */
const listensToPage: Entry = {
  callbacks: [{ ...listener, once: ['load', 'DOMContentLoaded'] }],
  abort: untilAborted,
};

const postMessage: Entry = { clones: [{ argument: 0, by: 'structured-clone', transfer: { argument: 1 } }] };

const typedArrays = ['Int8Array', 'Int16Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array'].concat([
  'Uint32Array',
  'BigInt64Array',
  'BigUint64Array',
  'Float32Array',
  'Float64Array',
]);

export const globals: Library = {
  language: 'javascript',
  modules: ['global'],
  source: 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects',
  exports: {
    ...timerFunctions,
    ...under('process', processMembers),
    ...under('crypto.subtle', subtleMembers),
    queueMicrotask: { callbacks: [{ argument: 0, runs: 'once', result: 'ignored' }], resumes: 'microtask' },
    requestAnimationFrame: {
      callbacks: [{ argument: 0, runs: 'timer', result: 'ignored', label: 'animation frame' }],
    },
    requestIdleCallback: { callbacks: [{ argument: 0, runs: 'timer', result: 'ignored', label: 'idle callback' }] },
    'scheduler.postTask': {
      promise: true,
      resumes: 'turn',
      callbacks: [{ argument: 0, runs: 'once', result: 'awaited' }],
      abort: { argument: 1, property: 'signal' },
    },
    'scheduler.yield': { promise: true, resumes: 'turn' },
    ...each(['Date.now', 'performance.now'], { clock: true }),

    Promise: { promise: true, callbacks: [inline(0, 'ignored')] },
    'Promise.all': { promise: true, combinator: 'all', returns: 'Array' },
    'Promise.allSettled': { promise: true, combinator: 'allSettled', returns: 'Array' },
    'Promise.any': { promise: true, combinator: 'any' },
    'Promise.race': { promise: true, combinator: 'race' },
    'Promise.reject': { promise: true, resumes: 'microtask' },
    'Promise.resolve': { promise: true, resumes: 'microtask' },
    'Promise.try': { promise: true, callbacks: [inline(0, 'awaited')] },
    'Promise.withResolvers': {},

    Array: { returns: 'Array' },
    'Array.from': { callbacks: [inline(1, 'collected')], returns: 'Array' },
    // One after the other, the mapper's promises too.
    'Array.fromAsync': { promise: true, callbacks: [inline(1, 'awaited')], returns: 'Array' },
    'Array.of': { returns: 'Array' },
    'Object.entries': { returns: 'Array' },
    'Object.keys': { returns: 'Array' },
    'Object.values': { returns: 'Array' },
    'Object.groupBy': { callbacks: [inline(1)] },
    'Map.groupBy': { callbacks: [inline(1)], returns: 'Map' },
    Map: { returns: 'Map' },
    Set: { returns: 'Set' },

    // 13 MB of JSON: 305–390 ms to parse, and as long again to clone what was parsed.
    'JSON.parse': { ...blocking('cpu', 'data', undefined, 'about 25–30 ms per MB'), serializes: true },
    'JSON.stringify': { ...blocking('cpu', 'data'), serializes: true },
    structuredClone: {
      ...blocking('cpu', 'data'),
      clones: [{ argument: 0, by: 'structured-clone', transfer: { argument: 1, property: 'transfer' } }],
    },
    RegExp: { pattern: { argument: 0 } },

    ...each(typedArrays, { returns: 'TypedArray' }),
    ArrayBuffer: {},
    SharedArrayBuffer: { returns: 'SharedArrayBuffer' },
    ...each(
      ['add', 'and', 'compareExchange', 'exchange', 'load', 'notify', 'or', 'store', 'sub', 'xor'].map(
        (name) => `Atomics.${name}`,
      ),
      { atomic: true },
    ),

    'Atomics.wait': blocking(
      'lock',
      'unbounded',
      different(
        'global#Atomics.waitAsync',
        'It gives { async, value }, where `value` is to be awaited if `async` is true.',
      ),
    ),
    'Atomics.waitAsync': {},

    // Bounded by a signal only; Node itself gives up after five minutes without headers.
    fetch: {
      ...promised('network', 'Response'),
      abort: { argument: 1, property: 'signal' },
      reads: { argument: 1, property: 'method', values: ['GET', 'HEAD', 'OPTIONS'] },
    },
    ...each(['AbortSignal.timeout', 'AbortSignal.any', 'AbortSignal.abort'], { returns: 'AbortSignal' }),

    XMLHttpRequest: { returns: 'XMLHttpRequest' },
    postMessage: { clones: [{ argument: 0, by: 'structured-clone' }] },
    'indexedDB.open': { returns: 'IDBRequest' },
    'indexedDB.deleteDatabase': { returns: 'IDBRequest' },
    MessageChannel: { returns: 'MessageChannel' },
    addEventListener: listensToPage,
    'document.addEventListener': listensToPage,
    'window.addEventListener': listensToPage,
    'document.createElement': { returns: 'EventTarget' },
    'document.getElementById': { returns: 'EventTarget' },
    'document.querySelector': { returns: 'EventTarget' },
    'document.body': { type: 'EventTarget' },
    ...each(['IntersectionObserver', 'MutationObserver', 'PerformanceObserver', 'ResizeObserver'], observer),
    ...each(['AbortController'], { returns: 'AbortController' }),
    ...each(['BroadcastChannel', 'EventSource', 'EventTarget', 'WebSocket'], { returns: 'EventTarget' }),
    Worker: { returns: 'Worker', offloads: 'thread', workerModule: { argument: 0 } },
    SharedWorker: { offloads: 'thread', workerModule: { argument: 0 } },
  },
  types: {
    Promise: { members: each(['catch', 'finally', 'then'], chained) },
    Array: {
      members: {
        every: visits('tested'),
        ...each(['find', 'findIndex', 'findLast', 'findLastIndex', 'some'], { ...visits('tested'), linear: 'search' }),
        forEach: visits('ignored'),
        ...each(['reduce', 'reduceRight'], visits('collected')),
        filter: visits('tested', 'Array'),
        ...each(['flatMap', 'map'], visits('collected', 'Array')),
        ...each(['sort', 'toSorted'], visits('compared', 'Array')),
        ...each(['includes', 'indexOf', 'lastIndexOf'], { linear: 'search' }),
        ...each(['shift', 'unshift'], { linear: 'move' }),
        splice: { returns: 'Array', linear: 'move' },
        ...each(['concat', 'flat', 'slice', 'toReversed', 'toSpliced', 'with'], { returns: 'Array', linear: 'copy' }),
        reverse: { returns: 'Array', linear: 'move' },
      },
    },
    Map: { members: { forEach: visits('ignored') } },
    Set: { members: { forEach: visits('ignored') } },
    Response: {
      members: {
        ...each(['arrayBuffer', 'blob', 'bytes', 'formData', 'text'], { promise: true }),
        json: { promise: true, serializes: true },
      },
    },
    EventTarget: { members: { addEventListener: listens, removeEventListener: {}, dispatchEvent: {} } },
    // Of use only while the listener has not yet awaited anything.
    Event: {
      members: {
        ...each(['preventDefault', 'stopImmediatePropagation', 'stopPropagation'], { expires: true }),
        currentTarget: { expires: true },
      },
    },
    AbortSignal: { extends: 'EventTarget', members: { throwIfAborted: {} } },
    TypedArray: { members: {} },
    SharedArrayBuffer: { members: {} },
    XMLHttpRequest: { extends: 'EventTarget', members: { ...each(['open', 'send'], { io: 'network' }), abort: {} } },
    IDBRequest: { extends: 'EventTarget', members: { result: {} } },
    MessageChannel: { members: each(['port1', 'port2'], { type: 'MessagePort' }) },
    MessagePort: { extends: 'EventTarget', members: { postMessage, close: {}, start: {} } },
    AbortController: { members: { abort: {}, signal: { type: 'AbortSignal' } } },
    Worker: {
      extends: 'EventTarget',
      holds: { what: 'threads', closedBy: ['terminate'] },
      needsListener: ['error'],
      members: { postMessage, terminate: {} },
    },
  },
};
