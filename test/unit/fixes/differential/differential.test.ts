import { describe, expect, it } from 'vitest';
import { remedies } from '../../../../src/fixes/index.ts';
import { readCases } from '../cases.ts';
import { differences, statedDifferences } from './compare.ts';
import { runBoth, whyNoPython } from './run.ts';

const programs = readCases().filter(({ drive }) => drive !== undefined);
const missing = whyNoPython();
if (missing !== undefined) console.warn(`The programs in Python are not run: ${missing}.`);

describe.each([...new Set(programs.map(({ file }) => file))])('%s', (file) => {
  const ofFile = programs.filter((one) => one.file === file);
  it.for(ofFile)('$name: nothing changes but what is said to', async (one, { skip }) => {
    skip(one.path.endsWith('.py') && missing !== undefined, missing);
    const { before, after } = await runBoth(one);
    const stated = statedDifferences(one.differs);
    expect(differences(before, after, stated).toSorted()).toEqual(stated.toSorted());
    expect([before['reports'], before['calls'], before['logs']].flat().length).toBeGreaterThan(0);
  });
});

/** What it takes away is a comment. */
const runsNothing = new Set(['remove-suppression']);

it.each(remedies.filter(({ id }) => !runsNothing.has(id)))('$id is run in three programs at least', ({ id }) => {
  expect(programs.filter(({ file }) => file === `${id}.md`).length).toBeGreaterThanOrEqual(3);
});
