import express from 'express';
import { careful } from './careful.js';
import { invoices } from './invoices.js';
import { currentPrices, priceList } from './prices.js';
import { primes } from './primes.js';
import { news, revision } from './status.js';

const app = express();

app.get('/status', async (_request, response) => {
  response.json({ revision: await revision(), news: await news() });
});

app.get('/prices', async (request, response) => {
  const ids = String(request.query.ids).split(',');
  response.json({ now: await currentPrices(ids), list: await priceList(ids) });
});

app.use('/invoices', invoices);
app.use('/primes', primes);
app.use('/careful', careful);

app.listen(3000);
