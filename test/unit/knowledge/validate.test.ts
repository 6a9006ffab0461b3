import { describe, expect, it } from 'vitest';
import { libraries } from '../../../src/knowledge/index.ts';
import { parseLibrary } from '../../../src/knowledge/validate.ts';

function problemsOf(json: unknown): readonly string[] {
  const result = parseLibrary(json);
  return 'problems' in result ? result.problems : [];
}

const frame = { language: 'javascript', modules: ['our-lib'], source: 'https://example.com' };

describe('parseLibrary', () => {
  it.each(libraries.map((library) => [library.modules[0] ?? '', library] as const))('takes %s', (_, library) => {
    // As JSON, since that is how users write theirs: nothing may get lost on the way.
    const json: unknown = JSON.parse(JSON.stringify(library));
    expect(json).toEqual(library);
    expect(parseLibrary(json)).toEqual({ library });
  });

  it('takes a small library of one’s own', () => {
    const json = {
      ...frame,
      exports: {
        loadSync: {
          blocks: { what: 'file', weight: 'data', twin: { symbol: 'our-lib#load', use: 'same-arguments' } },
        },
        load: { promise: true, io: 'file' },
        connect: { returns: 'Connection' },
      },
      types: {
        Connection: { members: { on: { callbacks: [{ argument: 1, runs: 'handler' }], returns: 'this' } } },
      },
    };
    expect(parseLibrary(json)).toEqual({ library: json });
  });

  it('says what is no library at all', () => {
    expect(problemsOf(undefined)).toEqual(['A library must be an object, not undefined.']);
    expect(problemsOf([])).toEqual(['A library must be an object, not a list.']);
    expect(problemsOf({})).toEqual([
      'language is missing.',
      'modules is missing.',
      'source is missing.',
      'exports is missing.',
    ]);
    expect(problemsOf({ ...frame, modules: [], exports: {} })).toEqual(['modules must not be empty.']);
  });

  it('names the place, what is allowed there and what was found', () => {
    const exports = { load: { blocks: { what: 'file', weight: 'slow' } } };
    expect(problemsOf({ ...frame, exports })).toEqual([
      'exports.load.blocks.weight must be "metadata", "data", "heavy" or "unbounded", not "slow".',
    ]);
  });

  it('names a place within a list, and a name with dots', () => {
    const exports = { 'promises.load': { callbacks: [{ argument: 0.5, runs: 'once' }] } };
    expect(problemsOf({ ...frame, exports })).toEqual([
      'exports["promises.load"].callbacks[0].argument must be "every" or the number of an argument, not 0.5.',
    ]);
  });

  it('guesses what a misspelt field was meant to be', () => {
    expect(problemsOf({ ...frame, exports: { load: { block: {} } } })).toEqual([
      'exports.load.block is not known. Did you mean "blocks"?',
    ]);
    expect(problemsOf({ ...frame, exports: { load: { limits: { argument: 0, zzz: 1 } } } })).toEqual([
      'exports.load.limits.zzz is not known. Known are "argument", "keyword", "property", "default".',
    ]);
    expect(problemsOf({ ...frame, exports: { load: { constructor: {} } } })).toHaveLength(1);
  });

  it('reports every problem at once', () => {
    const exports = { a: { promise: 'yes' }, b: { io: 'printer' }, c: { offloads: null }, d: { returns: '' } };
    expect(problemsOf({ ...frame, exports })).toEqual([
      'exports.a.promise must be true or false, not "yes".',
      'exports.b.io must be "file", "process", "network", "database" or "worker", not "printer".',
      'exports.c.offloads must be "thread" or "process", not null.',
      'exports.d.returns must be a string, not an empty string.',
    ]);
  });

  it('asks for a note where a twin differs, and for a whole symbol', () => {
    const blocks = (twin: object) => ({ load: { blocks: { what: 'file', weight: 'data', twin } } });
    expect(problemsOf({ ...frame, exports: blocks({ symbol: 'our-lib#load', use: 'different' }) })).toEqual([
      'exports.load.blocks.twin.note is missing: it says what is different.',
    ]);
    expect(problemsOf({ ...frame, exports: blocks({ symbol: 'load', use: 'promisify' }) })).toEqual([
      'exports.load.blocks.twin.symbol must read "module#name", not "load".',
    ]);
  });

  it('asks where an option is given', () => {
    const told = (option: object) => problemsOf({ ...frame, exports: { load: { abort: option } } });
    expect(told({ argument: 1, property: 'signal' })).toEqual([]);
    expect(told({ keyword: 'cancel' })).toEqual([]);
    expect(told({ property: 'signal' })).toEqual([
      'exports.load.abort must say which argument it is, by "argument" or by "keyword".',
    ]);
    expect(problemsOf({ ...frame, exports: { get: { timeout: { default: -1 } } } })).toEqual([
      'exports.get.timeout.default must be a number from 0 on, not -1.',
    ]);
    expect(problemsOf({ ...frame, exports: { get: { reads: { argument: 1, values: [[]] } } } })).toEqual([
      'exports.get.reads.values[0] must be a string, a number, true, false or null, not a list.',
    ]);
  });

  it('finds types that nobody described', () => {
    const types = { Client: { members: { go: { returns: 'Clinet' } }, extends: 'node:events#EventEmitter' } };
    expect(problemsOf({ ...frame, exports: { connect: { returns: 'this' } }, types })).toEqual([
      'exports.connect.returns: "this" is only for what is called on a type. Known are "Client".',
      'types.Client.members.go.returns: "Clinet" is none of the library’s types. Did you mean "Client"?',
    ]);
  });
});
