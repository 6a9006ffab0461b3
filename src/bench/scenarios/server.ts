import pLimit from 'p-limit';
import { get } from 'node:http';
import { parameter, waitingSettings, type ScenarioDefinition, type Tallied } from './definition.ts';
import { indices } from './spin.ts';

/** Status of one request; 0 when the connection broke. */
function request(port: number, index: number): Promise<number> {
  return new Promise((done) => {
    // No agent: each request has a connection of its own, as with most clients that nobody has set up.
    const sent = get({ port, host: '127.0.0.1', path: `/${index}`, agent: false }, (response) => {
      response.resume();
      response.once('end', () => done(response.statusCode ?? 0));
      response.once('error', () => done(0));
    });
    sent.once('error', () => done(0));
  });
}

function tally(statuses: readonly number[]): Tallied {
  const answered = statuses.filter((status) => status === 200).length;
  return { value: 'every request was made once', requests: { answered, failed: statuses.length - answered } };
}

/** Requests to a server that takes only so many at once. */
export const server: ScenarioDefinition = {
  scenario: {
    id: 'server',
    title: 'A server with a limit: one by one, all at once, or limited',
    explanation:
      'Requests go to a small server on this machine, in a thread of its own. It answers after some 20 ms, now and then after 200, and takes only so many connections at once: what is beyond is cut off, or told 429. All at once is fast and loses requests; a limit below the server’s loses none.',
    parameters: [
      { id: 'tasks', label: 'Requests', initial: 100, minimum: 1, maximum: 500 },
      { id: 'limit', label: 'At most at once', initial: 8, minimum: 1, maximum: 500 },
      { id: 'serverLimit', label: 'The server takes at once', initial: 32, minimum: 1, maximum: 1000 },
      { id: 'latencyMs', label: 'It answers after', unit: 'ms', initial: 20, minimum: 1, maximum: 500 },
      { id: 'says429', label: 'Beyond that: 0 cuts off, 1 says 429', initial: 0, minimum: 0, maximum: 1 },
      { id: 'seed', label: 'Seed of the latencies', initial: 1, minimum: 1, maximum: 1_000_000 },
    ],
    variants: [
      { id: 'sequential', label: 'One by one' },
      { id: 'all', label: 'All at once' },
      { id: 'limited', label: 'Limited' },
    ],
    baseline: 'sequential',
    candidate: 'limited',
  },
  cpuBound: false,
  loopback: true,
  settings: waitingSettings,
  variants: {
    sequential:
      (parameters, { serverPort }) =>
      async () => {
        const port = await serverPort();
        const statuses: number[] = [];
        for (const index of indices(parameter(parameters, 'tasks'))) statuses.push(await request(port, index));
        return tally(statuses);
      },
    all:
      (parameters, { serverPort }) =>
      async () => {
        const port = await serverPort();
        return tally(await Promise.all(indices(parameter(parameters, 'tasks')).map((index) => request(port, index))));
      },
    limited:
      (parameters, { serverPort }) =>
      async () => {
        const port = await serverPort();
        const limit = pLimit(parameter(parameters, 'limit'));
        const tasks = indices(parameter(parameters, 'tasks'));
        return tally(await Promise.all(tasks.map((index) => limit(() => request(port, index)))));
      },
  },
};
