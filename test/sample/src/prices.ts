export interface Price {
  id: string;
  cents: number;
}

async function priceOf(id: string): Promise<Price> {
  const answer = await fetch(`https://prices.example/v1/${id}`, { signal: AbortSignal.timeout(5_000) });
  return (await answer.json()) as Price;
}

/** Every id is asked for at the same moment, however many there are. */
export async function currentPrices(ids: string[]): Promise<Price[]> {
  return Promise.all(
    ids.map(async (id) => {
      const answer = await fetch(`https://prices.example/v1/${id}`, { signal: AbortSignal.timeout(5_000) });
      return (await answer.json()) as Price;
    }),
  );
}

/** The same with a loop. */
export async function priceList(ids: string[]): Promise<Price[]> {
  const pending: Promise<Price>[] = [];
  for (const id of ids) {
    pending.push(priceOf(id));
  }
  return Promise.all(pending);
}
