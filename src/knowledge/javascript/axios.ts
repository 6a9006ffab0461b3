import type { Library } from '../schema.ts';
import { each, promised, type Entries } from './build.ts';

/** `axios` itself has them, and so has each instance. */
const members: Entries = {
  ...each(
    ['delete', 'get', 'head', 'options', 'patch', 'patchForm', 'post', 'postForm', 'put', 'putForm', 'request'],
    promised('network'),
  ),
  create: { returns: 'AxiosInstance' },
};

export const axios: Library = {
  language: 'javascript',
  modules: ['axios'],
  source: 'https://axios-http.com/docs/api_intro',
  exports: {
    default: promised('network'),
    ...members,
    all: { promise: true, combinator: 'all' },
    Axios: { returns: 'AxiosInstance' },
  },
  types: { AxiosInstance: { call: promised('network'), members } },
};
