// Attacks on what is said: the clock, the channel, the results, and what later code finds.
import type { Attack } from './attack.ts';

const untrusted = ['protocol', 'crashed'] as const;

/** A frame as the host expects it, but for the mark that only the sandbox's own code knows. */
const frame = `const body = Buffer.from('{"type":"warm","unitMs":1}'); const bytes = Buffer.alloc(24 + body.length); bytes.writeUInt32BE(body.length, 0); body.copy(bytes, 24);`;

export const forging: readonly Attack[] = [
  {
    name: 'forge_clock',
    end: 'contained',
    code: `performance.now = () => 0; Date.now = () => 0; process.hrtime = () => [0, 0]; return 'forged';`,
  },
  {
    name: 'forge_array_proto',
    end: 'contained',
    code: `Array.prototype.push = () => 0; Array.prototype.sort = function () { return this; }; Math.min = () => 0; return 'forged';`,
  },
  {
    name: 'forge_port',
    end: 'contained',
    only: 'pool',
    code: `require('node:worker_threads').parentPort.postMessage({ taskId: 1, result: 'forged', error: null }); return 'sent';`,
  },
  {
    name: 'forge_ipc_fd',
    end: untrusted,
    code: `require('node:fs').writeSync(4, '{"type":"ready"}\\n'); await new Promise((done) => setTimeout(done, 1000)); return 'sent';`,
  },
  {
    name: 'ipc_forged_nonce',
    end: untrusted,
    code: `${frame} bytes.fill(7, 4, 20); require('node:fs').writeSync(4, bytes); await new Promise((done) => setTimeout(done, 1000)); return 'sent';`,
  },
  {
    name: 'ipc_malformed',
    end: untrusted,
    code: `require('node:fs').writeSync(4, '{not json}\\n'.repeat(10)); await new Promise((done) => setTimeout(done, 1000)); return 'sent';`,
  },
  {
    name: 'ipc_flood_json',
    end: untrusted,
    code: `const line = '['.repeat(65536); for (;;) require('node:fs').writeSync(4, line);`,
  },
  {
    name: 'ipc_flood_advanced',
    end: untrusted,
    code: `const bytes = Buffer.alloc(65536, 255); for (;;) require('node:fs').writeSync(4, bytes);`,
  },
  {
    name: 'proto_pollution',
    end: 'contained',
    code: `Object.prototype.type = 'ready'; Object.prototype.toJSON = () => 'forged'; Object.prototype.then = undefined; return 'polluted';`,
  },
  {
    name: 'monkeypatch_leak',
    end: 'contained',
    code: `JSON.stringify = () => '"forged"'; Buffer.from = () => { throw new Error('patched'); }; require('node:crypto').createHash = () => ({ update: () => ({ digest: () => 'forged' }) }); return 'patched';`,
  },
  { name: 'huge_result', end: 'contained', code: `return new Uint8Array(6e8);` },
  { name: 'uncloneable_result', end: 'contained', code: `return () => 'function';` },
  { name: 'evil_getter_result', end: ['time-limit'], endless: true, code: `return { get value() { for (;;); } };` },
];
