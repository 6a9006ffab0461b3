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

type Report = (problem: string) => void;
type Check = (value: unknown, path: string, report: Report) => void;

const text: Check = (value, path, report) => {
  if (typeof value !== 'string' || value === '') report(`${path} must be a string, not ${shown(value)}.`);
};

const flag: Check = (value, path, report) => {
  if (typeof value !== 'boolean') report(`${path} must be true or false, not ${shown(value)}.`);
};

const index: Check = (value, path, report) => {
  if (!Number.isInteger(value)) report(`${path} must be the whole number of an argument, not ${shown(value)}.`);
};

const literal: Check = (value, path, report) => {
  if (!['string', 'number', 'boolean'].includes(typeof value) || value === '') {
    report(`${path} must be a string, a number, true or false, not ${shown(value)}.`);
  }
};

/** One of the words; `other` allows what is none of them. */
function oneOf(
  words: readonly string[],
  other?: { readonly said: string; readonly is: (value: unknown) => boolean },
): Check {
  const said = [...words.map((word) => `"${word}"`), ...(other ? [other.said] : [])];
  const expected = said.length > 1 ? `${said.slice(0, -1).join(', ')} or ${said.at(-1) ?? ''}` : said.join('');
  return (value, path, report) => {
    if (other?.is(value) || words.some((word) => word === value)) return;
    report(`${path} must be ${expected}, not ${shown(value)}.`);
  };
}

function listOf(check: Check, atLeast = 0): Check {
  return (value, path, report) => {
    if (!Array.isArray(value)) report(`${path} must be a list, not ${shown(value)}.`);
    else if (value.length < atLeast) report(`${path} must not be empty.`);
    else value.forEach((item, at) => check(item, `${path}[${at}]`, report));
  };
}

/** An object with names of the user's own. */
function recordOf(check: Check): Check {
  return (value, path, report) => {
    if (!isObject(value)) report(`${path} must be an object, not ${shown(value)}.`);
    else for (const [name, item] of Object.entries(value)) check(item, at(path, name), report);
  };
}

/** An object with the fields of the schema and no other. */
function shape(fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  return (value, path, report) => {
    if (!isObject(value)) {
      report(`${path || 'A library'} must be an object, not ${shown(value)}.`);
      return;
    }
    for (const [name, item] of Object.entries(value)) {
      const check = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (check) check(item, at(path, name), report);
      else report(`${at(path, name)} is not known. ${advice(name, Object.keys(fields))}`);
    }
    for (const name of required) if (!Object.hasOwn(value, name)) report(`${at(path, name)} is missing.`);
  };
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

const blocks = shape(
  {
    what: oneOf(['file', 'process', 'network', 'database', 'lock', 'sleep', 'cpu']),
    weight: oneOf(['metadata', 'data', 'heavy', 'unbounded']),
    cost: text,
    quick: shape({ argument: index, keyword: text, values: listOf(literal) }, ['argument', 'values']),
    releasesGil: flag,
    twin,
  },
  ['what', 'weight'],
);

const nothing = { said: 'null', is: (value: unknown) => value === null };
const number = { said: 'the number of an argument', is: (value: unknown) => Number.isInteger(value) };

const callee: Readonly<Record<string, Check>> = {
  from: index,
  keyword: text,
  property: text,
  runs: oneOf(['inline', 'handler', 'event', 'timer', 'once', 'task', 'thread', 'process', 'lifecycle']),
  syncRuns: oneOf(['thread', 'process']),
  parameters: listOf((value, path, report) => {
    if (!nothing.is(value)) text(value, path, report);
  }),
  insteadOfPromise: flag,
  label: text,
};

const callback = shape({ argument: oneOf(['every'], number), ...callee }, ['argument', 'runs']);

const entry = shape({
  type: text,
  returns: text,
  promise: flag,
  handle: text,
  blocks,
  io: oneOf(['file', 'process', 'network', 'database', 'worker']),
  callbacks: listOf(callback),
  combinator: oneOf(['all', 'allSettled', 'any', 'race']),
  list: oneOf(['arguments']),
  spawns: shape({ argument: index, owned: flag }, ['argument']),
  limits: shape({ argument: index, property: text, keyword: text, default: index }, ['argument']),
  offloads: oneOf(['thread', 'process']),
});

const library = shape(
  {
    language: oneOf(['javascript', 'python']),
    modules: listOf(text, 1),
    source: text,
    exports: recordOf(entry),
    types: recordOf(
      shape(
        {
          extends: text,
          members: recordOf(entry),
          serial: flag,
          call: entry,
          overrides: recordOf(shape(callee, ['runs'])),
        },
        ['members'],
      ),
    ),
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
    entries(type.members, `${at('types', name)}.members`, true);
    if (type.call) entries({ call: type.call }, at('types', name), true);
  }
  return problems;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(path: string, name: string): string {
  const plain = /^[\w$*]+$/.test(name);
  if (!plain) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
}

/** What was found instead, short enough for a sentence. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (value === '') return 'an empty string';
  return typeof value === 'string' ? `"${value}"` : String(value);
}

function advice(name: string, known: readonly string[]): string {
  const close = known.find((each) => isClose(each.toLowerCase(), name.toLowerCase()));
  if (close !== undefined) return `Did you mean "${close}"?`;
  return known.length > 0 ? `Known are ${known.map((each) => `"${each}"`).join(', ')}.` : '';
}

/** At most two letters added, left out or swapped for others. */
function isClose(a: string, b: string): boolean {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [line, letter] of Array.from(a).entries()) {
    const next = [line + 1];
    for (let column = 1; column <= b.length; column++) {
      const left = next[column - 1] ?? 0;
      const above = row[column] ?? 0;
      const before = (row[column - 1] ?? 0) + (letter === b[column - 1] ? 0 : 1);
      next.push(Math.min(left + 1, above + 1, before));
    }
    row = next;
  }
  return (row.at(-1) ?? 0) <= 2;
}
