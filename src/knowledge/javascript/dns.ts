import type { Library } from '../schema.ts';
import { calledBack, each, promised, under, type Entries } from './build.ts';

const functions = [
  'lookup',
  'lookupService',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTxt',
  'reverse',
];

const promises: Entries = {
  ...each(functions, promised('network')),
  // These two ask the operating system, on one of libuv's threads.
  ...each(['lookup', 'lookupService'], { ...promised('network'), threadpool: 'libuv' }),
  Resolver: { returns: 'node:dns/promises#Resolver' },
};

/** A resolver asks name servers itself; `lookup` asks the operating system. */
const ofResolver = functions.filter((name) => !name.startsWith('lookup'));

export const dns: Library = {
  language: 'javascript',
  modules: ['node:dns', 'dns'],
  source: 'https://nodejs.org/api/dns.html',
  exports: {
    ...each(functions, calledBack('network')),
    ...each(['lookup', 'lookupService'], { ...calledBack('network'), threadpool: 'libuv' }),
    Resolver: { returns: 'Resolver' },
    ...under('promises', promises),
  },
  types: { Resolver: { members: each(ofResolver, calledBack('network')) } },
};

export const dnsPromises: Library = {
  language: 'javascript',
  modules: ['node:dns/promises', 'dns/promises'],
  source: 'https://nodejs.org/api/dns.html#dns-promises-api',
  exports: promises,
  types: { Resolver: { members: each(ofResolver, promised('network')) } },
};
