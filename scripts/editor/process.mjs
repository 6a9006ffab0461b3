// Running other programs, and stopping with them.
import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** Ends with a message instead of a stack when the Node that runs us is older than what we build and test for. */
export function requireNode() {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major >= 22) return;
  console.error(
    `This needs Node 22 or newer, and this is ${process.version}. Call it through npm (\`npm test\`, \`npm start\`): ` +
      '`npm ci` brings a newer Node along, unless it ran with --ignore-scripts.',
  );
  process.exit(2);
}

/**
 * Runs a program to its end; rejects unless it exits with 0.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean }} [options] quiet: show the output only on failure
 * @returns {Promise<void>}
 */
export function run(command, args, { cwd = root, env = process.env, quiet = false, shell = false } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    child.on('error', fail);
    child.on('close', (code, signal) => {
      if (code === 0) return done();
      fail(new Failed(`${[command, ...args].join(' ')} ended with ${signal ?? code}`, output));
    });
  });
}

/** A program that failed, with what it said. */
export class Failed extends Error {
  /**
   * @param {string} message
   * @param {string} output
   */
  constructor(message, output) {
    super(output.trim() === '' ? message : `${message}\n${output.trim()}`);
    this.output = output;
  }
}

/**
 * npm itself, run by the Node that runs us. Inside `npm run` npm says where it is; elsewhere it is on PATH.
 * @param {readonly string[]} args
 * @param {{ cwd?: string, quiet?: boolean }} [options]
 */
export function npm(args, options) {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js') ? run(process.execPath, [script, ...args], options) : run('npm', args, options);
}

/** Builds `dist/`. @param {{ production?: boolean }} [options] */
export function buildAll({ production = false } = {}) {
  return run(process.execPath, ['esbuild.mjs', ...(production ? ['--production'] : [])], { quiet: true });
}

/**
 * Calls `stop` once when the person presses Ctrl+C or the process is asked to end, then exits.
 * @param {() => Promise<unknown>} stop
 * @returns {() => void} to forget it again
 */
export function stopOnSignal(stop) {
  const signals = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });
  let stopping = false;
  const handlers = Object.entries(signals).map(([signal, code]) => {
    const handler = () => {
      if (stopping) return;
      stopping = true;
      void stop().finally(() => process.exit(code));
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  return () => handlers.forEach((forget) => forget());
}
