// Stands between a script and the editor's server so that nothing outlives the script, however it ends. The script holds
// the other end of our standard input: when it closes (a clean stop, a crash, a kill -9 of the script), the server and
// everything it started are ended and the temporary folder is removed.
//   node guard.mjs FOLDER SERVER ARGS…
// Leads a process group of its own (the script starts us detached), so one signal reaches extension hosts and language
// servers too.
import { execFileSync, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';

const [folder = '', ...command] = process.argv.slice(2);
const server = spawn(process.execPath, command, { stdio: ['ignore', 'inherit', 'inherit'] });
const patience = 3000;
let ending = false;

// The group's signal reaches us as well: we are the one who stays to tidy up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
process.stdin.on('close', end).on('error', end).resume();
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
server.on('exit', finish);
server.on('error', finish);

function end() {
  if (ending) return;
  ending = true;
  signalGroup('SIGTERM');
  setTimeout(finish, patience);
}

function finish() {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } finally {
    signalGroup('SIGKILL');
    process.exit(0);
  }
}

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  try {
    if (process.platform === 'win32')
      execFileSync('taskkill', ['/pid', String(server.pid), '/T', '/F'], { stdio: 'ignore' });
    else process.kill(-process.pid, signal);
  } catch {
    // Already gone.
  }
}
