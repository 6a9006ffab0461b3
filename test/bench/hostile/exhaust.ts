// Attacks that take: time, memory, processes, descriptors; and those that end or freeze what runs them.
import { tryAll, type Attack } from './attack.ts';

const memory = ['memory-limit', 'crashed', 'failed'] as const;

export const exhausting: readonly Attack[] = [
  { name: 'infinite_loop', end: ['time-limit'], endless: true, code: `for (;;);` },
  {
    name: 'infinite_microtask',
    end: ['time-limit', ...memory],
    endless: true,
    code: `const again = () => Promise.resolve().then(again); return await again();`,
  },
  { name: 'regex_dos', end: ['time-limit'], endless: true, code: `return /^(a+)+$/.test('a'.repeat(40) + 'b');` },
  {
    name: 'atomics_wait',
    end: ['time-limit', 'failed'],
    endless: true,
    code: `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return 'woke';`,
  },
  { name: 'ignore_sigterm', end: ['time-limit'], endless: true, code: `process.on('SIGTERM', () => {}); for (;;);` },
  { name: 'heap_bomb', end: memory, code: `const all = []; for (;;) all.push(new Array(1e5).fill(1.5));` },
  {
    name: 'string_bomb',
    end: 'contained',
    code: `const all = []; let text = 'x'; for (let round = 0; round < 1e4; round++) { text = (text + text).slice(0, 2 ** 27); all.push(text + round); Buffer.from(all.at(-1)); } return 'grown';`,
  },
  {
    name: 'arraybuffer_bomb',
    end: 'contained',
    code: `const all = []; for (;;) all.push(new Uint8Array(5e7).fill(1));`,
  },
  {
    name: 'wasm_mem_bomb',
    end: 'contained',
    code: `const all = []; for (let n = 0; n < 40; n++) { const memory = new WebAssembly.Memory({ initial: 1600 }); new Uint8Array(memory.buffer).fill(1); all.push(memory); } return 'grown';`,
  },
  { name: 'alloc_single_huge', end: 'contained', code: `return Buffer.alloc(4e9, 1).length;` },
  {
    name: 'fork_bomb',
    end: 'refused',
    code: tryAll([
      `for (let n = 0; n < 200; n++) require('node:child_process').spawn('/bin/sleep', ['60']).on('error', () => {}).pid ?? (() => { throw 1; })(); return 'forked'`,
    ]),
  },
  {
    name: 'thread_bomb',
    end: 'refused',
    code: `const { Worker } = require('node:worker_threads'); for (let n = 0; n < 200; n++) new Worker('setInterval(() => {}, 1e3)', { eval: true }); return 'started';`,
  },
  {
    name: 'fd_exhaustion',
    end: 'refused',
    code: `const fs = require('node:fs'); for (let n = 0; n < 5000; n++) fs.openSync('/dev/null'); return 'opened';`,
  },
  {
    name: 'stdout_flood',
    end: 'contained',
    code: `const fs = require('node:fs'); for (let n = 0; n < 20000; n++) { fs.writeSync(1, 'x'.repeat(1000)); fs.writeSync(2, 'y'.repeat(1000)); } return 'flooded';`,
  },
  {
    name: 'stdout_flood_stream',
    end: 'contained',
    code: `const text = 'x'.repeat(1e5); for (let n = 0; n < 2000; n++) process.stdout.write(text); return 'flooded';`,
  },
  { name: 'interval_left', end: 'contained', code: `setInterval(() => {}, 1); return 'left';` },
  { name: 'unhandled_rejection', end: 'contained', code: `Promise.reject(new Error('late')); return 'left';` },
  {
    name: 'uncaught_late',
    end: 'contained',
    code: `setTimeout(() => { throw new Error('late'); }, 1); await new Promise((done) => setTimeout(done, 50)); return 'left';`,
  },
  { name: 'process_exit', end: 'contained', code: `process.exit(3);` },
  { name: 'process_really_exit', end: 'refused', code: `process.reallyExit(3); return 'left';` },
  { name: 'process_abort', end: 'refused', code: `process.abort(); return 'left';` },
  { name: 'segv_self', end: 'refused', code: `process.kill(process.pid, 'SIGSEGV'); return 'left';` },
  { name: 'sigstop_self', end: 'refused', code: `process.kill(process.pid, 'SIGSTOP'); return 'left';` },
  {
    name: 'sigkill_group',
    end: 'refused',
    code: tryAll([
      `return process.kill(0, 'SIGKILL')`,
      `return process.kill(-process.pid, 'SIGKILL')`,
      `return process.kill(-1, 'SIGUSR2')`,
    ]),
  },
  {
    name: 'beforeexit_hook',
    end: 'contained',
    code: `process.on('exit', () => { for (;;); }); process.on('beforeExit', () => { for (;;); }); return 'hooked';`,
  },
];
