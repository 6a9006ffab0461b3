import type { Library } from '../schema.ts';
import { admZip } from './archives.ts';
import { asyncHooks } from './async-hooks.ts';
import { axios } from './axios.ts';
import { discordJs, grammy, nodeTelegramBotApi, slackBolt, telegraf } from './bots.ts';
import { bcrypt, bcryptjs, cryptoJs } from './bcrypt.ts';
import { bluebird } from './bluebird.ts';
import { amqplib, kafkajs } from './brokers.ts';
import { playwright, puppeteer } from './browsers.ts';
import { childProcess } from './child-process.ts';
import {
  anthropic,
  awsClients,
  awsDocumentClient,
  awsSdk,
  azureBlob,
  googleapis,
  googleStorage,
  openai,
  stripe,
} from './clouds.ts';
import { cac, commander, prompts } from './command-lines.ts';
import { crypto } from './crypto.ts';
import { dns, dnsPromises } from './dns.ts';
import {
  argon2,
  cheerio,
  chokidar,
  csvParseSync,
  ejs,
  exceljs,
  jimp,
  papaparse,
  pug,
  xlsx,
  xml2js,
} from './documents.ts';
import { electron } from './electron.ts';
import { events } from './events.ts';
import { crossSpawn, execa } from './execa.ts';
import { bodyParser, express, expressAsyncHandler } from './express.ts';
import { fastify, fastifyPlugin } from './fastify.ts';
import { fsExtra } from './fs-extra.ts';
import { fsPromises } from './fs-promises.ts';
import { fs } from './fs.ts';
import { fastGlob, glob, globby, tinyglobby } from './glob.ts';
import { globals } from './global.ts';
import { h3 } from './h3.ts';
import { hapi } from './hapi.ts';
import { hono } from './hono.ts';
import { got, ky, nodeFetch, syncRequest } from './http-clients.ts';
import { http, http2, https, net, tls } from './http.ts';
import { agenda, bull, bullmq, cron, nodeCron } from './jobs.ts';
import { knex } from './knex.ts';
import { koa, koaRouter } from './koa.ts';
import { async, asyncMutex, bottleneck, pAll, pRetry } from './limiters.ts';
import { nodemailer } from './mail.ts';
import { mongoose } from './mongoose.ts';
import { mysql2, mysql2Promise } from './mysql2.ts';
import { apolloServer, graphqlTools, graphqlYoga, typeGraphql } from './graphql.ts';
import { nestCommon, nestEvents, nestGraphql, nestMicroservices, nestSchedule, nestWebsockets } from './nest.ts';
import { drizzle, kysely, mongodb, mysql, postgres, sequelize, typeorm } from './orms.ts';
import { pLimit } from './p-limit.ts';
import { pMap } from './p-map.ts';
import { pQueue } from './p-queue.ts';
import { pg } from './pg.ts';
import { piscina } from './piscina.ts';
import { prisma } from './prisma.ts';
import { firebaseFunctions, meteor, trpc } from './procedures.ts';
import { process } from './process.ts';
import { react } from './react.ts';
import { readline, readlinePromises } from './readline.ts';
import { ioredis, redis } from './redis.ts';
import { elysia, polka, restify } from './routers.ts';
import { sharp } from './sharp.ts';
import { socketIo, ws } from './sockets.ts';
import { betterSqlite3, nodeSqlite } from './sqlite.ts';
import { stream, streamConsumers, streamPromises } from './stream.ts';
import { superagent } from './superagent.ts';
import { timers, timersPromises } from './timers.ts';
import { babel, del, esbuild, gracefulFs, rimraf, sass, shelljs, typescript, writeFileAtomic } from './tools.ts';
import { undici } from './undici.ts';
import { util } from './util.ts';
import { v8 } from './v8.ts';
import { vscode } from './vscode.ts';
import { jestWorker, makeSynchronous, synckit, tinypool, workerpool } from './worker-pools.ts';
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
  react,
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
  admZip,
  agenda,
  amqplib,
  anthropic,
  argon2,
  async,
  asyncMutex,
  ...awsClients,
  awsDocumentClient,
  awsSdk,
  axios,
  discordJs,
  grammy,
  nodeTelegramBotApi,
  slackBolt,
  telegraf,
  azureBlob,
  babel,
  bcrypt,
  bcryptjs,
  betterSqlite3,
  bluebird,
  bottleneck,
  bull,
  bullmq,
  cac,
  cheerio,
  chokidar,
  commander,
  cron,
  crossSpawn,
  cryptoJs,
  csvParseSync,
  del,
  drizzle,
  ejs,
  electron,
  elysia,
  esbuild,
  exceljs,
  execa,
  express,
  expressAsyncHandler,
  bodyParser,
  fastGlob,
  fastify,
  fastifyPlugin,
  firebaseFunctions,
  fsExtra,
  glob,
  globby,
  googleapis,
  googleStorage,
  got,
  gracefulFs,
  h3,
  hapi,
  hono,
  ioredis,
  jestWorker,
  jimp,
  kafkajs,
  knex,
  koa,
  koaRouter,
  ky,
  kysely,
  makeSynchronous,
  meteor,
  mongodb,
  mongoose,
  mysql,
  mysql2,
  mysql2Promise,
  apolloServer,
  graphqlTools,
  graphqlYoga,
  typeGraphql,
  nestCommon,
  nestEvents,
  nestGraphql,
  nestMicroservices,
  nestSchedule,
  nestWebsockets,
  nodeCron,
  nodeFetch,
  nodemailer,
  openai,
  pAll,
  papaparse,
  pg,
  piscina,
  pLimit,
  pMap,
  playwright,
  polka,
  postgres,
  pQueue,
  pRetry,
  prisma,
  prompts,
  pug,
  puppeteer,
  redis,
  rimraf,
  sass,
  sequelize,
  restify,
  sharp,
  trpc,
  shelljs,
  socketIo,
  stripe,
  superagent,
  syncRequest,
  synckit,
  tinyglobby,
  tinypool,
  typeorm,
  typescript,
  undici,
  vscode,
  workerpool,
  writeFileAtomic,
  ws,
  xlsx,
  xml2js,
];

export const javascript: readonly Library[] = [...platform, ...packages];
