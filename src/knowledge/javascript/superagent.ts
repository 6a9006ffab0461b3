import type { Entry, Library } from '../schema.ts';
import { each, promised } from './build.ts';

/** A request is sent when it is awaited, or by `end`; without a time-out unless `timeout` is called. */
const request: Entry = { ...promised('network'), lazy: true, returns: 'Request' };

export const superagent: Library = {
  language: 'javascript',
  modules: ['superagent'],
  source: 'https://ladjs.github.io/superagent/',
  exports: {
    default: request,
    ...each(['del', 'delete', 'options', 'patch', 'post', 'put'], request),
    ...each(['get', 'head'], { ...request, reads: true }),
    agent: { returns: 'Agent' },
  },
  types: {
    Agent: { members: each(['del', 'delete', 'get', 'head', 'patch', 'post', 'put'], request) },
    Request: {
      members: {
        end: { io: 'network', callbacks: [{ argument: 0, runs: 'once', result: 'ignored' }] },
        '*': { ...promised('network'), lazy: true, returns: 'this' },
      },
    },
  },
};
