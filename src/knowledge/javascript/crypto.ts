import type { Entry, Library } from '../schema.ts';
import { blocking, doneCallback, each, promisify, quick, under, type Entries } from './build.ts';

/** `nameSync` with the callback form as its twin, which runs on one of libuv's threads. */
function syncOnThreadPool(name: string, weight: 'data' | 'heavy', cost?: string): Record<string, Entry> {
  return {
    [name]: { callbacks: [doneCallback], threadpool: 'libuv' },
    [`${name}Sync`]: blocking('cpu', weight, promisify(`node:crypto#${name}`), cost),
  };
}

/** The Web Crypto API, in Node under `webcrypto`, too. */
export const subtleMembers: Entries = each(
  [
    'decrypt',
    'deriveBits',
    'deriveKey',
    'digest',
    'encrypt',
    'exportKey',
    'generateKey',
    'importKey',
    'sign',
    'unwrapKey',
    'verify',
    'wrapKey',
  ],
  { promise: true, threadpool: 'libuv' },
);

/**
 * Left out because they take microseconds: `randomBytes`, `randomFillSync`, `randomInt`, `generateKeySync` (random bytes),
 * `hkdfSync` (a few hashes), and the hash, cipher and sign objects, whose cost lies with whoever feeds them.
 */
export const crypto: Library = {
  language: 'javascript',
  modules: ['node:crypto', 'crypto'],
  source: 'https://nodejs.org/api/crypto.html',
  exports: {
    ...syncOnThreadPool('pbkdf2', 'heavy', '280–410 ms at 600,000 iterations'),
    ...syncOnThreadPool('scrypt', 'heavy', '44–51 ms at the default cost'),
    ...syncOnThreadPool('argon2', 'heavy'),
    ...quick(syncOnThreadPool('generateKeyPair', 'heavy', 'RSA of 2,048 bits and more: 50 ms to seconds'), 0, [
      'ec',
      'ed25519',
      'ed448',
      'x25519',
      'x448',
    ]),
    ...syncOnThreadPool('generatePrime', 'heavy'),
    ...syncOnThreadPool('checkPrime', 'data'),
    ...each(['hkdf', 'generateKey', 'randomBytes', 'randomFill', 'randomInt'], {
      callbacks: [doneCallback],
      threadpool: 'libuv',
    }),
    ...under('subtle', subtleMembers),
    ...under('webcrypto.subtle', subtleMembers),
  },
};
