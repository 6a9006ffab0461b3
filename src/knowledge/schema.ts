import type { Language } from '../model/facts.ts';

/**
 * What one library, or one module of a standard library, does when it is called. Data only: a name alone proves nothing, so an
 * entry is used only for a symbol that was resolved to this module.
 */
export interface Library {
  readonly language: Language;
  /** The specifiers it is imported by, the usual one first: `['node:fs', 'fs']`. `['global']` for names that need no import. */
  readonly modules: readonly string[];
  /** The documentation the entries were taken from. */
  readonly source: string;
  /** By export path: `readFileSync`, `promises.readFile`, `default`. */
  readonly exports: Readonly<Record<string, Entry>>;
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
  /** Calling the instance itself, as in `limit(() => …)`. */
  readonly call?: Entry;
  /** Methods that a class derived from it writes and the library calls: `run` of a `threading.Thread`, `get` of a request handler. */
  readonly overrides?: Readonly<Record<string, Omit<Callback, 'argument'>>>;
}

/** What calling (or constructing) it does. For a plain value only `type` is given. */
export interface Entry {
  /** The value itself is an instance of this type: `Type` of this library, or `module#Type`. */
  readonly type?: string;
  /** What a call, once awaited, or a construction gives: a type as above, or `this` for the type it was called on. */
  readonly returns?: string;
  /** A call gives a promise; in Python a coroutine, or whatever else is awaited or entered by `async with`. */
  readonly promise?: boolean;
  /** What the promise itself is before it is awaited, where that has members of its own: `Task` of `asyncio.create_task`. */
  readonly handle?: string;
  /** A call holds up the thread it runs on. */
  readonly blocks?: Blocks;
  /** A call leaves this process's memory: what is flooded when too many run at once. */
  readonly io?: Resource;
  /** Which arguments are called back, by whom and where. */
  readonly callbacks?: readonly Callback[];
  /** It waits for a list of promises. */
  readonly combinator?: 'all' | 'allSettled' | 'any' | 'race';
  /** Where the promises of a combinator are: `arguments` = each argument is one, as of `asyncio.gather`; else in the first one, a list. */
  readonly list?: 'arguments';
  /** It starts a coroutine, which does nothing before. */
  readonly spawns?: Spawns;
  /** It caps how many of its tasks run at once; `concurrency` says where the number is given. Never capped while it is absent. */
  readonly limits?: Limits;
  /** Work handed to it runs on another thread or in another process. */
  readonly offloads?: 'thread' | 'process';
}

export interface Spawns {
  /** Which argument is the coroutine. */
  readonly argument: number;
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
  /** With one of these literals as this argument it takes no time worth a word. */
  readonly quick?: Quick;
  /** In Python, of what computes: other threads go on meanwhile, so that a thread of its own helps. What waits always lets them. */
  readonly releasesGil?: boolean;
  readonly twin?: Twin;
}

export interface Quick {
  readonly argument: number;
  /** In Python, the name by which the argument may be given instead. */
  readonly keyword?: string;
  readonly values: readonly (string | number | boolean)[];
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
  /** The callback is this property of the argument, e.g. `handler` of an options object. */
  readonly property?: string;
  /**
   * `inline`: called before the call returns. `handler`: registered, called for each request, command or gesture, and somebody waits.
   * `event`: registered, called for each event of an object. `timer`: called later by the clock. `once`: called once, when this work is done. `task`: called when a limiter has room. `thread`/`process`: runs there.
   * `lifecycle`: called while the program starts or ends, when holding up the loop keeps nobody waiting.
   */
  readonly runs: 'inline' | 'handler' | 'event' | 'timer' | 'once' | 'task' | 'thread' | 'process' | 'lifecycle';
  /** Where a function that is not async runs instead: FastAPI takes a `def` endpoint to a thread. */
  readonly syncRuns?: 'thread' | 'process';
  /** What the callback is given: types as in `returns`, `null` where it is none that is described. */
  readonly parameters?: readonly (string | null)[];
  /** Given this callback, the call gives no promise, whatever `promise` says. */
  readonly insteadOfPromise?: boolean;
  /** For messages: `Express handler`, `VS Code command`. */
  readonly label?: string;
}

export interface Limits {
  /** The argument that holds the number, and the property of it where it is an options object. */
  readonly argument: number;
  readonly property?: string;
  /** In Python, the name by which the number may be given instead: `Semaphore(value=10)`. */
  readonly keyword?: string;
  /** The number where none is given, if it is capped even so. */
  readonly default?: number;
}
