import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { knowledge, pythonKnowledge, pythonLibraries } from '../../../src/knowledge/index.ts';
import { absoluteType } from '../../../src/knowledge/lookup.ts';
import { installed, standard } from '../../../src/knowledge/python/index.ts';
import type { Entry, Library } from '../../../src/knowledge/schema.ts';
import { parseLibrary } from '../../../src/knowledge/validate.ts';

const named = (list: readonly Library[]) => list.map((library) => [library.modules[0] ?? '', library] as const);

/** Every entry of a library with a name to report it by. */
function entriesOf({ exports, types = {} }: Library): [string, Entry][] {
  return [
    ...Object.entries(exports),
    ...Object.entries(types).flatMap(([type, { members, call }]): [string, Entry][] => [
      ...Object.entries(members).map(([name, entry]): [string, Entry] => [`${type}.${name}`, entry]),
      ...(call ? [[`${type}()`, call] satisfies [string, Entry]] : []),
    ]),
  ];
}

/** What `module#path` or `module#Type.member` is. */
function find(symbol: string): Entry | undefined {
  const [module = '', path = ''] = symbol.split('#');
  const dot = path.lastIndexOf('.');
  return (
    pythonKnowledge.entry(module, path) ??
    (dot < 0 ? undefined : pythonKnowledge.member(`${module}#${path.slice(0, dot)}`, path.slice(dot + 1)))
  );
}

describe.each(named(pythonLibraries))('%s', (_, library) => {
  it('is a library as users may write it', () => {
    expect(parseLibrary(JSON.parse(JSON.stringify(library)))).toEqual({ library });
  });

  it('is of Python, and gives its documentation', () => {
    expect(library.language).toBe('python');
    expect(library.source).toMatch(/^https:\/\//);
  });

  it('names only types that are described', () => {
    const used = entriesOf(library).flatMap(([name, { type, returns, handle, callbacks = [] }]) =>
      [type, returns, handle, ...callbacks.flatMap(({ parameters = [] }) => parameters)]
        .filter((each) => each !== null && each !== undefined && each !== 'this')
        .map((each) => `${name}: ${absoluteType(library, each ?? '')}`),
    );
    const extended = Object.entries(library.types ?? {}).flatMap(([name, { extends: base }]) =>
      base === undefined ? [] : [`${name}: ${absoluteType(library, base)}`],
    );
    expect([...used, ...extended].filter((each) => !pythonKnowledge.type(each.slice(each.indexOf(': ') + 2)))).toEqual(
      [],
    );
  });

  it('names only twins that are known, and that do not block themselves', () => {
    for (const [name, { blocks }] of entriesOf(library)) {
      const symbol = blocks?.twin?.symbol;
      if (symbol === undefined) continue;
      expect(find(symbol), `${name}: ${symbol}`).toBeDefined();
      expect(find(symbol)?.blocks, `${name}: ${symbol}`).toBeUndefined();
      if (blocks?.twin?.use === 'same-arguments') expect(find(symbol)?.promise, `${name}: ${symbol}`).toBe(true);
    }
  });

  it('names only known calls for other threads, by which they reach the loop', () => {
    for (const [name, { loopOnly }] of entriesOf(library)) {
      if (loopOnly) expect(find(loopOnly), `${name}: ${loopOnly}`).toBeDefined();
    }
  });

  it('never both blocks and gives a promise', () => {
    expect(entriesOf(library).filter(([, { blocks, promise }]) => blocks && promise)).toEqual([]);
  });
});

describe('the list of Python libraries', () => {
  it('has each module once', () => {
    const modules = pythonLibraries.flatMap((library) => library.modules);
    expect(modules.filter((name, at) => modules.indexOf(name) !== at)).toEqual([]);
  });

  it('does not mix with JavaScript’s', () => {
    expect(knowledge.entry('asyncio', 'sleep')).toBeUndefined();
    expect(pythonKnowledge.entry('global', 'setTimeout')).toBeUndefined();
  });

  it('reaches a module through its package', () => {
    expect(pythonKnowledge.entry('concurrent', 'futures.wait')).toEqual(
      pythonKnowledge.entry('concurrent.futures', 'wait'),
    );
    const executor = pythonKnowledge.entry('concurrent', 'futures.ThreadPoolExecutor')?.returns ?? '';
    expect(pythonKnowledge.member(executor, 'submit')?.callbacks).toEqual([{ argument: 0, runs: 'thread' }]);
    expect(pythonKnowledge.member('concurrent#futures.Future', 'result')?.blocks?.what).toBe('lock');
  });
});

describe('what the rules rely on', () => {
  const called = (type: string | undefined) => pythonKnowledge.type(type ?? '')?.call?.callbacks;

  it('knows that a decorator registers what it is called with', () => {
    const app = pythonKnowledge.entry('fastapi', 'FastAPI')?.returns ?? '';
    expect(called(pythonKnowledge.member(app, 'get')?.returns)).toEqual([
      { argument: 0, runs: 'handler', syncRuns: 'thread', label: 'FastAPI endpoint' },
    ]);
    const table = pythonKnowledge.entry('aiohttp', 'web.RouteTableDef')?.returns ?? '';
    expect(called(pythonKnowledge.member(table, 'get')?.returns)).toMatchObject([{ argument: 0, runs: 'handler' }]);
  });

  it('tells the sleep that holds up the loop from the one that does not', () => {
    expect(pythonKnowledge.entry('time', 'sleep')?.blocks).toMatchObject({
      what: 'sleep',
      twin: { symbol: 'asyncio#sleep', use: 'same-arguments' },
    });
    expect(pythonKnowledge.entry('asyncio', 'sleep')).toMatchObject({ promise: true, resumes: 'turn' });
    expect(pythonKnowledge.entry('asyncio', 'sleep')?.blocks).toBeUndefined();
  });

  it('tells a task that may be lost from one that its group keeps', () => {
    expect(pythonKnowledge.entry('asyncio', 'create_task')?.spawns).toEqual({ argument: 0 });
    expect(pythonKnowledge.member('asyncio#TaskGroup', 'create_task')?.spawns?.owned).toBe(true);
  });

  it('reaches the database from a model of the program’s own', () => {
    const manager = pythonKnowledge.member('django.db.models#Model', 'objects')?.type ?? '';
    const query = pythonKnowledge.member(manager, 'filter')?.returns ?? '';
    expect(pythonKnowledge.member(query, 'count')?.blocks?.twin?.symbol).toBe('django.db.models#QuerySet.acount');
  });

  it('has commands that no entry names', () => {
    expect(pythonKnowledge.member('redis#Redis', 'hgetall')?.blocks?.what).toBe('database');
    expect(pythonKnowledge.member('redis.asyncio#Redis', 'hgetall')).toEqual({ promise: true, io: 'database' });
    const client = pythonKnowledge.entry('boto3', 'client')?.returns ?? '';
    expect(pythonKnowledge.member(client, 'put_object')?.blocks?.what).toBe('network');
    expect(pythonKnowledge.member(client, 'generate_presigned_url')?.blocks).toBeUndefined();
  });

  it('knows methods that only the library calls', () => {
    expect(pythonKnowledge.type('threading#Thread')?.overrides).toEqual({ run: { runs: 'thread' } });
    expect(pythonKnowledge.type('tornado.web#RequestHandler')?.overrides?.['get']?.runs).toBe('handler');
  });
});

/**
 * What Python says of the paths: which are not there, and which parameters are not where the entries have them. A type that no class
 * of the same name stands for is skipped, unless the table says how to get one.
 */
const probe = `
import importlib, inspect, json, sys

makers = {
    'threading#Lock': lambda m: type(m.Lock()),
    'threading#RLock': lambda m: type(m.RLock()),
}

def load(name):
    try:
        return importlib.import_module('builtins' if name == 'global' else name)
    except ImportError:
        return None

def walk(thing, path):
    for name in path.split('.'):
        thing = getattr(thing, name)
    return thing

def parameters(thing, bound):
    try:
        found = list(inspect.signature(thing).parameters.values())
    except (TypeError, ValueError):
        return None
    return found[1:] if bound else found

def misplaced(thing, bound, given):
    found = parameters(thing, bound)
    if found is None:
        return
    names = [each.name for each in found]
    if any(each.kind == each.VAR_KEYWORD for each in found):
        return
    for argument, keyword in given:
        if keyword not in names:
            yield f'has no {keyword}'
        elif argument is None:
            continue
        elif found[names.index(keyword)].kind == inspect.Parameter.KEYWORD_ONLY:
            continue
        elif names.index(keyword) != argument:
            yield f'has {keyword} at {names.index(keyword)}'

problems, absent = [], []
for library in json.load(sys.stdin):
    name = library['module']
    module = load(name)
    if module is None:
        absent.append(name)
        continue
    for path, given in library['exports']:
        try:
            thing = walk(module, path)
        except AttributeError:
            problems.append(f'{name}#{path} is missing')
            continue
        problems += [f'{name}#{path} {each}' for each in misplaced(thing, False, given)]
    for kind, members in library['types']:
        try:
            owner = makers.get(f'{name}#{kind}', lambda m: walk(m, kind))(module)
        except AttributeError:
            continue
        if not isinstance(owner, type):
            continue
        for path, given in members:
            thing = getattr(owner, path, None)
            if thing is None:
                problems.append(f'{name}#{kind}.{path} is missing')
                continue
            problems += [f'{name}#{kind}.{path} {each}' for each in misplaced(thing, True, given)]
json.dump({'problems': problems, 'absent': absent, 'version': list(sys.version_info[:2])}, sys.stdout)
`;

/** Attributes that only an instance has, set when it is made. */
const ofInstances = new Set([
  ...['acquire', 'locked', 'release'].flatMap((name) => [`asyncio#Condition.${name}`, `threading#Condition.${name}`]),
  ...['stderr', 'stdin', 'stdout'].map((name) => `subprocess#Popen.${name}`),
]);

/** The arguments that an entry tells by name, and by position where they may be given so. */
function byName(entry: Entry): [number | null, string][] {
  const { callbacks = [], blocks, limits, delay, timeout, abort, pattern, spawns, returnsErrors, capacity } = entry;
  const options = [...callbacks, ...(blocks?.quick ?? []), limits, delay, timeout, abort, pattern, spawns, capacity];
  return [...options, returnsErrors, entry.path?.sureWith].flatMap((each): [number | null, string][] =>
    each?.keyword === undefined || each.argument === 'every' ? [] : [[each.argument ?? null, each.keyword]],
  );
}

function asked(library: Library) {
  const module = library.modules[0] ?? '';
  const list = (entries: Readonly<Record<string, Entry>>, prefix: string) =>
    Object.entries(entries)
      .filter(([name]) => name !== '*' && !ofInstances.has(`${prefix}${name}`))
      .map(([name, entry]) => [name, byName(entry)]);
  return {
    module,
    exports: list(library.exports, `${module}#`),
    types: Object.entries(library.types ?? {}).map(([name, { members }]) => [
      name,
      list(members, `${module}#${name}.`),
    ]),
  };
}

interface Answer {
  readonly problems: readonly string[];
  readonly absent: readonly string[];
  readonly version: readonly [number, number];
}

/** `UNBLOCK_PYTHON` names an interpreter with packages, to check the entries for those, too. */
function ask(python: string, libraries: readonly Library[]): Answer | undefined {
  const { stdout, status } = spawnSync(python, ['-c', probe], {
    input: JSON.stringify(libraries.map(asked)),
    encoding: 'utf8',
  });
  return status === 0 ? (JSON.parse(stdout) as Answer) : undefined;
}

const answer = ask('python3', standard);
const [major = 0, minor = 0] = answer?.version ?? [];
const hasPython = major === 3 && minor >= 11;

/** Names that some system or some version is without. */
const mayBeMissing = (problem: string) =>
  (minor < 14 && problem.includes('InterpreterPoolExecutor')) ||
  (minor < 12 && problem.startsWith('pathlib#Path.walk ')) ||
  (process.platform !== 'linux' && /^(os|select|signal)#\S+ is missing$/.test(problem));

const absentHere = process.platform === 'win32' ? ['fcntl'] : [];

describe.skipIf(!hasPython)(
  'the standard library as installed (skipped where there is no python3 from 3.11 on)',
  () => {
    it('has every module, path and member listed, with the parameters where they are said to be', () => {
      expect(answer?.absent).toEqual(absentHere);
      expect(answer?.problems.filter((each) => !mayBeMissing(each))).toEqual([]);
    });
  },
);

const interpreter = process.env['UNBLOCK_PYTHON'];

describe.skipIf(interpreter === undefined)('packages of the interpreter that UNBLOCK_PYTHON names', () => {
  it('have every path and member listed, with the parameters where they are said to be', () => {
    const packages = interpreter === undefined ? undefined : ask(interpreter, installed);
    expect(packages?.absent.length).toBeLessThan(installed.length);
    expect(packages?.problems).toEqual([]);
  });
});
