import type { Library } from '../schema.ts';
import { asyncio } from './asyncio.ts';
import { concurrentFutures } from './concurrent-futures.ts';
import { bz2, copy, elementTree, gzip, hashlib, json, lzma, marshal, pickle, tomllib, zlib } from './data.ts';
import { fastapi } from './fastapi.ts';
import { fcntl, glob, shutil, tarfile, tempfile, zipfile } from './files.ts';
import { builtins } from './global.ts';
import { httpClient, urllibRequest } from './http.ts';
import { io } from './io.ts';
import { ftplib, imaplib, poplib, smtplib } from './mail.ts';
import { multiprocessing, multiprocessingPool } from './multiprocessing.ts';
import { select, selectors, socket } from './network.ts';
import { os, osPath } from './os.ts';
import { withPackages } from './packages.ts';
import { pathlib } from './pathlib.ts';
import { argparse, atexit, functools, getpass, signal } from './program.ts';
import { queue } from './queue.ts';
import { requests } from './requests.ts';
import { sqlite3 } from './sqlite3.ts';
import { subprocess } from './subprocess.ts';
import { threading } from './threading.ts';
import { time } from './time.ts';

/** The language and its standard library. */
export const standard: readonly Library[] = [
  argparse,
  asyncio,
  atexit,
  builtins,
  bz2,
  concurrentFutures,
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
  io,
  json,
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
  tarfile,
  tempfile,
  threading,
  time,
  tomllib,
  urllibRequest,
  zipfile,
  zlib,
];

/** Packages of PyPI. */
export const installed: readonly Library[] = [fastapi, requests];

export const python: readonly Library[] = withPackages([...standard, ...installed]);
