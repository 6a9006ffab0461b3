import type { Entry, Library } from '../schema.ts';
import { each, promised } from './build.ts';

const methods = ['delete', 'get', 'head', 'patch', 'post', 'put'];

export const nodeFetch: Library = {
  language: 'javascript',
  modules: ['node-fetch'],
  source: 'https://github.com/node-fetch/node-fetch#api',
  exports: { default: promised('network', 'global#Response') },
};

const gotMembers: Record<string, Entry> = {
  ...each(methods, promised('network')),
  extend: { returns: 'Got' },
  stream: { io: 'network', returns: 'node:stream#Duplex' },
};

export const got: Library = {
  language: 'javascript',
  modules: ['got'],
  source: 'https://github.com/sindresorhus/got#documentation',
  exports: { default: promised('network'), ...gotMembers },
  types: { Got: { call: promised('network'), members: gotMembers } },
};

const kyMembers: Record<string, Entry> = {
  ...each(methods, promised('network', 'global#Response')),
  ...each(['create', 'extend'], { returns: 'Ky' }),
};

export const ky: Library = {
  language: 'javascript',
  modules: ['ky'],
  source: 'https://github.com/sindresorhus/ky#api',
  exports: { default: promised('network', 'global#Response'), ...kyMembers },
  types: { Ky: { call: promised('network', 'global#Response'), members: kyMembers } },
};
