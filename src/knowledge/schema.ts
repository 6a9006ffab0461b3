import type { Language } from '../model/facts.ts';

/**
 * What one library, or one module of a standard library, does when it is called. Data only: a name alone proves nothing, so an
 * entry is used only for a symbol that was resolved to this module. What is left out is not known, and leads to nothing.
 */
export interface Library {
  readonly language: Language;
  /** The specifiers it is imported by, the usual one first: `['node:fs', 'fs']`. `['global']` for names that need no import. */
  readonly modules: readonly string[];
  /** The documentation the entries were taken from. */
  readonly source: string;
  /** By export path: `readFileSync`, `promises.readFile`, `default`. */
  readonly exports: Readonly<Record<string, Entry>>;
  /**
   * Functions that it looks for by these names in each module that it loads, and what it passes to them: types as in
   * `Callback.parameters`.
   */
  readonly entryPoints?: Readonly<Record<string, readonly (string | null)[]>>;
  /** What instances can do, by a name for the type; the same name when the module exports the class or interface. */
  readonly types?: Readonly<Record<string, TypeEntry>>;
}

export interface TypeEntry {
  /** Another type of this library, or `module#Type`, whose members it has too. */
  readonly extends?: string;
  /** By name; `*` stands for every member not named here or in what it extends, e.g. the models of a database client. */
  readonly members: Readonly<Record<string, Entry>>;
  /** All calls go over one connection, one after the other, however many are started: neither parallel nor in need of a limit. */
  readonly serial?: boolean;
  /** Of a `serial` one: a call is sent without waiting for the answers to those before, so that several at once take the time of one. */
  readonly pipelined?: boolean;
  /** Calling the instance itself, as in `limit(() => …)`. */
  readonly call?: Entry;
  /** Its values are functions, which are handed these: types as in `Callback.parameters`. */
  readonly takes?: readonly (string | null)[];
  /** Methods that a class derived from it writes and the library calls: `run` of a `threading.Thread`, `get` of a request handler. */
  readonly overrides?: Readonly<Record<string, Omit<Callback, 'argument'>>>;
  /** What an instance keeps for itself until it is closed: dear to make, so not to be made anew for each call. */
  readonly holds?: Holding;
  /**
   * Events that somebody must listen to: an `error` that nobody hears ends the process, and the `exit` of a worker is the only sign
   * that its work is lost. Empty where that does not hold, though it does of what it extends.
   */
  readonly needsListener?: readonly string[];
  /** It keeps others out while it is held. `reentrant`: whoever holds it may take it again. */
  readonly lock?: 'mutex' | 'reentrant' | 'semaphore' | 'condition' | 'read-write';
  /** It hands things from those who put to those who get. */
  readonly queue?: boolean;
  /** Whom a lock or queue is for: tasks of one event loop, threads of one process, or processes. */
  readonly between?: 'tasks' | 'threads' | 'processes';
  /** In Python: whether threads may share an instance. `bound`: only the thread that made it may use it. */
  readonly threads?: 'safe' | 'unsafe' | 'bound';
}

export interface Holding {
  readonly what: 'threads' | 'processes' | 'connections' | 'files';
  /** The methods that let go of it; none where only the end of the program does. Leaving `with` or `using` closes it, too. */
  readonly closedBy: readonly string[];
}

/** What calling (or constructing) it does. For a plain value only `type` is given. */
export interface Entry {
  // What it gives.

  /** The value itself is an instance of this type: `Type` of this library, or `module#Type`. */
  readonly type?: string;
  /** What a call, once awaited, or a construction gives: a type as above, or `this` for the type it was called on. */
  readonly returns?: string;
  /** A call gives this argument itself, or the same function with some of its arguments: `useCallback(f)`, `partial(f, 1)`. */
  readonly gives?: number;
  /** A call gives a function that calls this argument whenever it is called, as what wraps a handler does. */
  readonly wraps?: number;
  /** A call gives a function that does what this argument does, and gives a promise where that calls back: `promisify(readFile)`. */
  readonly promisifies?: number;
  /** A call gives a promise; in Python a coroutine, or whatever else is awaited or entered by `async with`. */
  readonly promise?: boolean;
  /**
   * What the promise itself is before it is awaited, where that has members of its own: `Task` of `asyncio.create_task`. In Python a
   * `promise` without it is a coroutine or the like, which does nothing unless it is awaited.
   */
  readonly handle?: string;
  /** Nothing happens before what it gives is awaited, as of the query builders of knex and Prisma; awaiting it twice does it twice. */
  readonly lazy?: boolean;
  /** The promise may be dropped: it does not reject in normal use, and there may be nothing to wait for. With an option, only with one of its values. */
  readonly ignorable?: true | Given;
  /** It gives a value that throws into a task what ends it, or is that exception: `asyncio.CancelledError`. Whoever catches it must let it on. */
  readonly cancellation?: boolean;

  // How long it takes, and on whose time.

  /** A call holds up the thread it runs on. */
  readonly blocks?: Blocks;
  /** A call leaves this process's memory: what is flooded when too many run at once. */
  readonly io?: Resource;
  /** The shared pool that lends a thread for as long as it runs. */
  readonly threadpool?: Threadpool;
  /** It pauses, or puts off a callback, for as long as this option says. */
  readonly delay?: Duration;
  /** How long it waits for somebody else at most. Absent where nothing is known. */
  readonly timeout?: Timeout;
  /** Where an `AbortSignal` or its like is taken that ends the call early. */
  readonly abort?: Option;
  /** When whoever waits goes on. `microtask`: before the event loop turns, so that a loop of these starves it; `turn`: after it turned. */
  readonly resumes?: 'microtask' | 'turn';
  /** It reads the clock. */
  readonly clock?: boolean;
  /** It takes time in proportion to what it is called on: `includes` searches it, `shift` moves all of it, `concat` copies it. */
  readonly linear?: 'search' | 'move' | 'copy';
  /** It turns values into text or bytes, or back: time and memory grow with them, and so does the cost of passing the result on. */
  readonly serializes?: boolean;
  /** Where it is told how many elements it may give at most. */
  readonly most?: Option;
  /** Where it is told up to how many bytes of a request's body it reads and parses at once, as a number or as `'5mb'`. */
  readonly admits?: Option;
  /** Which argument is a regular expression, as text. */
  readonly pattern?: Option;

  // Whom it calls and what it starts.

  /** Which arguments are called back, by whom and where. */
  readonly callbacks?: readonly Callback[];
  /** It waits for a list of promises. */
  readonly combinator?: 'all' | 'allSettled' | 'any' | 'race';
  /** Where the promises of a combinator are: `arguments` = each argument is one, as of `asyncio.gather`; else in the first one, a list. */
  readonly list?: 'arguments';
  /** It starts a coroutine, which does nothing before. */
  readonly spawns?: Spawns;
  /**
   * Where a client is told how many connections it may open at a time, as a number, or as what such an option of its own was given to:
   * `ClientSession(connector=TCPConnector(limit=10))`.
   */
  readonly connections?: Option;
  /** It caps how many of its tasks run at once; says where the number is given. Never capped while it is absent and has no default. */
  readonly limits?: Limits;
  /** Work handed to it runs on another thread or in another process. */
  readonly offloads?: 'thread' | 'process';
  /** It runs an event loop until it is done, which fails where one runs already: `asyncio.run`. */
  readonly entersLoop?: boolean;
  /** Only the thread of the event loop may call it; the symbol is what other threads call instead, the empty string where there is none. */
  readonly loopOnly?: string;
  /**
   * In Python: what it does is tied to the thread that calls it, or to all of them. `context`: it sets a context variable, and a thread works
   * on a copy; `thread`: it is about the thread or the stack it is called on; `main`: only the main thread may call it; `process`: it changes
   * something for the whole program.
   */
  readonly tied?: 'context' | 'thread' | 'main' | 'process';
  /**
   * Where the errors of what it runs go. `stored`: into what the call gives, and nobody hears of them unless that is asked;
   * `returned`: among the results; `printed`: to standard error, and on it goes.
   */
  readonly errors?: 'stored' | 'returned' | 'printed';
  /** Only with one of these values are errors `returned`: `gather(…, return_exceptions=True)`. */
  readonly returnsErrors?: Given;

  // What it touches.

  /**
   * It changes nothing that another call could notice: reads may swap places and run at once. With an option, only as long as that is
   * absent or one of the values: the method of `fetch`. `select`: as long as the SQL that it is given first only selects.
   */
  readonly reads?: true | 'select' | Given;
  /** What it does to the file of that name. */
  readonly path?: PathUse;
  /** The argument that names a file which another one takes the place of: the second of `copyFile` and `rename`. */
  readonly overwrites?: number;
  /** What it copies to somewhere else, and how: not everything can be. */
  readonly clones?: readonly Clone[];
  /** Where the file of a worker's code is named. */
  readonly workerModule?: Option;
  /**
   * It takes what it is given even when the other side is behind, and buffers it: `event` = it says `false` then, and `drain` is the
   * event to wait for; `method` = `await drain()` waits.
   */
  readonly backpressure?: 'event' | 'method';
  /** Of a type with `lock`. `run`: it holds it while it runs its callback. */
  readonly lock?: 'acquire' | 'release' | 'run';
  /** Of a type with `queue`. `done`: says that what was taken is dealt with, which `join` waits for. */
  readonly queue?: 'put' | 'get' | 'done' | 'join' | 'close';
  /** Where a queue is told how much it may hold; without a bound where that is absent or one of the values. */
  readonly capacity?: Given;
  /** It is one step for all threads: nothing comes in between. */
  readonly atomic?: boolean;
  /** It works only until the callback that was given its object first awaits: `event.preventDefault()`. */
  readonly expires?: boolean;
  /** Why it should not be used any more, and what to use instead. */
  readonly deprecated?: string;
}

/** Where a call is told something: by position, in Python by name, in an options object as a property. */
export interface Option {
  /** The index, negative from the end. Absent where it can only be given by name. */
  readonly argument?: number;
  readonly keyword?: string;
  readonly property?: string;
}

/** An option with the values that matter; a constant of a library is named as `module#name`. */
export interface Given extends Option {
  readonly values: readonly Literal[];
}

export type Literal = string | number | boolean | null;

export interface Duration extends Option {
  readonly unit: 's' | 'ms';
}

export interface Timeout extends Option {
  readonly unit?: 's' | 'ms';
  /** In seconds, where nothing is said; absent where it then waits for ever. */
  readonly default?: number;
}

/**
 * `libuv`: Node's, 4 threads unless UV_THREADPOOL_SIZE says otherwise. `asyncio`: the loop's default executor, `min(32, cpus + 4)`.
 * `anyio`: 40 threads, also those of Starlette, FastAPI and trio. `asgiref`: the one thread that Django shares for what is thread-sensitive.
 */
export type Threadpool = 'libuv' | 'asyncio' | 'anyio' | 'asgiref';

export interface PathUse {
  /** `receiver`: what it is called on, as `Path('a').exists()`. */
  readonly argument: number | 'receiver';
  readonly does: 'checks' | 'reads' | 'writes' | 'creates' | 'removes' | 'moves';
  /** With one of these values no check is needed before it: `{ recursive: true }` of `mkdir`, `{ flag: 'wx' }` of `writeFile`. */
  readonly sureWith?: Given;
  /** What is there stays, and more comes behind it: `appendFile`. */
  readonly keeps?: boolean;
}

export interface Clone {
  /** `every`: each argument, from `from` on. */
  readonly argument: number | 'every';
  readonly from?: number;
  readonly property?: string;
  readonly by: 'structured-clone' | 'pickle' | 'json';
  /** Where things are listed that move instead of being copied. */
  readonly transfer?: Option;
}

export interface Spawns {
  /** Which argument is the coroutine, or the async function where `calls` says so. */
  readonly argument: number;
  readonly keyword?: string;
  /** The argument is no coroutine but an async function, which is called with the arguments after it. */
  readonly calls?: boolean;
  /** Whoever was called keeps or awaits the task, so that its result may be dropped: a task group does, the loop does not. */
  readonly owned?: boolean;
}

export type Resource = 'file' | 'process' | 'network' | 'database' | 'worker';

export interface Blocks {
  readonly what: 'file' | 'process' | 'network' | 'database' | 'lock' | 'sleep' | 'cpu';
  /**
   * How long it may hold up: `metadata` = one system call (stat, exists, mkdir); `data` = grows with the input; `heavy` = tens of
   * milliseconds and more, whatever the input; `unbounded` = waits for somebody else.
   */
  readonly weight: 'metadata' | 'data' | 'heavy' | 'unbounded';
  /** A measured or documented figure, for the hover: `280–410 ms at 600,000 iterations`. */
  readonly cost?: string;
  /** With one of these values it takes no time worth a word: `timeout=0`, `block=False`; one list for each such option. */
  readonly quick?: readonly Given[];
  /** It takes no time worth a word up to this number: rounds of a key derivation. */
  readonly quickUpTo?: Option & { readonly most: number };
  /** Called on what was made with one of these values: a socket for datagrams connects to nobody. */
  readonly quickOf?: readonly Given[];
  /** Nothing of it leaves the process where the first argument begins with one of these: `data:`, an address that holds its own content. */
  readonly quickFor?: readonly string[];
  /** It does not wait where an event loop calls because there is something: in what `loop.add_reader` was given. */
  readonly untilReady?: true;
  /** It does not wait once one of these methods of the same object was asked: `queue.empty()`. */
  readonly asked?: readonly string[];
  /** It waits for what it is called on, and no time at all once that is done: `future.result()`. */
  readonly untilDone?: boolean;
  /** It asks a person, and is there so that nothing else can be done meanwhile. */
  readonly asksPerson?: boolean;
  /** In Python, of what computes: other threads go on meanwhile, so that a thread of its own helps. What waits always lets them. */
  readonly releasesGil?: boolean;
  readonly twin?: Twin;
}

/** The call that does the same without holding up the thread. */
export interface Twin {
  /** `module#path`, e.g. `node:fs/promises#readFile`; of a method `module#Type.method`, to be called on the same object. */
  readonly symbol: string;
  /**
   * `same-arguments`: awaiting the twin with the same arguments gives the same value and throws the same errors.
   * `promisify`: the same of `util.promisify(symbol)`. `different`: read `note`; no edit is offered.
   */
  readonly use: 'same-arguments' | 'promisify' | 'different';
  readonly note?: string;
}

export interface Callback {
  /** Which argument is the callback: its index, negative from the end, or `every` (each function among them). */
  readonly argument: number | 'every';
  /** The first argument that may be one, where `argument` is `every`. */
  readonly from?: number;
  /** In Python, the name by which it may be given instead: `Thread(target=f)`. */
  readonly keyword?: string;
  /** The callback is this property of the argument, e.g. `handler` of an options object; `*` for each of them. A list counts as each of its elements. */
  readonly property?: string;
  /** … or what lies deeper in it, also where its parts are written in other files: `['resolvers', '*', '*']`. */
  readonly within?: readonly string[];
  /**
   * `inline`: called before the call returns. `handler`: registered, called for each request, command or gesture, and somebody waits.
   * `event`: registered, called for each event of an object. `timer`: called later by the clock. `once`: called once, when this work is done. `task`: called when a limiter has room. `thread`/`process`: runs there.
   * `lifecycle`: called while the program starts or ends, when holding up the loop keeps nobody waiting.
   */
  readonly runs: 'inline' | 'handler' | 'event' | 'timer' | 'once' | 'task' | 'thread' | 'process' | 'lifecycle';
  /** Where a function that is not async runs instead: FastAPI takes a `def` endpoint to a thread. */
  readonly syncRuns?: 'thread' | 'process';
  /** Events of these names, given first, come once, as the program starts or ends: then it runs as `lifecycle`. */
  readonly once?: readonly string[];
  /** It is called again only when it has said that it is done with what it was given. */
  readonly inTurn?: true;
  /** A timer that comes again without waiting for what it called before: `setInterval`. */
  readonly repeats?: boolean;
  /**
   * What becomes of what the callback returns, a promise above all. `ignored`: nobody looks, a rejection is unhandled; `tested`: any
   * promise counts as true; `compared`: as a number, which no promise is; `collected`: it is among what the call gives; `awaited`.
   */
  readonly result?: 'ignored' | 'tested' | 'compared' | 'collected' | 'awaited';
  /** It is `awaited` only from this major version of the package on, and `ignored` before. */
  readonly awaitedSince?: number;
  /** … or where the project depends on one of these packages or imports it, which sees to it. */
  readonly awaitedWith?: readonly string[];
  /** What the callback is given: types as in `returns`, `null` where it is none that is described. */
  readonly parameters?: readonly (string | null)[];
  /** The same where the callback's own name says what it is given: `async def on_message(message)`. */
  readonly parametersOf?: Readonly<Record<string, readonly (string | null)[]>>;
  /** It goes over as its source text: nothing of what stands around it is there. */
  readonly asText?: boolean;
  /** Given this callback, the call gives no promise, whatever `promise` says. */
  readonly insteadOfPromise?: boolean;
  /** For messages: `Express handler`, `VS Code command`. */
  readonly label?: string;
}

export interface Limits extends Option {
  /** The number where none is given, if it is capped even so. */
  readonly default?: number;
}

/** Functions that a framework calls for each request because of the file that exports them. */
export interface Convention {
  /** The project depends on one of these. */
  readonly packages: readonly string[];
  /** Where the file lies; anywhere, if absent. */
  readonly path?: RegExp;
  /** What the file begins with: `use server`. */
  readonly directive?: string;
  /** The names it exports them by; `*` for every async function. */
  readonly exports?: readonly string[] | '*';
  /** Exported objects whose functions are called; those of `only`, where it is given. */
  readonly members?: readonly string[];
  readonly only?: readonly string[];
  /** For messages, as of a callback. */
  readonly label: string;
  readonly source: string;
}
