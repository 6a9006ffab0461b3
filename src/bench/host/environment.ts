import { devNull } from 'node:os';

/** The whole environment of a sandbox. Electron needs the first to behave as Node. */
export function scrubbedEnvironment(): NodeJS.ProcessEnv {
  const base = { ELECTRON_RUN_AS_NODE: '1', OPENSSL_CONF: devNull };
  const systemRoot = process.env['SystemRoot'];
  return systemRoot === undefined ? base : { ...base, SystemRoot: systemRoot };
}
