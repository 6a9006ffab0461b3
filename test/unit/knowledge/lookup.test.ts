import { describe, expect, it } from 'vitest';
import { knowledge } from '../../../src/knowledge/index.ts';
import { createKnowledge } from '../../../src/knowledge/lookup.ts';
import type { Library } from '../../../src/knowledge/schema.ts';

const base: Library = {
  language: 'javascript',
  modules: ['base'],
  source: 'https://example.com',
  exports: { make: { returns: 'Base' } },
  types: {
    Base: { members: { chain: { returns: 'this' }, other: { returns: 'Base' }, part: { type: 'Part' } } },
    Part: { members: {} },
  },
};

const derived: Library = {
  language: 'javascript',
  modules: ['derived', 'node:derived'],
  source: 'https://example.com',
  exports: {
    with: { callbacks: [{ argument: 0, runs: 'inline', parameters: [null, 'Derived', 'base#Base'] }] },
    'a.b': { io: 'file' },
  },
  types: {
    Derived: { extends: 'base#Base', members: { own: { promise: true }, '*': { io: 'database' } } },
    Circle: { extends: 'Circle', members: {} },
  },
};

const both = createKnowledge([base, derived]);

describe('look-up', () => {
  it('has a type be what its base is', () => {
    const locks: Library = {
      language: 'python',
      modules: ['locks'],
      source: 'https://example.com',
      exports: {},
      types: {
        Lock: { lock: 'mutex', between: 'threads', members: { acquire: {} } },
        Mine: { extends: 'Lock', lock: 'reentrant', members: { own: {} } },
        Circle: { extends: 'Circle', threads: 'safe', members: {} },
      },
    };
    const known = createKnowledge([locks]);
    expect(known.type('locks#Mine')).toMatchObject({ lock: 'reentrant', between: 'threads', members: { own: {} } });
    expect(known.type('locks#Mine')).toBe(known.type('locks#Mine'));
    expect(known.type('locks#Circle')?.threads).toBe('safe');
  });

  it('knows a module by each of its names', () => {
    expect(knowledge.entry('fs', 'readFileSync')).toEqual(knowledge.entry('node:fs', 'readFileSync'));
    expect(knowledge.entry('fs', 'promises.readFile')).toEqual(knowledge.entry('fs/promises', 'readFile'));
    expect(knowledge.library('fs')).toBe(knowledge.library('node:fs'));
  });

  it('is silent about what it was not told', () => {
    expect(knowledge.library('no-such-package')).toBeUndefined();
    expect(knowledge.entry('node:fs', 'noSuchThing')).toBeUndefined();
    expect(knowledge.type('node:fs#NoSuchType')).toBeUndefined();
    expect(knowledge.type('nothing')).toBeUndefined();
    expect(knowledge.member('node:fs#NoSuchType', 'read')).toBeUndefined();
  });

  it('keeps apart what only looks alike when joined', () => {
    expect(both.entry('derived', 'a.b')).toEqual({ io: 'file' });
    expect(both.entry('derived.a', 'b')).toBeUndefined();
    expect(both.member('derived#Derived', 'own')).toEqual({ promise: true });
  });

  it.each(['constructor', 'toString', 'hasOwnProperty', '__proto__'])(
    'takes %s for no entry, type or member',
    (name) => {
      expect(knowledge.entry('node:fs', name)).toBeUndefined();
      expect(knowledge.type(`node:fs#${name}`)).toBeUndefined();
      expect(knowledge.member('node:events#EventEmitter', name)).toBeUndefined();
      expect(both.member('derived#Derived', name)).toBeUndefined();
      expect(knowledge.library(name)).toBeUndefined();
    },
  );

  it('names types with their module', () => {
    expect(both.entry('base', 'make')?.returns).toBe('base#Base');
    expect(both.member('base#Base', 'part')?.type).toBe('base#Part');
    expect(both.entry('node:derived', 'with')?.callbacks?.[0]?.parameters).toEqual([
      null,
      'derived#Derived',
      'base#Base',
    ]);
  });

  it('inherits across modules: a type is of the module that names it, `this` is what was asked', () => {
    expect(both.member('derived#Derived', 'other')?.returns).toBe('base#Base');
    expect(both.member('derived#Derived', 'chain')?.returns).toBe('derived#Derived');
    expect(both.member('base#Base', 'chain')?.returns).toBe('base#Base');
  });

  it('takes what is inherited before what stands for every other member', () => {
    expect(both.member('derived#Derived', 'chain')).toEqual({ returns: 'derived#Derived' });
    expect(both.member('derived#Derived', 'anything')).toEqual({ io: 'database' });
    expect(both.member('base#Base', 'anything')).toBeUndefined();
  });

  it('ends where a type extends itself', () => {
    expect(both.member('derived#Circle', 'anything')).toBeUndefined();
  });

  it('gives the same answer again', () => {
    expect(both.entry('base', 'make')).toBe(both.entry('base', 'make'));
    expect(both.member('base#Base', 'chain')).toBe(both.member('base#Base', 'chain'));
  });

  it('prefers what a user says about a module', () => {
    const own: Library = { ...base, modules: ['node:fs', 'fs'], exports: { readFileSync: {} } };
    const changed = createKnowledge([...[knowledge.library('fs')].filter((library) => library !== undefined), own]);
    expect(changed.entry('fs', 'readFileSync')).toEqual({});
  });
});

describe('what is known', () => {
  it('follows a request from the server to its handler', () => {
    const server = knowledge.entry('http', 'createServer')?.returns;
    expect(server).toBe('node:http#Server');
    expect(knowledge.member(server ?? '', 'on')).toMatchObject({
      callbacks: [{ argument: 1, runs: 'handler' }],
      returns: 'node:http#Server',
    });
  });

  it('knows Express applications and routers, and what their chains give', () => {
    expect(knowledge.entry('express', 'default')?.returns).toBe('express#Application');
    const get = knowledge.member('express#Router', 'get');
    expect(get?.returns).toBe('express#Router');
    expect(get?.callbacks).toMatchObject([{ argument: 'every', from: 1, runs: 'handler', label: 'Express handler' }]);
    expect(knowledge.member('express#Express', 'use')?.returns).toBe('express#Express');
    expect(knowledge.member('express#Router', 'route')?.returns).toBe('express#Route');
    expect(knowledge.member('express#Route', 'get')?.callbacks?.[0]).toMatchObject({ from: 0 });
  });

  it('knows the models of a database client by no name', () => {
    expect(knowledge.member('@prisma/client#PrismaClient', 'invoice')?.type).toBe('@prisma/client#Model');
    expect(knowledge.member('@prisma/client#Model', 'findMany')).toEqual({
      promise: true,
      io: 'database',
      lazy: true,
      reads: true,
    });
    expect(knowledge.member('@prisma/client#Model', 'create')).toEqual({ promise: true, io: 'database', lazy: true });
    expect(knowledge.member('@prisma/client#PrismaClient', '$transaction')?.callbacks?.[0]?.parameters).toEqual([
      '@prisma/client#TransactionClient',
    ]);
    expect(knowledge.type('@prisma/client#TransactionClient')?.serial).toBe(true);
  });

  it('knows where a limiter’s number and tasks are', () => {
    expect(knowledge.entry('p-limit', 'default')).toMatchObject({
      limits: { argument: 0 },
      returns: 'p-limit#LimitFunction',
    });
    expect(knowledge.type('p-limit#LimitFunction')?.call?.callbacks).toEqual([
      { argument: 0, runs: 'task', result: 'awaited' },
    ]);
    expect(knowledge.entry('p-map', 'default')).toMatchObject({ limits: { argument: 2, property: 'concurrency' } });
  });

  it('says what becomes of the promise that a callback gives', () => {
    const result = (type: string, name: string) => knowledge.member(type, name)?.callbacks?.[0]?.result;
    expect(result('global#Array', 'forEach')).toBe('ignored');
    expect(result('global#Array', 'filter')).toBe('tested');
    expect(result('global#Array', 'sort')).toBe('compared');
    expect(result('global#Array', 'map')).toBe('collected');
    expect(result('global#Promise', 'then')).toBe('awaited');
    expect(result('node:events#EventEmitter', 'on')).toBe('ignored');
    expect(knowledge.entry('global', 'setInterval')?.callbacks?.[0]).toMatchObject({
      result: 'ignored',
      repeats: true,
    });
    expect(knowledge.member('express#Application', 'get')?.callbacks?.[0]).toMatchObject({
      result: 'awaited',
      awaitedSince: 5,
    });
  });

  it('says what holds on to something, what it copies and who must listen', () => {
    expect(knowledge.type('node:worker_threads#Worker')).toMatchObject({
      holds: { what: 'threads', closedBy: ['terminate'] },
      needsListener: ['error', 'exit'],
    });
    expect(knowledge.entry('node:worker_threads', 'Worker')?.clones?.[0]).toMatchObject({ property: 'workerData' });
    expect(knowledge.type('node:fs#WriteStream')?.needsListener).toEqual(['error']);
    expect(knowledge.type('node:http#ServerResponse')?.needsListener).toEqual([]);
    expect(knowledge.member('node:http#ServerResponse', 'write')?.backpressure).toBe('event');
  });

  it('says what happens to a file, and on whose thread', () => {
    expect(knowledge.entry('node:fs', 'existsSync')).toMatchObject({ path: { argument: 0, does: 'checks' } });
    expect(knowledge.entry('node:fs', 'writeFileSync')?.path).toEqual({
      argument: 0,
      does: 'writes',
      sureWith: { argument: 2, property: 'flag', values: ['wx', 'ax'] },
    });
    expect(knowledge.entry('node:fs/promises', 'readFile')).toMatchObject({
      threadpool: 'libuv',
      reads: true,
      abort: { argument: 1, property: 'signal' },
    });
  });

  it('takes what runs at the end of a process for no handler', () => {
    expect(knowledge.entry('global', 'process.on')?.callbacks).toMatchObject([{ runs: 'lifecycle' }]);
  });
});
