import { fanOutsOf, taskReach } from '../../../effects/concurrency/fan-out.ts';
import { graphOf } from '../../../effects/calls/graph.ts';
import type { Reach } from '../../../effects/calls/io.ts';
import { roomOf } from '../../../effects/concurrency/limiters.ts';
import type { Program } from '../../../effects/program.ts';
import type { FanOutSubject } from '../../../model/subjects/index.ts';
import type { FixRequest } from '../../remedy.ts';

/** How many at once, and why, for people. */
export interface Amount {
  readonly count: number;
  readonly why: string;
}

/** Where nothing in the code tells what is being called. */
export const cautious: Amount = {
  count: 10,
  why: 'Ten is a cautious start: raise it as far as what is called bears it.',
};

const files: Amount = {
  count: 8,
  why: 'Node works on files with 4 threads (UV_THREADPOOL_SIZE), so a few more than that keep them busy, and each open file counts against the limit of the system, often 256 or 1024.',
};

const network: Amount = {
  count: 10,
  why: 'Ten connections are what one host usually takes from one client without slowing down or refusing; a browser opens 6. Raise it if they allow you more.',
};

const processes: Amount = {
  count: 4,
  why: 'Processes share the processors: more than `os.availableParallelism()` of them gain nothing, and each takes its own memory.',
};

/** How many connections a pool has where nobody says so, by the package that makes it. */
const poolSizes: Readonly<Record<string, number>> = {
  pg: 10,
  mysql2: 10,
  'mysql2/promise': 10,
  knex: 10,
  typeorm: 10,
  mariadb: 10,
  sequelize: 5,
  '@prisma/client': 5,
};

/** The amount for a fan-out, by what its tasks reach. */
export function amountOf({ program, file }: FixRequest, { function: id, combinator }: FanOutSubject): Amount {
  const fanOut = fanOutsOf(program, { file, function: id }).find((each) => each.combinator.value === combinator);
  const reach = fanOut && taskReach(program, file, fanOut);
  return reach ? amountFor(program, reach) : cautious;
}

/** The amount for tasks that reach this. */
export function amountFor(program: Program, reach: Reach): Amount {
  switch (reach.resource) {
    case 'file':
      return files;
    case 'network':
      return network;
    case 'process':
    case 'worker':
      return processes;
    case 'database':
      return connections(program, reach);
  }
}

/** As many as the pool has connections: what is beyond waits for one all the same, and others of this program with it. */
function connections(program: Program, { symbol }: Reach): Amount {
  const pool = symbol.replace(/#.*$/, '');
  const written = roomInCode(program, pool);
  if (written !== undefined)
    return {
      count: written,
      why: `The pool is made with ${String(written)} connections; what is beyond would wait for one.`,
    };
  const usual = poolSizes[pool];
  if (usual === undefined)
    return { count: 5, why: 'How many connections the pool has is not written in the code: take no more than that.' };
  return {
    count: usual,
    why: `The pool of \`${pool}\` has ${String(usual)} connections where nothing else is said; what is beyond would wait for one.`,
  };
}

/** The number that the one pool of this package in the project is made with. */
function roomInCode(program: Program, pool: string): number | undefined {
  const rooms = new Set<number>();
  for (const path of program.paths) {
    const file = program.file(path);
    if (!file?.facts.specifiers.some((each) => each === pool)) continue;
    for (const call of graphOf(program, file).calls.flat()) {
      const { symbol, entry } = call;
      if (symbol?.kind !== 'library' || symbol.module !== pool || !entry?.limits) continue;
      const room = roomOf(program, file, call.value, entry.limits);
      if (room !== undefined && Number.isInteger(room) && room > 0) rooms.add(room);
    }
  }
  const [room] = rooms;
  return rooms.size === 1 ? room : undefined;
}
