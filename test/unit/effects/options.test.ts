import { beforeAll, describe, expect, test } from 'vitest';
import { isGiven, literalTold, told, type Told } from '../../../src/effects/values/options.ts';
import { createProgram, type File, type Program } from '../../../src/effects/program.ts';
import { knowledge } from '../../../src/knowledge/index.ts';
import type { Argument, Call } from '../../../src/model/value.ts';
import { readFacts } from '../../../src/engine/analyze.ts';
import { startPython } from '../../python.ts';

beforeAll(startPython);

interface Asked {
  readonly program: Program;
  readonly file: File;
  readonly args: readonly Argument[];
}

/** The arguments of the call of `asked` in some code. */
function argumentsIn(path: string, code: string): Asked {
  const { facts } = readFacts(path, code);
  if (!facts) throw new Error('no facts');
  const program = createProgram(path, facts, knowledge);
  const file = program.file(path);
  if (!file) throw new Error('no file');
  const call = facts.values.find((value): value is Call & typeof value => {
    const callee = value.kind === 'call' ? facts.values[value.callee] : undefined;
    return callee?.kind === 'global' && callee.name === 'asked';
  });
  return { program, file, args: call?.args ?? [] };
}

function kindOf(answer: Told, { file }: Asked): string {
  return typeof answer === 'string' ? answer : (file.facts.values[answer.value]?.kind ?? '');
}

describe('an options object', () => {
  const signal = { argument: 1, property: 'signal' };

  test.each([
    ['asked(url)', 'nothing'],
    ['asked(url, undefined)', 'nothing'],
    ['asked(url, {})', 'nothing'],
    ['asked(url, { method: "PUT" })', 'nothing'],
    ['asked(url, { signal: 1 })', 'literal'],
    ['asked(url, { ...others, signal: 1 })', 'literal'],
    ['asked(url, { ...others })', 'unknown'],
    ['asked(url, { [name]: 1 })', 'unknown'],
    ['asked(url, others)', 'unknown'],
    ['asked(...all)', 'unknown'],
    ['asked(url, ...rest)', 'unknown'],
    ['const options = { signal: 1 }; asked(url, options)', 'literal'],
  ])('%s', (code, answer) => {
    const asked = argumentsIn('a.js', code);
    expect(kindOf(told(asked.program, asked.file, asked.args, signal), asked)).toBe(answer);
  });
});

describe('a Python argument', () => {
  const block = { argument: 0, keyword: 'block' };

  test.each([
    ['asked()', 'nothing'],
    ['asked(False)', 'literal'],
    ['asked(block=False)', 'literal'],
    ['asked(timeout=1)', 'nothing'],
    ['asked(*rest)', 'unknown'],
    ['asked(**options)', 'unknown'],
    ['asked(True, **options)', 'unknown'],
  ])('%s', (code, answer) => {
    const asked = argumentsIn('a.py', code);
    expect(kindOf(told(asked.program, asked.file, asked.args, block), asked)).toBe(answer);
  });

  test('that can only be given by name', () => {
    const { program, file, args } = argumentsIn('a.py', 'asked(1, return_exceptions=True)');
    expect(literalTold(program, file, args, { keyword: 'return_exceptions' })).toBe(true);
    expect(literalTold(program, file, args, { keyword: 'other' })).toBeUndefined();
  });

  test('has one of the values, written out', () => {
    const { program, file, args } = argumentsIn('a.py', 'WAIT = False\nasked(WAIT)');
    expect(isGiven(program, file, args, { ...block, values: [false] })).toBe(true);
    expect(isGiven(program, file, args, { ...block, values: [0] })).toBe(false);
  });
});
