import type { Library } from '../schema.ts';
import { blocking, each, onThread, waits } from './build.ts';

/** Clients of network services that have no awaitable form of their own. */

const network = waits('network');
const response = waits('network', { returns: 'HTTPResponse' });

export const urllib3: Library = {
  language: 'python',
  modules: ['urllib3'],
  source: 'https://urllib3.readthedocs.io/en/stable/reference/index.html',
  exports: {
    request: response,
    ...each(['HTTPConnectionPool', 'HTTPSConnectionPool', 'PoolManager', 'ProxyManager'], { returns: 'PoolManager' }),
  },
  types: {
    PoolManager: {
      threads: 'safe',
      holds: { what: 'connections', closedBy: ['clear'] },
      members: { ...each(['request', 'request_encode_body', 'request_encode_url', 'urlopen'], response), clear: {} },
    },
    HTTPResponse: { members: each(['read', 'readinto'], network) },
  },
};

/** What a client has besides the operations of its service. */
const ofClients = each(
  ['can_paginate', 'close', 'generate_db_auth_token', 'generate_presigned_post', 'generate_presigned_url'],
  {},
);

export const boto3: Library = {
  language: 'python',
  modules: ['boto3'],
  source: 'https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html',
  exports: { client: { returns: 'Client' }, Session: { returns: 'Session' } },
  types: {
    Session: { threads: 'unsafe', members: { client: { returns: 'Client' } } },
    // The operations of some 400 services: every member not named is one.
    Client: {
      threads: 'safe',
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...ofClients,
        ...each(['exceptions', 'meta'], {}),
        get_paginator: { returns: 'Paginator' },
        get_waiter: { returns: 'Waiter' },
        '*': network,
      },
    },
    // Each page is fetched while the result is iterated.
    Paginator: { members: { paginate: network } },
    Waiter: { members: { wait: network } },
  },
};

export const paramiko: Library = {
  language: 'python',
  modules: ['paramiko'],
  source: 'https://docs.paramiko.org/en/stable/api/client.html',
  exports: { SSHClient: { returns: 'SSHClient' } },
  types: {
    SSHClient: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        ...each(['connect', 'exec_command', 'invoke_shell'], network),
        open_sftp: waits('network', { returns: 'SFTPClient' }),
        ...each(['close', 'load_system_host_keys', 'set_missing_host_key_policy'], {}),
      },
    },
    SFTPClient: {
      members: each(
        ['chmod', 'get', 'getfo', 'listdir', 'listdir_attr', 'lstat', 'mkdir', 'open', 'put', 'putfo', 'remove'].concat(
          ['rename', 'rmdir', 'stat', 'unlink'],
        ),
        network,
      ),
    },
  },
};

const hash = blocking('cpu', 'heavy', onThread, '50–300 ms at 10–12 rounds');

export const bcrypt: Library = {
  language: 'python',
  modules: ['bcrypt'],
  source: 'https://github.com/pyca/bcrypt#usage',
  exports: {
    ...each(['checkpw', 'hashpw', 'kdf'], {
      ...hash,
      blocks: { what: 'cpu', weight: 'heavy', ...hash.blocks, releasesGil: true },
    }),
    gensalt: {},
  },
};
