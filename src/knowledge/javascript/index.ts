import type { Library } from '../schema.ts';
import { asyncHooks } from './async-hooks.ts';
import { axios } from './axios.ts';
import { bcrypt, bcryptjs } from './bcrypt.ts';
import { childProcess } from './child-process.ts';
import { crypto } from './crypto.ts';
import { dns, dnsPromises } from './dns.ts';
import { events } from './events.ts';
import { crossSpawn, execa } from './execa.ts';
import { express } from './express.ts';
import { fastify } from './fastify.ts';
import { fsExtra } from './fs-extra.ts';
import { fsPromises } from './fs-promises.ts';
import { fs } from './fs.ts';
import { fastGlob, glob, globby } from './glob.ts';
import { globals } from './global.ts';
import { got, ky, nodeFetch } from './http-clients.ts';
import { http, http2, https, net, tls } from './http.ts';
import { knex } from './knex.ts';
import { mongoose } from './mongoose.ts';
import { mysql2, mysql2Promise } from './mysql2.ts';
import { pLimit } from './p-limit.ts';
import { pMap } from './p-map.ts';
import { pQueue } from './p-queue.ts';
import { pg } from './pg.ts';
import { piscina } from './piscina.ts';
import { prisma } from './prisma.ts';
import { process } from './process.ts';
import { readline, readlinePromises } from './readline.ts';
import { ioredis, redis } from './redis.ts';
import { sharp } from './sharp.ts';
import { betterSqlite3, nodeSqlite } from './sqlite.ts';
import { stream, streamConsumers, streamPromises } from './stream.ts';
import { timers, timersPromises } from './timers.ts';
import { undici } from './undici.ts';
import { util } from './util.ts';
import { v8 } from './v8.ts';
import { vscode } from './vscode.ts';
import { workerThreads } from './worker-threads.ts';
import { zlib } from './zlib.ts';

/** The language and Node's own modules. */
export const platform: readonly Library[] = [
  asyncHooks,
  childProcess,
  crypto,
  dns,
  dnsPromises,
  events,
  fs,
  fsPromises,
  globals,
  http,
  http2,
  https,
  net,
  nodeSqlite,
  process,
  readline,
  readlinePromises,
  stream,
  streamConsumers,
  streamPromises,
  timers,
  timersPromises,
  tls,
  util,
  v8,
  workerThreads,
  zlib,
];

/** Packages of npm, and the editor's API. */
export const packages: readonly Library[] = [
  axios,
  bcrypt,
  bcryptjs,
  betterSqlite3,
  crossSpawn,
  execa,
  express,
  fastGlob,
  fastify,
  fsExtra,
  glob,
  globby,
  got,
  ioredis,
  knex,
  ky,
  mongoose,
  mysql2,
  mysql2Promise,
  nodeFetch,
  pg,
  piscina,
  pLimit,
  pMap,
  pQueue,
  prisma,
  redis,
  sharp,
  undici,
  vscode,
];

export const javascript: readonly Library[] = [...platform, ...packages];
