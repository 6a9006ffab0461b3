import type { Entry, Library } from '../schema.ts';
import { blocking, different, doneCallback, each, sameArguments } from './build.ts';

const cost = 'about 100 ms at cost 10, doubling with each step (10 hashes a second, says its documentation)';

/** A promise, or the callback given last. */
const asynchronous: Entry = { promise: true, callbacks: [{ ...doneCallback, insteadOfPromise: true }] };

export const bcrypt: Library = {
  language: 'javascript',
  modules: ['bcrypt'],
  source: 'https://github.com/kelektiv/node.bcrypt.js#api',
  exports: {
    hashSync: blocking('cpu', 'heavy', sameArguments('bcrypt#hash'), cost),
    compareSync: blocking('cpu', 'heavy', sameArguments('bcrypt#compare'), cost),
    ...each(['compare', 'genSalt', 'hash'], { ...asynchronous, threadpool: 'libuv' }),
  },
};

const slices = 'It computes on the same thread, giving way every 100 ms; `bcrypt` uses another thread.';

export const bcryptjs: Library = {
  language: 'javascript',
  modules: ['bcryptjs'],
  source: 'https://github.com/dcodeIO/bcrypt.js#usage',
  exports: {
    hashSync: blocking('cpu', 'heavy', sameArguments('bcryptjs#hash', slices)),
    compareSync: blocking('cpu', 'heavy', sameArguments('bcryptjs#compare', slices)),
    ...each(['compare', 'genSalt', 'hash'], asynchronous),
  },
};

/** Written in JavaScript, and many times slower than `node:crypto`, which does it on a thread of its own. */
export const cryptoJs: Library = {
  language: 'javascript',
  modules: ['crypto-js'],
  source: 'https://cryptojs.gitbook.io/docs/#pbkdf2',
  exports: each(
    ['PBKDF2', 'default.PBKDF2'],
    blocking('cpu', 'heavy', different('node:crypto#pbkdf2', 'It takes and gives buffers, and answers by a callback.')),
  ),
};
