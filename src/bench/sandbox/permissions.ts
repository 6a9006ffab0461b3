// The walls inside the process. `--permission --allow-worker` alone is none: a worker started with `execArgv: []` has no
// permission model. Dropping `worker` before measured code loads closes that door.
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Worker } from 'node:worker_threads';
import * as v8 from 'node:v8';

interface Permission {
  has(scope: string, reference?: string): boolean;
  drop?(scope: string): void;
}

const permission = (process as { readonly permission?: Permission }).permission;

export const permissionModel = permission !== undefined;
export const canDrop = typeof permission?.drop === 'function';

/** Some runtimes know more scopes than others. */
const scopes = ['worker', 'inspector', 'child', 'wasi', 'addon', 'net'];

/**
 * Gives up, in this thread and for good, whatever measured code could leave the sandbox with. Call before loading it.
 * In a process that is `walled` in from outside, a runtime that cannot do so is good enough.
 * @throws Error when the runtime cannot or does not.
 */
export function dropPermissions(walled: boolean): void {
  if (!permission?.drop) {
    if (!walled) throw new Error('The runtime cannot take permissions away from a running thread.');
    disarm();
    return;
  }
  for (const scope of scopes) {
    try {
      permission.drop(scope);
    } catch {
      // A scope that this runtime does not know is not granted either; the test below decides.
    }
  }
  disarm();
  if (isAllowed(() => new Worker('', { eval: true, execArgv: [] }))) {
    throw new Error(
      'This runtime still starts threads without permissions after they were dropped, so your code was not run.',
    );
  }
}

/**
 * Gives up reading files. Call after measured code was loaded.
 * @throws Error when files can still be read.
 */
export function dropReading(): void {
  // Without it the host has made sure that there is nothing to read but what was loaded.
  if (!permission?.drop) return;
  permission.drop('fs.read');
  if (isAllowed(() => readFileSync(__filename))) {
    throw new Error('This runtime still reads files after that was given up, so your code was not run.');
  }
}

function isAllowed(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** Signals, native bindings and V8 flags are not covered by the permission model. */
function disarm(): void {
  const refuse = (): never => {
    throw new Error('Not available while measuring.');
  };
  for (const name of [
    'kill',
    '_kill',
    'reallyExit',
    'abort',
    'dlopen',
    'binding',
    '_linkedBinding',
    '_debugProcess',
    'execve',
  ]) {
    if (name in process) Object.defineProperty(process, name, { value: refuse, writable: false, configurable: false });
  }
  // Every importer shares this one object: a namespace import would be a copy.
  const flags = (v8 as { default?: object }).default ?? v8;
  Object.defineProperty(flags, 'setFlagsFromString', { value: refuse, writable: false, configurable: false });
  // `import { kill } from 'node:process'` would otherwise still give the original.
  syncBuiltinESMExports();
}
