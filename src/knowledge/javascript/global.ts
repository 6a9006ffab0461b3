import type { Callback, Entry, Library } from '../schema.ts';
import { blocking, different, each, handler, promised, under } from './build.ts';
import { subtleMembers } from './crypto.ts';
import { processMembers } from './process.ts';
import { timerFunctions } from './timers.ts';

const inline = (argument: number): Callback => ({ argument, runs: 'inline' });

/** `then` and its kin: a promise again, the functions called once it settles. */
const chained: Entry = { promise: true, callbacks: [{ argument: 'every', from: 0, runs: 'once' }] };

/** Called by the array for each element before it returns. */
const visits: Entry = { callbacks: [inline(0)] };
const visitsToArray: Entry = { callbacks: [inline(0)], returns: 'Array' };

const observer: Entry = { callbacks: [handler(0, 'observer callback')] };

export const globals: Library = {
  language: 'javascript',
  modules: ['global'],
  source: 'https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects',
  exports: {
    ...timerFunctions,
    ...under('process', processMembers),
    ...under('crypto.subtle', subtleMembers),
    queueMicrotask: { callbacks: [{ argument: 0, runs: 'once' }] },
    requestAnimationFrame: { callbacks: [{ argument: 0, runs: 'timer', label: 'animation frame' }] },
    requestIdleCallback: { callbacks: [{ argument: 0, runs: 'timer', label: 'idle callback' }] },
    'scheduler.postTask': { promise: true, callbacks: [{ argument: 0, runs: 'once' }] },
    'scheduler.yield': { promise: true },

    Promise: { promise: true, callbacks: [inline(0)] },
    'Promise.all': { promise: true, combinator: 'all', returns: 'Array' },
    'Promise.allSettled': { promise: true, combinator: 'allSettled', returns: 'Array' },
    'Promise.any': { promise: true, combinator: 'any' },
    'Promise.race': { promise: true, combinator: 'race' },
    'Promise.reject': { promise: true },
    'Promise.resolve': { promise: true },
    'Promise.try': { promise: true, callbacks: [inline(0)] },

    Array: { returns: 'Array' },
    'Array.from': { callbacks: [inline(1)], returns: 'Array' },
    'Array.fromAsync': { promise: true, callbacks: [inline(1)], returns: 'Array' },
    'Array.of': { returns: 'Array' },
    'Object.entries': { returns: 'Array' },
    'Object.keys': { returns: 'Array' },
    'Object.values': { returns: 'Array' },
    'Object.groupBy': { callbacks: [inline(1)] },
    'Map.groupBy': { callbacks: [inline(1)], returns: 'Map' },
    Map: { returns: 'Map' },
    Set: { returns: 'Set' },

    // 13 MB of JSON: 305–390 ms to parse, and as long again to clone what was parsed.
    'JSON.parse': blocking('cpu', 'data', undefined, 'about 25–30 ms per MB'),
    'JSON.stringify': blocking('cpu', 'data'),
    structuredClone: blocking('cpu', 'data'),

    'Atomics.wait': blocking(
      'lock',
      'unbounded',
      different(
        'global#Atomics.waitAsync',
        'It gives { async, value }, where `value` is to be awaited if `async` is true.',
      ),
    ),
    'Atomics.waitAsync': {},
    ...each(['alert', 'confirm', 'prompt'], blocking('lock', 'unbounded')),

    fetch: promised('network', 'Response'),
    addEventListener: { callbacks: [handler(1, 'event listener')] },
    'document.addEventListener': { callbacks: [handler(1, 'event listener')] },
    'window.addEventListener': { callbacks: [handler(1, 'event listener')] },
    'document.createElement': { returns: 'EventTarget' },
    'document.getElementById': { returns: 'EventTarget' },
    'document.querySelector': { returns: 'EventTarget' },
    'document.body': { type: 'EventTarget' },
    ...each(['IntersectionObserver', 'MutationObserver', 'PerformanceObserver', 'ResizeObserver'], observer),
    ...each(['AbortController'], { returns: 'AbortController' }),
    ...each(['BroadcastChannel', 'EventSource', 'EventTarget', 'WebSocket'], { returns: 'EventTarget' }),
    Worker: { returns: 'Worker', offloads: 'thread' },
    SharedWorker: { offloads: 'thread' },
  },
  types: {
    Promise: { members: each(['catch', 'finally', 'then'], chained) },
    Array: {
      members: {
        ...each(['every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'forEach', 'some'], visits),
        ...each(['reduce', 'reduceRight'], visits),
        ...each(['filter', 'flatMap', 'map', 'sort', 'toSorted'], visitsToArray),
        ...each(['concat', 'flat', 'reverse', 'slice', 'splice', 'toReversed', 'toSpliced', 'with'], {
          returns: 'Array',
        }),
      },
    },
    Map: { members: { forEach: visits } },
    Set: { members: { forEach: visits } },
    Response: { members: each(['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'], { promise: true }) },
    EventTarget: { members: { addEventListener: { callbacks: [handler(1, 'event listener')] } } },
    AbortController: { members: { signal: { type: 'EventTarget' } } },
    Worker: { extends: 'EventTarget', members: {} },
  },
};
