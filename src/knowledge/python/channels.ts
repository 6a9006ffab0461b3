import type { Callback, Library } from '../schema.ts';
import { each, offloaded, overridden, promised } from './build.ts';

/** WebSockets beside Django. */

const consumer: Omit<Callback, 'argument'> = { runs: 'handler', label: 'Channels consumer' };
const consumed = overridden(['connect', 'disconnect', 'receive', 'receive_json', 'websocket_receive'], consumer);

export const channels: Library = {
  language: 'python',
  modules: ['channels.generic.websocket'],
  source: 'https://channels.readthedocs.io/en/latest/topics/consumers.html',
  exports: each(['AsyncJsonWebsocketConsumer', 'AsyncWebsocketConsumer'], { returns: 'AsyncWebsocketConsumer' }),
  types: {
    AsyncWebsocketConsumer: {
      members: each(['accept', 'close', 'send', 'send_json'], promised('network')),
      overrides: consumed,
    },
  },
};

export const channelsDatabase: Library = {
  language: 'python',
  modules: ['channels.db'],
  source: 'https://channels.readthedocs.io/en/latest/topics/databases.html',
  exports: {
    aclose_old_connections: { promise: true },
    database_sync_to_async: {
      callbacks: [offloaded('thread', 0, 'func')],
      returns: 'asgiref.sync#SyncToAsync',
      threadpool: 'asgiref',
    },
  },
};
