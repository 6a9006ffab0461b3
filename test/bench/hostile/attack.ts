// What an attack is, and what must become of it.

/** What stands outside for attacks to reach: handed to each as its only argument. */
export interface World {
  /** A file that nobody may read. */
  readonly secret: string;
  /** A folder that nobody may write to. */
  readonly outside: string;
  readonly tcpPort: number;
  readonly udpPort: number;
  readonly socket: string;
  readonly abstractSocket: string;
  readonly hostPid: number;
  /** A process that ends at the first signal. */
  readonly victimPid: number;
}

/**
 * How it may end. `refused`: the attack says so itself. `contained`: it may succeed in what only harms the sandbox, or end
 * it. Otherwise the codes of the errors of which the run must end with one.
 */
export type End = 'refused' | 'contained' | readonly string[];

export interface Attack {
  readonly name: string;
  /** Body of an async function with `world` and `require`; it returns what it reached, or throws. */
  readonly code: string;
  readonly end: End;
  /** What else may happen where the network is open, because only the runtime holds the code. */
  readonly withoutLayer?: End;
  /** What may be seen outside in that case. */
  readonly seenWithoutLayer?: readonly string[];
  /** It never ends by itself, so the deadline is short. */
  readonly endless?: boolean;
  /** Only one of the two places where code runs. */
  readonly only?: 'inline' | 'pool';
}

/** Several ways of reaching the same: all must fail. Gives the first that does not. */
export const tryAll = (ways: readonly string[]): string =>
  `const open = [];
   const ways = [${ways.map((way) => `async () => { ${way} }`).join(',\n')}];
   for (const [index, way] of ways.entries()) try { open.push(index + ':' + String(await way())); } catch {}
   if (open.length > 0) return open.join();
   throw new Error('all refused');`;
