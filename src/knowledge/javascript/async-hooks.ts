import type { Library } from '../schema.ts';
import { each } from './build.ts';

export const asyncHooks: Library = {
  language: 'javascript',
  modules: ['node:async_hooks', 'async_hooks'],
  source: 'https://nodejs.org/api/async_context.html',
  exports: {
    AsyncLocalStorage: { returns: 'AsyncLocalStorage' },
    AsyncResource: { returns: 'AsyncResource' },
  },
  types: {
    AsyncLocalStorage: {
      members: {
        run: { callbacks: [{ argument: 1, runs: 'inline', result: 'collected' }] },
        exit: { callbacks: [{ argument: 0, runs: 'inline', result: 'collected' }] },
      },
    },
    AsyncResource: { members: each(['runInAsyncScope'], { callbacks: [{ argument: 0, runs: 'inline' }] }) },
  },
};
