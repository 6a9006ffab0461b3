import type { Entry, Library } from '../schema.ts';
import { doneCallback, each } from './build.ts';

/** Nobody looks at what a listener returns. */
const connection = (type: string): Entry => ({
  callbacks: [{ argument: 1, runs: 'event', result: 'ignored', label: 'connection handler', parameters: [type] }],
  returns: 'this',
});

const message: Entry = {
  callbacks: [{ argument: 1, runs: 'handler', result: 'ignored', label: 'socket message handler' }],
  returns: 'this',
};

export const socketIo: Library = {
  language: 'javascript',
  modules: ['socket.io'],
  source: 'https://socket.io/docs/v4/server-api/',
  exports: { ...each(['default', 'Server'], { returns: 'Server' }), Socket: { returns: 'Socket' } },
  types: {
    Server: {
      members: {
        ...each(['on', 'once'], connection('Socket')),
        use: { callbacks: [{ argument: 0, runs: 'handler', result: 'ignored', label: 'Socket.IO middleware' }] },
        ...each(['in', 'of', 'to'], { returns: 'this' }),
        close: { promise: true, callbacks: [{ argument: 0, runs: 'lifecycle' }] },
        ...each(['fetchSockets', 'emitWithAck'], { promise: true, io: 'network' }),
      },
    },
    Socket: {
      members: {
        on: message,
        once: { callbacks: [{ argument: 1, runs: 'once', result: 'ignored' }], returns: 'this' },
        onAny: { callbacks: [{ argument: 0, runs: 'handler', result: 'ignored' }], returns: 'this' },
        emitWithAck: { promise: true, io: 'network' },
        timeout: { returns: 'this' },
        // A promise only where rooms are kept elsewhere, whose failure the adapter tells.
        ...each(['join', 'leave'], { promise: true, ignorable: true }),
        ...each(['disconnect', 'emit'], {}),
      },
    },
  },
};

export const ws: Library = {
  language: 'javascript',
  modules: ['ws'],
  source: 'https://github.com/websockets/ws/blob/master/doc/ws.md',
  exports: {
    ...each(['default', 'WebSocket'], { returns: 'WebSocket' }),
    ...each(['Server', 'WebSocketServer'], { returns: 'WebSocketServer' }),
  },
  types: {
    WebSocketServer: {
      extends: 'node:events#EventEmitter',
      needsListener: ['error'],
      members: { on: connection('WebSocket'), close: { callbacks: [{ argument: 0, runs: 'lifecycle' }] } },
    },
    // What is sent waits in memory; `bufferedAmount` says how much.
    WebSocket: {
      extends: 'node:events#EventEmitter',
      needsListener: ['error'],
      holds: { what: 'connections', closedBy: ['close', 'terminate'] },
      members: {
        on: message,
        ...each(['ping', 'pong', 'send'], { callbacks: [doneCallback] }),
        ...each(['close', 'terminate'], {}),
      },
    },
  },
};
