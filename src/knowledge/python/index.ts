import type { Library } from '../schema.ts';
import { asyncio } from './asyncio.ts';
import { concurrentFutures } from './concurrent-futures.ts';
import { fastapi } from './fastapi.ts';
import { builtins } from './global.ts';
import { io } from './io.ts';
import { withPackages } from './packages.ts';
import { requests } from './requests.ts';
import { subprocess } from './subprocess.ts';
import { threading } from './threading.ts';
import { time } from './time.ts';

/** The language and its standard library. */
export const standard: readonly Library[] = [asyncio, builtins, concurrentFutures, io, subprocess, threading, time];

/** Packages of PyPI. */
export const installed: readonly Library[] = [fastapi, requests];

export const python: readonly Library[] = withPackages([...standard, ...installed]);
