import type { Needs } from './layer.ts';

/** Limits of resources that the kernel keeps, by the names that `prlimit` and Python know. Bytes, seconds, counts. */
export function limitsFor({ dataMb, loopback }: Needs): Readonly<Record<string, number>> {
  return {
    // Bounds bursts that a look every 50 ms would miss. Address space cannot be bounded: engines reserve a lot of it.
    ...(dataMb !== undefined && { data: dataMb * 1024 * 1024 }),
    // A server and its clients each hold their end of a connection.
    nofile: loopback ? 2048 : 256,
    nproc: 64,
    fsize: 16 * 1024 * 1024,
    core: 0,
    cpu: 240,
  };
}
