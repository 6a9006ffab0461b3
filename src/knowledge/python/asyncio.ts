import type { Entry, Library, TypeEntry } from '../schema.ts';
import { classes, each, offloaded, overridden, promised, type Entries } from './build.ts';

/** Waits for another task of the same loop. */
const awaited: Entry = { promise: true };

/** The loop keeps only a weak reference to the task that it gives. */
const task: Entry = {
  promise: true,
  handle: 'Task',
  spawns: { argument: 0 },
  errors: 'stored',
  loopOnly: 'asyncio#run_coroutine_threadsafe',
};

/** Runs the loop until the coroutine given is done. */
const runs: Entry = { spawns: { argument: 0, owned: true }, entersLoop: true };

const lock: Entries = {
  acquire: { ...awaited, lock: 'acquire' },
  __aenter__: { ...awaited, lock: 'acquire' },
  release: { lock: 'release' },
  locked: {},
};

/** Made for the loop that is current; no other thread may touch it. */
const future: Entry = { promise: true, handle: 'Future' };

/** The loop's own thread only: others ask the loop for it. */
const onLoop: Entry = { loopOnly: 'asyncio#AbstractEventLoop.call_soon_threadsafe' };

const capacity: Entry['capacity'] = { argument: 0, keyword: 'maxsize', values: [0] };

/** The loop calls these when something has arrived. */
const protocol: TypeEntry = {
  members: {},
  overrides: overridden(
    [
      'buffer_updated',
      'connection_made',
      'data_received',
      'datagram_received',
      'eof_received',
      'error_received',
      'pipe_data_received',
    ],
    { runs: 'event', label: 'protocol callback' },
  ),
};

export const asyncio: Library = {
  language: 'python',
  modules: ['asyncio'],
  source: 'https://docs.python.org/3/library/asyncio-api-index.html',
  exports: {
    ...each(['shield', 'wrap_future'], future),
    sleep: { ...awaited, delay: { argument: 0, keyword: 'delay', unit: 's' }, resumes: 'turn' },
    wait_for: { ...awaited, timeout: { argument: 1, keyword: 'timeout', unit: 's' } },
    ...each(['create_task', 'ensure_future'], task),
    gather: {
      ...future,
      combinator: 'all',
      list: 'arguments',
      returnsErrors: { keyword: 'return_exceptions', values: [true] },
    },
    // It waits for all unless `return_when` says otherwise, and never raises what they raise.
    wait: { promise: true, combinator: 'allSettled', errors: 'stored' },
    // Not awaited itself: what its iterator gives is.
    as_completed: { combinator: 'all' },
    run: runs,
    to_thread: { promise: true, callbacks: [offloaded('thread')], threadpool: 'asyncio' },
    run_coroutine_threadsafe: {
      spawns: { argument: 0 },
      returns: 'concurrent.futures#Future',
      errors: 'stored',
    },
    get_event_loop: {
      returns: 'AbstractEventLoop',
      deprecated:
        'Where no loop runs it raises since Python 3.14: use asyncio.run() to start one, asyncio.get_running_loop() inside of one.',
    },
    ...each(['get_running_loop', 'new_event_loop'], { returns: 'AbstractEventLoop' }),
    CancelledError: { cancellation: true },
    ...each(['create_subprocess_exec', 'create_subprocess_shell'], promised('process', 'subprocess.Process')),
    ...each(['open_connection', 'open_unix_connection'], promised('network')),
    ...each(['start_server', 'start_unix_server'], {
      promise: true,
      callbacks: [
        {
          argument: 0,
          keyword: 'client_connected_cb',
          runs: 'handler',
          label: 'connection handler',
          parameters: ['StreamReader', 'StreamWriter'],
        },
      ],
    }),
    ...each(['current_task'], { returns: 'Task' }),
    timeout: { returns: 'Timeout', timeout: { argument: 0, keyword: 'delay', unit: 's' } },
    timeout_at: { returns: 'Timeout' },
    ...classes(['Condition', 'Event', 'Lock', 'Runner', 'TaskGroup']),
    ...classes(['BufferedProtocol', 'DatagramProtocol', 'Protocol', 'SubprocessProtocol']),
    ...classes(['LifoQueue', 'PriorityQueue', 'Queue'], { capacity }),
    ...classes(['BoundedSemaphore', 'Semaphore'], { limits: { argument: 0, keyword: 'value', default: 1 } }),
    Future: future,
    Task: task,
  },
  types: {
    AbstractEventLoop: {
      members: {
        create_task: task,
        create_future: future,
        // With a ProcessPoolExecutor as the first argument it runs in another process: elsewhere in either case.
        // Without an executor of one's own it takes a thread of the default one.
        run_in_executor: { ...future, callbacks: [offloaded('thread', 1, 'func')], threadpool: 'asyncio' },
        run_until_complete: runs,
        run_forever: { entersLoop: true },
        call_soon: { ...onLoop, callbacks: [{ argument: 0, keyword: 'callback', runs: 'once', result: 'ignored' }] },
        call_soon_threadsafe: { callbacks: [{ argument: 0, keyword: 'callback', runs: 'once', result: 'ignored' }] },
        call_at: { ...onLoop, callbacks: [{ argument: 1, keyword: 'callback', runs: 'timer', result: 'ignored' }] },
        call_later: {
          ...onLoop,
          callbacks: [{ argument: 1, keyword: 'callback', runs: 'timer', result: 'ignored' }],
          delay: { argument: 0, keyword: 'delay', unit: 's' },
        },
        ...each(['add_reader', 'add_signal_handler', 'add_writer'], {
          callbacks: [
            { argument: 1, keyword: 'callback', runs: 'event', result: 'ignored', label: 'event loop callback' },
          ],
        }),
        ...each(
          [
            'connect_accepted_socket',
            'create_connection',
            'create_datagram_endpoint',
            'create_unix_connection',
            'sendfile',
            'sock_accept',
            'sock_connect',
            'sock_recv',
            'sock_recv_into',
            'sock_sendall',
            'start_tls',
          ],
          promised('network'),
        ),
        ...each(['getaddrinfo', 'getnameinfo'], { ...promised('network'), threadpool: 'asyncio' }),
        ...each(['create_server', 'create_unix_server', 'shutdown_asyncgens', 'shutdown_default_executor'], awaited),
        ...each(['subprocess_exec', 'subprocess_shell'], promised('process')),
        ...each(['close', 'is_running', 'set_default_executor', 'set_exception_handler', 'stop', 'time'], {}),
      },
    },
    Future: {
      members: {
        add_done_callback: { callbacks: [{ argument: 0, runs: 'once', result: 'ignored' }] },
        // Of a future that is not done it raises: unlike that of concurrent.futures it never waits.
        ...each(['cancel', 'set_exception', 'set_result'], onLoop),
        ...each(['cancelled', 'done', 'exception', 'result'], {}),
      },
    },
    Task: { extends: 'Future', members: each(['get_name', 'set_name', 'uncancel'], {}) },
    // It awaits all of its tasks before it is left.
    TaskGroup: {
      members: {
        create_task: {
          promise: true,
          handle: 'Task',
          spawns: { argument: 0, owned: true },
          loopOnly: 'asyncio#AbstractEventLoop.call_soon_threadsafe',
        },
      },
    },
    BufferedProtocol: protocol,
    DatagramProtocol: protocol,
    Protocol: protocol,
    SubprocessProtocol: protocol,
    Runner: { members: { run: runs, get_loop: { returns: 'AbstractEventLoop' } } },
    Timeout: { members: each(['expired', 'reschedule', 'when'], {}) },
    Lock: { lock: 'mutex', between: 'tasks', threads: 'unsafe', members: lock },
    Semaphore: { lock: 'semaphore', between: 'tasks', threads: 'unsafe', members: lock },
    BoundedSemaphore: { extends: 'Semaphore', members: {} },
    Condition: {
      lock: 'condition',
      between: 'tasks',
      threads: 'unsafe',
      members: {
        ...lock,
        wait: awaited,
        wait_for: { promise: true, callbacks: [{ argument: 0, runs: 'inline' }] },
        ...each(['notify', 'notify_all'], {}),
      },
    },
    Event: { threads: 'unsafe', members: { wait: awaited, ...each(['clear', 'set'], onLoop), is_set: {} } },
    Queue: {
      queue: true,
      between: 'tasks',
      threads: 'unsafe',
      members: {
        get: { ...awaited, queue: 'get' },
        join: { ...awaited, queue: 'join' },
        put: { ...awaited, queue: 'put' },
        get_nowait: { ...onLoop, queue: 'get' },
        put_nowait: { ...onLoop, queue: 'put' },
        task_done: { ...onLoop, queue: 'done' },
        ...each(['empty', 'full', 'qsize'], {}),
      },
    },
    LifoQueue: { extends: 'Queue', members: {} },
    PriorityQueue: { extends: 'Queue', members: {} },
    StreamReader: { members: each(['read', 'readexactly', 'readline', 'readuntil'], promised('network')) },
    StreamWriter: {
      members: {
        // They go over what is open already, and start nothing on the other side.
        ...each(['drain', 'wait_closed'], { promise: true }),
        ...each(['write', 'writelines'], { backpressure: 'method' }),
        close: {},
      },
    },
    'subprocess.Process': {
      members: {
        ...each(['communicate', 'wait'], promised('process')),
        ...each(['kill', 'send_signal', 'terminate'], {}),
      },
    },
  },
};
