// The same work, done with care. Nothing in this file is reported.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import pLimit from 'p-limit';

// Once, at start-up, before the first request: nobody waits for it.
const terms = readFileSync(join(import.meta.dirname, '../templates/invoice.html'), 'utf8');

const limit = pLimit(8);

/** At most eight at a time, however many there are. */
export async function limitedPrices(ids: string[]): Promise<unknown[]> {
  return Promise.all(ids.map((id) => limit(async () => (await fetch(`https://prices.example/v1/${id}`)).json())));
}

/** Three requests are three requests. */
export async function health(): Promise<boolean[]> {
  return Promise.all(
    ['ledger', 'prices', 'mail'].map(async (name) => (await fetch(`https://${name}.example/health`)).ok),
  );
}

export const careful = Router();

careful.get('/terms', async (_request, response) => {
  response.send(terms);
});

careful.get('/template/:name', async (_request, response) => {
  response.send(await readFile(join(import.meta.dirname, '../templates/invoice.html'), 'utf8'));
});
