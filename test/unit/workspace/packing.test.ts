import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFacts } from '../../../src/engine/read.ts';
import { pack, unpack } from '../../../src/workspace/packing.ts';

test('gives back the data it was given', () => {
  const data = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, 2 ** 28, 2 ** 28 - 1, -(2 ** 28), 2 ** 53, -0, 127, 128, -1),
      fc.array(tie('any')),
      fc.dictionary(fc.constantFrom('kind', 'start', 'end', 'of', 'ä'), tie('any'), { noNullPrototype: true }),
    ),
  })).any;
  fc.assert(
    fc.property(data, (each) => {
      expect(unpack(pack(each))).toStrictEqual(each);
    }),
  );
});

test('gives back facts, in a fraction of the bytes', () => {
  const { facts } = readFacts(
    'a.tsx',
    'export const A = async (x = 1e400, n = 5n) => { for (const y of x) await f(`${y}`); };\n'.repeat(40),
  );
  const packed = pack(facts);
  expect(unpack(packed)).toStrictEqual(facts);
  expect(packed.length).toBeLessThan(JSON.stringify(facts).length / 4);
});
