import type { Library } from '../schema.ts';
import { each, waits } from './build.ts';

const network = waits('network');

/** Making one connects, where a host is given. */
function protocol(name: string, types: readonly string[], members: readonly string[]): Library {
  const [first = '', ...rest] = types;
  return {
    language: 'python',
    modules: [name],
    source: `https://docs.python.org/3/library/${name}.html`,
    exports: Object.fromEntries(types.map((type) => [type, waits('network', { returns: type })])),
    types: {
      [first]: { threads: 'unsafe', members: each(members, network) },
      ...Object.fromEntries(rest.map((type) => [type, { extends: first, members: {} }])),
    },
  };
}

export const smtplib = protocol(
  'smtplib',
  ['SMTP', 'SMTP_SSL', 'LMTP'],
  [
    'connect',
    'docmd',
    'ehlo',
    'ehlo_or_helo_if_needed',
    'helo',
    'login',
    'noop',
    'quit',
    'send_message',
    'sendmail',
  ].concat(['starttls', 'verify']),
);

export const ftplib = protocol(
  'ftplib',
  ['FTP', 'FTP_TLS'],
  ['connect', 'cwd', 'delete', 'dir', 'login', 'mkd', 'mlsd', 'nlst', 'pwd', 'quit', 'rename', 'retrbinary'].concat([
    'retrlines',
    'rmd',
    'sendcmd',
    'size',
    'storbinary',
    'storlines',
  ]),
);

export const imaplib = protocol(
  'imaplib',
  ['IMAP4', 'IMAP4_SSL'],
  [
    'append',
    'close',
    'copy',
    'expunge',
    'fetch',
    'list',
    'login',
    'logout',
    'noop',
    'search',
    'select',
    'status',
  ].concat(['starttls', 'store', 'uid']),
);

export const poplib = protocol(
  'poplib',
  ['POP3', 'POP3_SSL'],
  ['apop', 'dele', 'list', 'noop', 'pass_', 'quit', 'retr', 'stat', 'stls', 'top', 'uidl', 'user'],
);
