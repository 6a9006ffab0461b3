import type { Entry, Library } from '../schema.ts';
import { classes, each, offloaded, promised, type Entries } from './build.ts';

/** Waits for another task of the same loop. */
const awaited: Entry = { promise: true };

/** The loop keeps only a weak reference to the task that it gives. */
const task: Entry = { promise: true, handle: 'Task', spawns: { argument: 0 } };

/** Runs the loop until the coroutine given is done. */
const runs: Entry = { spawns: { argument: 0, owned: true } };

const lock: Entries = { acquire: awaited, __aenter__: awaited, locked: {}, release: {} };

export const asyncio: Library = {
  language: 'python',
  modules: ['asyncio'],
  source: 'https://docs.python.org/3/library/asyncio-api-index.html',
  exports: {
    ...each(['shield', 'sleep', 'wait_for', 'wrap_future'], awaited),
    ...each(['create_task', 'ensure_future'], task),
    gather: { promise: true, combinator: 'all', list: 'arguments' },
    // It waits for all unless `return_when` says otherwise, and never raises what they raise.
    wait: { promise: true, combinator: 'allSettled' },
    // Not awaited itself: what its iterator gives is.
    as_completed: { combinator: 'all' },
    run: runs,
    to_thread: { promise: true, callbacks: [offloaded('thread')] },
    run_coroutine_threadsafe: { spawns: { argument: 0 }, returns: 'concurrent.futures#Future' },
    ...each(['get_event_loop', 'get_running_loop', 'new_event_loop'], { returns: 'AbstractEventLoop' }),
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
    timeout: { returns: 'Timeout' },
    ...classes(['Condition', 'Event', 'Lock', 'LifoQueue', 'PriorityQueue', 'Queue', 'Runner', 'TaskGroup']),
    ...classes(['BoundedSemaphore', 'Semaphore'], { limits: { argument: 0, keyword: 'value', default: 1 } }),
    Future: { promise: true, handle: 'Future' },
    Task: task,
  },
  types: {
    AbstractEventLoop: {
      members: {
        create_task: task,
        create_future: { promise: true, handle: 'Future' },
        // With a ProcessPoolExecutor as the first argument it runs in another process: elsewhere in either case.
        run_in_executor: { promise: true, callbacks: [offloaded('thread', 1, 'func')] },
        run_until_complete: runs,
        run_forever: {},
        ...each(['call_soon', 'call_soon_threadsafe'], {
          callbacks: [{ argument: 0, keyword: 'callback', runs: 'once' }],
        }),
        ...each(['call_at', 'call_later'], { callbacks: [{ argument: 1, keyword: 'callback', runs: 'timer' }] }),
        ...each(['add_reader', 'add_signal_handler', 'add_writer'], {
          callbacks: [{ argument: 1, keyword: 'callback', runs: 'event', label: 'event loop callback' }],
        }),
        ...each(
          [
            'connect_accepted_socket',
            'create_connection',
            'create_datagram_endpoint',
            'create_unix_connection',
            'getaddrinfo',
            'getnameinfo',
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
        ...each(['create_server', 'create_unix_server', 'shutdown_asyncgens', 'shutdown_default_executor'], awaited),
        ...each(['subprocess_exec', 'subprocess_shell'], promised('process')),
        ...each(['close', 'is_running', 'set_default_executor', 'set_exception_handler', 'stop', 'time'], {}),
      },
    },
    Future: {
      members: {
        add_done_callback: { callbacks: [{ argument: 0, runs: 'once' }] },
        // Of a future that is not done it raises: unlike that of concurrent.futures it never waits.
        ...each(['cancel', 'cancelled', 'done', 'exception', 'result', 'set_exception', 'set_result'], {}),
      },
    },
    Task: { extends: 'Future', members: each(['get_name', 'set_name', 'uncancel'], {}) },
    // It awaits all of its tasks before it is left.
    TaskGroup: {
      members: { create_task: { promise: true, handle: 'Task', spawns: { argument: 0, owned: true } } },
    },
    Runner: { members: { run: runs, get_loop: { returns: 'AbstractEventLoop' } } },
    Timeout: { members: each(['expired', 'reschedule', 'when'], {}) },
    Lock: { members: lock },
    Semaphore: { members: lock },
    BoundedSemaphore: { extends: 'Semaphore', members: {} },
    Condition: {
      members: {
        ...lock,
        wait: awaited,
        wait_for: { promise: true, callbacks: [{ argument: 0, runs: 'inline' }] },
        ...each(['notify', 'notify_all'], {}),
      },
    },
    Event: { members: { wait: awaited, ...each(['clear', 'is_set', 'set'], {}) } },
    Queue: {
      members: {
        ...each(['get', 'join', 'put'], awaited),
        ...each(['empty', 'full', 'get_nowait', 'put_nowait', 'qsize', 'task_done'], {}),
      },
    },
    LifoQueue: { extends: 'Queue', members: {} },
    PriorityQueue: { extends: 'Queue', members: {} },
    StreamReader: { members: each(['read', 'readexactly', 'readline', 'readuntil'], promised('network')) },
    StreamWriter: {
      members: {
        ...each(['drain', 'wait_closed'], promised('network')),
        ...each(['close', 'write', 'writelines'], {}),
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
