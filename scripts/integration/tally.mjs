// Counting tests over several runs.
import { readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @returns {Tally} */
export const noTests = () => ({ passed: 0, failed: 0, skipped: 0 });

/** @param {Tally} total @param {Tally} more */
export function addTo(total, more) {
  total.passed += more.passed;
  total.failed += more.failed;
  total.skipped += more.skipped;
}

/** @param {string} name @param {Tally} tally */
export function summary(name, { passed, failed, skipped }) {
  return `${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * What a suite has written when it ended. A suite that says nothing, or ran nothing, has failed: silence is no success.
 * @param {string} file
 * @returns {Tally}
 */
export function readTally(file) {
  /** @type {Tally} */
  let tally;
  try {
    tally = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new Error('The suite ended without a result.');
  }
  if (tally.passed + tally.failed === 0) throw new Error('The suite ran no test.');
  return tally;
}
