import { expect, test } from 'vitest';
import { nearest } from '../../../src/workspace/nearest.ts';

const rules = ['unblock/blocking-call', 'unblock/blocking-loop', 'unblock/unbounded-concurrency'];

test.each([
  ['blocking-call', 'unblock/blocking-call'],
  ['Blocking-Cal', 'unblock/blocking-call'],
  ['unblock/unbounded-concurency', 'unblock/unbounded-concurrency'],
  ['unblock/unb', 'unblock/unbounded-concurrency'],
  ['unblock/b', undefined],
  ['', undefined],
  ['no-await-in-loop', undefined],
])('%j was meant to be %j', (written, expected) => {
  expect(nearest(written, rules)).toBe(expected);
});
