// Makes `.cache/invoice-api`, a fresh copy of the sample to play with: trying a fix changes nothing in the repository,
// and the copy does not lie below a folder of tests, which may block.
//   --tests   with the settings of the integration tests
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cache, sample } from './editor/paths.mjs';
import { createWorkspace } from './integration/workspace.mjs';

/** @param {{ forTests?: boolean }} [options] @returns {Promise<string>} */
export async function freshSample({ forTests = false } = {}) {
  const copy = join(cache, 'invoice-api');
  await rm(copy, { recursive: true, force: true });
  if (forTests) await createWorkspace(cache);
  else await cp(sample, copy, { recursive: true });
  return copy;
}

if (import.meta.filename === process.argv[1]) await freshSample({ forTests: process.argv.includes('--tests') });
