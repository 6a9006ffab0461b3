// Attacks that reach for something outside: files, programs, the network, other processes, more rights.
import { tryAll, type Attack } from './attack.ts';

export const reaching: readonly Attack[] = [
  { name: 'fs_read_secret', end: 'refused', code: `return require('node:fs').readFileSync(world.secret, 'utf8');` },
  {
    name: 'fs_read_tricks',
    end: 'refused',
    code: tryAll([
      `return require('node:fs').readFileSync(Buffer.from(world.secret), 'utf8')`,
      `return require('node:fs').readFileSync(new URL('file://' + world.secret), 'utf8')`,
      `return require('node:fs').readFileSync('/proc/self/root' + world.secret, 'utf8')`,
      `return require('node:fs').readFileSync('/proc/self/cwd/..' + world.secret.slice(4), 'utf8')`,
      `return require('node:fs').readFileSync(__dirname + '/../../../../../../..' + world.secret, 'utf8')`,
      `return require('node:fs').readFileSync('/proc/' + world.hostPid + '/environ', 'utf8')`,
      `return await require('node:fs/promises').readFile(world.secret, 'utf8')`,
      `const fs = require('node:fs'); return fs.readSync(fs.openSync(world.secret), Buffer.alloc(9))`,
      `const fs = require('node:fs'); fs.copyFileSync(world.secret, __dirname + '/copy'); return fs.readFileSync(__dirname + '/copy', 'utf8')`,
      `const fs = require('node:fs'); fs.cpSync(world.secret, __dirname + '/copy'); return fs.readFileSync(__dirname + '/copy', 'utf8')`,
      `return require('node:fs').readdirSync(world.outside)`,
      `return require('node:fs').opendirSync(world.outside).path`,
      `return require('node:fs').globSync(world.outside + '/*').join() || (() => { throw 1; })()`,
      `return require('node:fs').realpathSync.native(world.secret)`,
      `return process.loadEnvFile(world.secret)`,
      `return process.binding('fs')`,
      `return require(world.secret)`,
      `return await import(world.secret)`,
      `const path = require('node:path'); path.resolve = () => __filename; String.prototype.startsWith = () => true; return require('node:fs').readFileSync(world.secret, 'utf8')`,
    ]),
  },
  {
    name: 'fs_symlink_create',
    end: 'refused',
    code: `const fs = require('node:fs'); fs.symlinkSync(world.secret, __dirname + '/link'); return fs.readFileSync(__dirname + '/link', 'utf8');`,
  },
  {
    name: 'fs_write',
    end: 'refused',
    code: `require('node:fs').writeFileSync(world.outside + '/written', 'x'); return 'written';`,
  },
  {
    name: 'fs_write_allowed_dir',
    end: 'refused',
    code: `require('node:fs').writeFileSync(__dirname + '/written', 'x'); return 'written';`,
  },
  {
    name: 'fs_write_tricks',
    end: 'refused',
    code: tryAll([
      `require('node:fs').appendFileSync(world.secret, 'x'); return 'appended'`,
      `require('node:fs').truncateSync(world.secret); return 'cut'`,
      `require('node:fs').renameSync(world.secret, world.outside + '/moved'); return 'moved'`,
      `require('node:fs').rmSync(world.secret); return 'removed'`,
      `require('node:fs').mkdirSync(world.outside + '/made'); return 'made'`,
      `require('node:fs').linkSync(world.secret, world.outside + '/hard'); return 'linked'`,
      `require('node:fs').chmodSync(world.secret, 0o777); return 'opened'`,
      `require('node:fs').utimesSync(world.secret, 1, 1); return 'dated'`,
      `process.report.writeReport(world.outside + '/report'); return require('node:fs').existsSync(world.outside + '/report') || (() => { throw 1; })()`,
      `require('node:v8').writeHeapSnapshot(world.outside + '/heap'); return 'heap'`,
    ]),
  },
  {
    name: 'child_process',
    end: 'refused',
    code: tryAll([
      `return require('node:child_process').execFileSync('/bin/true').length`,
      `return require('node:child_process').execFileSync(process.execPath, ['-v']).length`,
      `return await new Promise((done, fail) => require('node:child_process').spawn('/bin/sh', ['-c', 'touch ' + world.outside + '/child']).on('error', fail).on('exit', done))`,
      `return await new Promise((done, fail) => require('node:child_process').fork(__filename).on('error', fail).on('spawn', done))`,
    ]),
  },
  {
    name: 'process_execve',
    end: 'refused',
    code: `return process.execve('/bin/sh', ['sh', '-c', 'touch ' + world.outside + '/executed'], {});`,
  },
  {
    name: 'tcp_loopback',
    end: 'refused',
    withoutLayer: 'contained',
    seenWithoutLayer: ['tcp'],
    code: `return await new Promise((done, fail) => require('node:net').connect(world.tcpPort, '127.0.0.1').on('error', fail).on('connect', () => done('connected')));`,
  },
  {
    name: 'unix_socket',
    end: 'refused',
    withoutLayer: 'contained',
    seenWithoutLayer: ['unix'],
    code: `return await new Promise((done, fail) => require('node:net').connect(world.socket).on('error', fail).on('connect', () => done('connected')));`,
  },
  {
    name: 'unix_abstract',
    end: 'refused',
    withoutLayer: 'contained',
    seenWithoutLayer: ['unix'],
    code: `return await new Promise((done, fail) => require('node:net').connect({ path: world.abstractSocket }).on('error', fail).on('connect', () => done('connected')));`,
  },
  {
    // A packet that is sent into an empty network is no harm: what counts is that none arrives.
    name: 'dns',
    end: 'contained',
    seenWithoutLayer: ['udp'],
    code: `const socket = require('node:dgram').createSocket('udp4');
      return await new Promise((done, fail) => { socket.on('error', fail); socket.send('secret', world.udpPort, '127.0.0.1', (error) => error ? fail(error) : done('sent')); });`,
  },
  {
    name: 'fetch',
    end: 'refused',
    withoutLayer: 'contained',
    seenWithoutLayer: ['tcp'],
    code: `return (await fetch('http://127.0.0.1:' + world.tcpPort + '/?secret')).status;`,
  },
  {
    name: 'kill_parent',
    end: 'refused',
    code: tryAll([
      `return process.kill(world.victimPid, 'SIGUSR2')`,
      `const code = process._kill(world.victimPid, 12); if (code !== 0) throw code; return 'signalled'`,
      `return (await import('node:process')).kill(world.victimPid, 'SIGUSR2')`,
      `return process.getBuiltinModule('process').kill(world.victimPid, 'SIGUSR2')`,
    ]),
  },
  {
    name: 'env_secrets',
    end: 'refused',
    code: `const found = Object.keys(process.env).filter((name) => !['ELECTRON_RUN_AS_NODE', 'OPENSSL_CONF', 'SystemRoot', 'PWD', 'LC_CTYPE'].includes(name)); if (found.length > 0) return found.join(); throw new Error('empty');`,
  },
  {
    name: 'native_addon',
    end: 'refused',
    code: tryAll([
      `return process.dlopen({ exports: {} }, '/usr/lib/x86_64-linux-gnu/libc.so.6')`,
      `return require('/usr/lib/addon.node')`,
    ]),
  },
  {
    name: 'wasi',
    end: 'refused',
    code: `const { WASI } = require('node:wasi'); return String(new WASI({ version: 'preview1', preopens: { '/': '/' } }));`,
  },
  {
    name: 'wasm_plain',
    end: 'contained',
    code: `return WebAssembly.validate(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));`,
  },
  {
    name: 'inspector_open',
    end: 'refused',
    code: tryAll([
      `require('node:inspector').open(0); return require('node:inspector').url()`,
      `const session = new (require('node:inspector').Session)(); session.connectToMainThread(); return 'connected'`,
    ]),
  },
  {
    name: 'worker_escape',
    end: 'refused',
    code: `const { Worker } = require('node:worker_threads');
      const worker = new Worker('require("node:worker_threads").parentPort.postMessage(require("node:fs").readFileSync(' + JSON.stringify(world.secret) + ', "utf8"))', { eval: true, execArgv: [] });
      return await new Promise((done, fail) => worker.on('message', done).on('error', fail));`,
  },
  {
    name: 'worker_internal',
    end: 'contained',
    code: `const { Worker } = require('node:worker_threads'); const symbol = Object.getOwnPropertySymbols(Worker.prototype)[0]; return String(new Worker.prototype.constructor('', { eval: true, argv: 1 })) + String(symbol);`,
  },
  {
    name: 'vm_escape',
    end: 'refused',
    code: `const { runInNewContext } = require('node:vm'); const outer = runInNewContext('this.constructor.constructor("return process")()', {}); return outer.getBuiltinModule('node:fs').readFileSync(world.secret, 'utf8');`,
  },
  {
    name: 'module_register_hooks',
    end: 'refused',
    code: `require('node:module').register('data:text/javascript,' + encodeURIComponent('import { readFileSync } from "node:fs"; export function initialize() { readFileSync("/etc/hostname"); }')); return 'registered';`,
  },
  {
    name: 'drop_privs_api',
    end: 'refused',
    code: `return tryIt(); function tryIt() { if (process.permission?.has('fs.read', world.secret) === true) return 'has'; process.setuid?.(12345); throw new Error('nothing to gain'); }`,
  },
  {
    name: 'esc_sqlite_read',
    end: 'refused',
    code: `const { DatabaseSync } = require('node:sqlite'); return new DatabaseSync(world.secret, { readOnly: true }).prepare('select 1').get();`,
  },
  {
    name: 'esc_sqlite_attach',
    end: 'refused',
    code: `const { DatabaseSync } = require('node:sqlite'); new DatabaseSync(':memory:').exec("attach '" + world.outside + "/made.db' as x; create table x.t(a)"); return 'attached';`,
  },
  {
    name: 'esc_v8flag_write',
    end: 'refused',
    code: tryAll([
      `require('node:v8').setFlagsFromString('--logfile=' + world.outside + '/log'); return 'set'`,
      `(await import('node:v8')).setFlagsFromString('--redirect-code-traces-to=' + world.outside + '/log'); return 'set'`,
    ]),
  },
  {
    name: 'esc_sigusr1_cdp',
    end: 'refused',
    code: tryAll([`return process.kill(world.victimPid, 'SIGUSR1')`, `return process._debugProcess(world.victimPid)`]),
  },
  {
    name: 'fd_3_read_steal',
    end: 'contained',
    code: `const fs = require('node:fs'); const bytes = Buffer.alloc(4096); try { return 'read ' + fs.readSync(3, bytes); } catch (error) { throw new Error(error.code); }`,
  },
];
