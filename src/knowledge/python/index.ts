import type { Library } from '../schema.ts';
import { anthropic, openai } from './ai-clients.ts';
import { aiofiles, aiofilesOs } from './aiofiles.ts';
import { aiohttp, aiohttpWeb } from './aiohttp.ts';
import { aiosqlite, asyncpg } from './async-databases.ts';
import { asyncer } from './asyncer.ts';
import { asyncio } from './asyncio.ts';
import { discord, discordAppCommands, discordCommands, discordTasks, telegramExt } from './bots.ts';
import { aioPika, aiokafka, confluentKafka, kafka, pika } from './brokers.ts';
import { playwrightAsync, playwrightSync, selenium } from './browsers.ts';
import { celery } from './celery.ts';
import { aiogram, slackBolt, slackBoltAsync, slackSdk, slackSdkAsync } from './chat.ts';
import { bcrypt, boto3, paramiko, urllib3 } from './clients.ts';
import { concurrentFutures } from './concurrent-futures.ts';
import { bz2, copy, elementTree, gzip, hashlib, json, lzma, marshal, pickle, tomllib, zlib } from './data.ts';
import { psycopg, psycopg2, pymysql } from './dbapi.ts';
import { channels, channelsDatabase } from './channels.ts';
import {
  asgiref,
  djangoAuth,
  djangoCache,
  djangoMail,
  djangoModels,
  djangoShortcuts,
  djangoUrls,
  djangoViews,
} from './django.ts';
import { fastapi } from './fastapi.ts';
import { fcntl, glob, shutil, tarfile, tempfile, zipfile } from './files.ts';
import { flask } from './flask.ts';
import { builtins } from './global.ts';
import { homeAssistantCore, homeAssistantEvents, homeAssistantHttp } from './home-assistant.ts';
import { httpClient, urllibRequest } from './http.ts';
import { httpx } from './httpx.ts';
import { io } from './io.ts';
import { apschedulerAsyncio, arq, dramatiq, rq } from './job-queues.ts';
import { ftplib, imaplib, poplib, smtplib } from './mail.ts';
import { motor, pymongo } from './mongo.ts';
import { multiprocessing, multiprocessingPool } from './multiprocessing.ts';
import { select, selectors, socket } from './network.ts';
import { numpy, pandas, pillow, torch } from './numeric.ts';
import { os, osPath } from './os.ts';
import { withPackages } from './packages.ts';
import { beautifulSoup, lxml, orjson, yaml } from './parsers.ts';
import { pathlib } from './pathlib.ts';
import { argparse, atexit, functools, getpass, signal } from './program.ts';
import { queue } from './queue.ts';
import { redis, redisAsyncio } from './redis.ts';
import { requests } from './requests.ts';
import { quart, uvicorn } from './servers.ts';
import {
  aioboto3,
  azureBlob,
  azureBlobAsync,
  googleApi,
  googleStorage,
  grpc,
  websockets,
  websocketsSync,
} from './services.ts';
import { sqlalchemy, sqlalchemyAsyncio, sqlalchemyOrm } from './sqlalchemy.ts';
import { sqlite3 } from './sqlite3.ts';
import {
  starletteApplications,
  starletteBackground,
  starletteConcurrency,
  starletteEndpoints,
  starletteRouting,
} from './starlette.ts';
import {
  anyio,
  anyioFromThread,
  anyioToProcess,
  anyioToThread,
  click,
  trio,
  trioToThread,
  typer,
} from './structured.ts';
import { subprocess } from './subprocess.ts';
import { contextlib, contextvars, inspect, locale, sys, warnings } from './surroundings.ts';
import { tenacity } from './tenacity.ts';
import { threading } from './threading.ts';
import { time } from './time.ts';
import { sanic, sanicViews, tornadoClient, tornadoLoop, tornadoWeb, tornadoWebsocket } from './web-servers.ts';

/** The language and its standard library. */
export const standard: readonly Library[] = [
  argparse,
  asyncio,
  atexit,
  builtins,
  bz2,
  concurrentFutures,
  contextlib,
  contextvars,
  copy,
  elementTree,
  fcntl,
  ftplib,
  functools,
  getpass,
  glob,
  gzip,
  hashlib,
  httpClient,
  imaplib,
  inspect,
  io,
  json,
  locale,
  lzma,
  marshal,
  multiprocessing,
  multiprocessingPool,
  os,
  osPath,
  pathlib,
  pickle,
  poplib,
  queue,
  select,
  selectors,
  shutil,
  signal,
  smtplib,
  socket,
  sqlite3,
  subprocess,
  sys,
  tarfile,
  tempfile,
  threading,
  time,
  tomllib,
  urllibRequest,
  warnings,
  zipfile,
  zlib,
];

/** Packages of PyPI. */
export const installed: readonly Library[] = [
  aioboto3,
  aiofiles,
  aiofilesOs,
  aiogram,
  aiohttp,
  aiohttpWeb,
  aiokafka,
  aioPika,
  aiosqlite,
  anthropic,
  anyio,
  anyioFromThread,
  anyioToProcess,
  anyioToThread,
  apschedulerAsyncio,
  arq,
  asgiref,
  asyncer,
  asyncpg,
  azureBlob,
  azureBlobAsync,
  bcrypt,
  beautifulSoup,
  boto3,
  celery,
  click,
  confluentKafka,
  discord,
  discordAppCommands,
  discordCommands,
  discordTasks,
  djangoAuth,
  djangoCache,
  djangoMail,
  djangoModels,
  djangoShortcuts,
  djangoUrls,
  djangoViews,
  channels,
  channelsDatabase,
  dramatiq,
  fastapi,
  flask,
  googleApi,
  googleStorage,
  grpc,
  homeAssistantCore,
  homeAssistantEvents,
  homeAssistantHttp,
  httpx,
  kafka,
  lxml,
  motor,
  numpy,
  openai,
  orjson,
  pandas,
  paramiko,
  pika,
  pillow,
  playwrightAsync,
  playwrightSync,
  psycopg,
  psycopg2,
  pymongo,
  pymysql,
  quart,
  redis,
  redisAsyncio,
  requests,
  rq,
  sanic,
  sanicViews,
  selenium,
  slackBolt,
  slackBoltAsync,
  slackSdk,
  slackSdkAsync,
  sqlalchemy,
  sqlalchemyAsyncio,
  sqlalchemyOrm,
  starletteApplications,
  starletteBackground,
  starletteConcurrency,
  starletteEndpoints,
  starletteRouting,
  telegramExt,
  tenacity,
  torch,
  tornadoClient,
  tornadoLoop,
  tornadoWeb,
  tornadoWebsocket,
  trio,
  trioToThread,
  typer,
  urllib3,
  uvicorn,
  websockets,
  websocketsSync,
  yaml,
];

export const python: readonly Library[] = withPackages([...standard, ...installed]);
