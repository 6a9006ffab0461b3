import type { Library } from '../schema.ts';
import { each, promisedOrCalledBack } from './build.ts';

export const nodemailer: Library = {
  language: 'javascript',
  modules: ['nodemailer'],
  source: 'https://nodemailer.com/usage/',
  exports: each(['createTransport', 'default.createTransport'], { returns: 'Transporter' }),
  types: {
    Transporter: {
      extends: 'node:events#EventEmitter',
      members: { ...each(['sendMail', 'verify'], promisedOrCalledBack('network')), close: {} },
    },
  },
};
