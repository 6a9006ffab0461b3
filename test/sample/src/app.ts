import express from 'express';
import { careful } from './careful.ts';
import { showInvoice } from './invoices.ts';
import { currentPrices, pricesByDay } from './prices.ts';
import { countPrimes } from './primes.ts';
import { revision } from './revision.ts';

const app = express();

app.get('/invoices/:id', showInvoice);

app.get('/status', async (_request, response) => {
  response.json({ revision: await revision() });
});

app.get('/prices', async (request, response) => {
  const ids = String(request.query.ids).split(',');
  response.json({ now: await currentPrices(ids), byDay: await pricesByDay(ids, 7) });
});

app.get('/primes/:limit', async (request, response) => {
  const count = countPrimes(Number(request.params.limit));
  response.json({ count });
});

app.use('/careful', careful);

app.listen(3000);
