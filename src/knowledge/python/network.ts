import type { Blocks, Entry, Library } from '../schema.ts';
import { classes, different, each, onThread, waits } from './build.ts';

const stream = different(
  'asyncio#open_connection',
  'It gives a StreamReader and a StreamWriter, whose methods are awaited. Sockets that were made non-blocking go to the loop’s own `sock_…` methods.',
);

function ofLoop(method: string): NonNullable<Blocks['twin']> {
  return different(
    `asyncio#AbstractEventLoop.${method}`,
    `await loop.${method}(…), of the running loop; a socket must be non-blocking for it.`,
  );
}

const lookUp: Blocks = {
  what: 'network',
  // Every machine knows these by itself.
  quickFor: ['localhost', '127.0.0.', '::1'],
  weight: 'unbounded',
  cost: 'a name look-up: up to seconds',
  twin: ofLoop('getaddrinfo'),
};

const datagrams: Blocks['quickOf'] = [{ argument: 1, keyword: 'type', values: ['socket#SOCK_DGRAM'] }];

/** A socket that was told not to wait does not: `quickOf` makes sure that this is looked for. */
function ofSocket(twin: string, quickOf: NonNullable<Blocks['quickOf']> = []): Entry {
  return {
    io: 'network',
    blocks: { what: 'network', weight: 'unbounded', twin: ofLoop(twin), quickOf, untilReady: true },
  };
}

export const socket: Library = {
  language: 'python',
  modules: ['socket'],
  source: 'https://docs.python.org/3/library/socket.html',
  exports: {
    socket: { returns: 'socket' },
    create_connection: {
      ...waits('network', { twin: stream, returns: 'socket' }),
      timeout: { argument: 1, keyword: 'timeout', unit: 's' },
    },
    create_server: { returns: 'socket' },
    getaddrinfo: {
      io: 'network',
      blocks: {
        ...lookUp,
        // An address that is a number is asked of nobody.
        quick: [{ argument: 5, keyword: 'flags', values: ['socket#AI_NUMERICHOST'] }],
      },
    },
    getnameinfo: waits('network', { twin: ofLoop('getnameinfo'), cost: 'a name look-up: up to seconds' }),
    ...each(['getfqdn', 'gethostbyaddr', 'gethostbyname', 'gethostbyname_ex'], { io: 'network', blocks: lookUp }),
  },
  types: {
    // After `setblocking(False)` none of them waits.
    socket: {
      holds: { what: 'connections', closedBy: ['close'] },
      members: {
        accept: ofSocket('sock_accept'),
        ...each(['connect', 'connect_ex'], ofSocket('sock_connect', datagrams)),
        ...each(['recv', 'recvfrom', 'recvmsg'], ofSocket('sock_recv')),
        ...each(['recv_into', 'recvfrom_into'], ofSocket('sock_recv_into')),
        ...each(['send', 'sendall', 'sendto'], ofSocket('sock_sendall')),
        sendfile: ofSocket('sendfile'),
        ...each(['bind', 'close', 'fileno', 'listen', 'setblocking', 'setsockopt', 'settimeout', 'shutdown'], {}),
      },
    },
  },
};

const untilReady = waits('network', { twin: onThread, cost: 'until something is ready' }).blocks;

export const select: Library = {
  language: 'python',
  modules: ['select'],
  source: 'https://docs.python.org/3/library/select.html',
  exports: {
    ...(untilReady && { select: { blocks: { ...untilReady, quick: [{ argument: 3, values: [0] }] } } }),
    poll: { returns: 'poll' },
    epoll: { returns: 'epoll' },
  },
  types: {
    poll: {
      members: { ...(untilReady && { poll: { blocks: { ...untilReady, quick: [{ argument: 0, values: [0] }] } } }) },
    },
    epoll: { extends: 'poll', members: {} },
  },
};

export const selectors: Library = {
  language: 'python',
  modules: ['selectors'],
  source: 'https://docs.python.org/3/library/selectors.html',
  exports: classes(['DefaultSelector', 'PollSelector', 'SelectSelector']),
  types: {
    DefaultSelector: {
      members: {
        ...(untilReady && {
          select: { blocks: { ...untilReady, quick: [{ argument: 0, keyword: 'timeout', values: [0] }] } },
        }),
        ...each(['close', 'modify', 'register', 'unregister'], {}),
      },
    },
    PollSelector: { extends: 'DefaultSelector', members: {} },
    SelectSelector: { extends: 'DefaultSelector', members: {} },
  },
};
