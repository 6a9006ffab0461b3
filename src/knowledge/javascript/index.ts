import type { Library } from '../schema.ts';
import { childProcess } from './child-process.ts';
import { crypto } from './crypto.ts';
import { events } from './events.ts';
import { express } from './express.ts';
import { fsPromises } from './fs-promises.ts';
import { fs } from './fs.ts';
import { globals } from './global.ts';
import { http, http2, https, net, tls } from './http.ts';
import { pLimit } from './p-limit.ts';
import { process } from './process.ts';
import { readline, readlinePromises } from './readline.ts';
import { stream, streamConsumers, streamPromises } from './stream.ts';
import { timers, timersPromises } from './timers.ts';
import { zlib } from './zlib.ts';

/** The language and Node's own modules. */
export const platform: readonly Library[] = [
  childProcess,
  crypto,
  events,
  fs,
  fsPromises,
  globals,
  http,
  http2,
  https,
  net,
  process,
  readline,
  readlinePromises,
  stream,
  streamConsumers,
  streamPromises,
  timers,
  timersPromises,
  tls,
  zlib,
];

const packages: readonly Library[] = [express, pLimit];

export const javascript: readonly Library[] = [...platform, ...packages];
