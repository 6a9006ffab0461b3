import { describe, expect, test } from 'vitest';
import { backtrackingOf } from '../../../src/effects/loops/backtracking.ts';

const exponential = [
  /^(a+)+$/,
  /^([a-zA-Z0-9]+)*$/,
  /^(([a-z])+.)+[A-Z]([a-z])+$/,
  /^(\w+\s?)*$/,
  /^([a-zA-Z0-9_.-])+@(([a-zA-Z0-9-])+.)+([a-zA-Z0-9]{2,4})+$/,
  /(x+x+)+y/,
  /^(\d+|\d+\.)*$/,
  /^(?:\s*\w+\s*,?)*$/,
  /^("[^"]*"|\w+|[^"]+)*$/,
];

const polynomial = [
  /\s+$/,
  /^\s+|\s+$/g,
  /(\d+)[^\d]*(\d+)x/,
  /^.*a.*b$/,
  /[a-z]+@[a-z]+/,
  /^\d+\d+$/,
  /^(.*),(.*),(.*)$/,
  /\/+$/,
  /\s*\n/,
  /(.+)=(.+)/,
];

const linear = [
  /^\d{4}-\d{2}-\d{2}$/,
  /^#?[0-9a-f]{6}$/i,
  /^\w+@\w+\.com$/,
  /^(?:\d{1,3}\.){3}\d{1,3}$/,
  /[^a-z0-9]+/g,
  /^([a-z]+-)*[a-z]+$/,
  /\b\w+\b/,
  /^"(?:[^"\\]|\\.)*"$/,
  /https?:\/\/[^\s]+/,
  /\$\{(\w+)\}/g,
  /^v?(\d+)\.(\d+)\.(\d+)/,
  /^[^@]+@[^@]+$/,
  /^(a+)+/,
  /(a+)+/,
];

function growth({ source, flags }: RegExp): string {
  return backtrackingOf(source, flags)?.growth ?? 'linear';
}

describe('how the time of an expression grows', () => {
  test.each(exponential)('%s doubles with each character', (expression) => {
    expect(growth(expression)).toBe('exponential');
  });

  test.each(polynomial)('%s grows with a power of the length', (expression) => {
    expect(growth(expression)).toBe('polynomial');
  });

  test.each(linear)('%s is linear', (expression) => {
    expect(growth(expression)).toBe('linear');
  });

  test('the text that shows it repeats a character that the part matches', () => {
    const found = backtrackingOf('^x(\\d+,?)*$', '');
    expect(found).toMatchObject({ growth: 'exponential', part: '(\\d+,?)*' });
    expect(found?.repeats).toMatch(/^\d$/);
  });

  test('what is no expression, or too long to be written by hand, leads to nothing', () => {
    expect(backtrackingOf('(a+', '')).toBeUndefined();
    expect(backtrackingOf('(a+)+$'.repeat(100), '')).toBeUndefined();
  });
});
