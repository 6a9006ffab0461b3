import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Router } from 'express';

const folder = join(import.meta.dirname, '../templates');

function readTemplate(name: string): string {
  return readFileSync(join(folder, `${name}.html`), 'utf8');
}

function renderInvoice(id: string, total: number): string {
  return readTemplate('invoice').replace('{{id}}', id).replace('{{total}}', total.toFixed(2));
}

export const invoices = Router();

/** GET /invoices/:id */
invoices.get('/:id', async (request, response) => {
  const total = await totalOf(request.params.id);
  response.send(renderInvoice(request.params.id, total));
});

async function totalOf(id: string): Promise<number> {
  const answer = await fetch(`https://ledger.example/invoices/${id}`, { signal: AbortSignal.timeout(5_000) });
  const { total } = (await answer.json()) as { total: number };
  return total;
}
