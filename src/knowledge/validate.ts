import {
  advice,
  at,
  count,
  flag,
  index,
  isObject,
  listOf,
  literal,
  oneOf,
  recordOf,
  shape,
  shown,
  text,
  type Check,
} from './checks.ts';
import type { Library } from './schema.ts';

/**
 * Checks a library that somebody wrote by hand, e.g. in `unblock.config.json`. Every problem is a sentence that starts with the place:
 * ``exports.load.blocks.weight must be "metadata", "data", "heavy" or "unbounded", not "slow".``
 */
export function parseLibrary(json: unknown): { library: Library } | { problems: string[] } {
  const problems: string[] = [];
  library(json, '', (problem) => problems.push(problem));
  if (problems.length > 0) return { problems };
  const parsed = json as Library;
  const unresolved = unresolvedTypes(parsed);
  return unresolved.length > 0 ? { problems: unresolved } : { library: parsed };
}

const twin: Check = (value, path, report) => {
  shape({ symbol: text, use: oneOf(['same-arguments', 'promisify', 'different']), note: text }, ['symbol', 'use'])(
    value,
    path,
    report,
  );
  if (!isObject(value)) return;
  const { symbol, use, note } = value;
  if (typeof symbol === 'string' && !/^[^#]+#[^#]+$/.test(symbol)) {
    report(`${path}.symbol must read "module#name", not ${shown(symbol)}.`);
  }
  if (use === 'different' && note === undefined) report(`${path}.note is missing: it says what is different.`);
};

const option = { argument: index, keyword: text, property: text } as const;

/** Where a call is told something: at least a position or a name. */
function told(fields: Readonly<Record<string, Check>> = {}, required: readonly string[] = []): Check {
  const check = shape({ ...option, ...fields }, required);
  return (value, path, report) => {
    check(value, path, report);
    if (isObject(value) && value['argument'] === undefined && value['keyword'] === undefined)
      report(`${path} must say which argument it is, by "argument" or by "keyword".`);
  };
}

const given = told({ values: listOf(literal) }, ['values']);
const units = oneOf(['s', 'ms']);

const blocks = shape(
  {
    what: oneOf(['file', 'process', 'network', 'database', 'lock', 'sleep', 'cpu']),
    weight: oneOf(['metadata', 'data', 'heavy', 'unbounded']),
    cost: text,
    quick: listOf(given),
    quickUpTo: told({ most: count }, ['most']),
    quickOf: listOf(given),
    quickFor: listOf(text),
    asked: listOf(text),
    untilReady: flag,
    untilDone: flag,
    asksPerson: flag,
    releasesGil: flag,
    twin,
  },
  ['what', 'weight'],
);

const orNull = (check: Check): Check => {
  return (value, path, report) => {
    if (value !== null) check(value, path, report);
  };
};

const argument = { said: 'the number of an argument', is: (value: unknown) => Number.isInteger(value) };

const callee: Readonly<Record<string, Check>> = {
  from: index,
  keyword: text,
  property: text,
  within: listOf(text),
  runs: oneOf(['inline', 'handler', 'event', 'timer', 'once', 'task', 'thread', 'process', 'lifecycle']),
  syncRuns: oneOf(['thread', 'process']),
  once: listOf(text),
  inTurn: flag,
  repeats: flag,
  result: oneOf(['ignored', 'tested', 'compared', 'collected', 'awaited']),
  awaitedSince: count,
  awaitedWith: listOf(text),
  parameters: listOf(orNull(text)),
  parametersOf: recordOf(listOf(orNull(text))),
  insteadOfPromise: flag,
  asText: flag,
  label: text,
};

const callback = shape({ argument: oneOf(['every'], argument), ...callee }, ['argument', 'runs']);

const path = shape(
  {
    argument: oneOf(['receiver'], argument),
    does: oneOf(['checks', 'reads', 'writes', 'creates', 'removes', 'moves']),
    sureWith: given,
    keeps: flag,
  },
  ['argument', 'does'],
);

const clone = shape(
  {
    argument: oneOf(['every'], argument),
    from: index,
    property: text,
    by: oneOf(['structured-clone', 'pickle', 'json']),
    transfer: told(),
  },
  ['argument', 'by'],
);

/** Always, or only with certain values. */
const always: Check = (value, path, report) => {
  if (value !== true) given(value, path, report);
};

const alwaysOrSelect: Check = (value, path, report) => {
  if (value !== 'select') always(value, path, report);
};

const loopOnly: Check = (value, path, report) => {
  if (value !== '') text(value, path, report);
};

const entry = shape({
  type: text,
  returns: text,
  gives: index,
  wraps: index,
  promisifies: index,
  promise: flag,
  handle: text,
  lazy: flag,
  ignorable: always,
  cancellation: flag,
  blocks,
  io: oneOf(['file', 'process', 'network', 'database', 'worker']),
  threadpool: oneOf(['libuv', 'asyncio', 'anyio', 'asgiref']),
  delay: told({ unit: units }, ['unit']),
  timeout: shape({ ...option, unit: units, default: count }),
  abort: told(),
  resumes: oneOf(['microtask', 'turn']),
  clock: flag,
  linear: oneOf(['search', 'move', 'copy']),
  serializes: flag,
  most: told(),
  admits: told(),
  pattern: told(),
  callbacks: listOf(callback),
  combinator: oneOf(['all', 'allSettled', 'any', 'race']),
  list: oneOf(['arguments']),
  spawns: shape({ argument: index, keyword: text, calls: flag, owned: flag }, ['argument']),
  connections: told(),
  limits: shape({ ...option, default: count }),
  offloads: oneOf(['thread', 'process']),
  entersLoop: flag,
  loopOnly,
  tied: oneOf(['context', 'thread', 'main', 'process']),
  errors: oneOf(['stored', 'returned', 'printed']),
  returnsErrors: given,
  reads: alwaysOrSelect,
  path,
  overwrites: index,
  clones: listOf(clone),
  workerModule: told(),
  backpressure: oneOf(['event', 'method']),
  lock: oneOf(['acquire', 'release', 'run']),
  queue: oneOf(['put', 'get', 'done', 'join', 'close']),
  capacity: given,
  atomic: flag,
  expires: flag,
  deprecated: text,
});

const type = shape(
  {
    extends: text,
    members: recordOf(entry),
    serial: flag,
    pipelined: flag,
    call: entry,
    takes: listOf(orNull(text)),
    overrides: recordOf(shape(callee, ['runs'])),
    holds: shape({ what: oneOf(['threads', 'processes', 'connections', 'files']), closedBy: listOf(text) }, [
      'what',
      'closedBy',
    ]),
    needsListener: listOf(text),
    lock: oneOf(['mutex', 'reentrant', 'semaphore', 'condition', 'read-write']),
    queue: flag,
    between: oneOf(['tasks', 'threads', 'processes']),
    threads: oneOf(['safe', 'unsafe', 'bound']),
  },
  ['members'],
);

const library = shape(
  {
    language: oneOf(['javascript', 'python']),
    modules: listOf(text, 1),
    source: text,
    exports: recordOf(entry),
    entryPoints: recordOf(listOf(orNull(text))),
    types: recordOf(type),
  },
  ['language', 'modules', 'source', 'exports'],
);

/** Types named without a module that the library does not describe. */
function unresolvedTypes({ exports, types = {} }: Library): string[] {
  const problems: string[] = [];
  const refer = (name: string | null | undefined, path: string, receiver: boolean) => {
    if (name === null || name === undefined || name.includes('#') || Object.hasOwn(types, name)) return;
    if (name === 'this' && receiver) return;
    const why = name === 'this' ? 'is only for what is called on a type' : 'is none of the library’s types';
    problems.push(`${path}: "${name}" ${why}. ${advice(name, Object.keys(types))}`.trim());
  };
  const entries = (record: Library['exports'], path: string, receiver: boolean) => {
    for (const [name, { type, returns, handle, callbacks = [] }] of Object.entries(record)) {
      refer(type, `${at(path, name)}.type`, false);
      refer(returns, `${at(path, name)}.returns`, receiver);
      refer(handle, `${at(path, name)}.handle`, false);
      callbacks.forEach(({ parameters = [] }, nth) => {
        for (const each of parameters) refer(each, `${at(path, name)}.callbacks[${nth}].parameters`, receiver);
      });
    }
  };
  entries(exports, 'exports', false);
  for (const [name, type] of Object.entries(types)) {
    refer(type.extends, `${at('types', name)}.extends`, false);
    for (const each of type.takes ?? []) refer(each, `${at('types', name)}.takes`, false);
    entries(type.members, `${at('types', name)}.members`, true);
    if (type.call) entries({ call: type.call }, at('types', name), true);
  }
  return problems;
}
