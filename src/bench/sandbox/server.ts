// The server of the scenario “server”, on a thread of its own so that the clients' event loop is not its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { ParameterValues } from '../../model/variant.ts';

const { serverLimit = 1, latencyMs = 1, says429 = 0, seed = 1 } = workerData as ParameterValues;

/** The same latency for the same request in every run: one in a hundred takes ten times as long. */
function latencyOf(index: number): number {
  const state = (Math.imul(index + seed, 2_654_435_761) >>> 0) / 2 ** 32;
  return state < 0.01 ? latencyMs * 10 : latencyMs * (0.8 + 0.4 * state);
}

let open = 0;
const server = createServer((request, response) => {
  if (says429 === 1 && open > serverLimit) {
    response.writeHead(429, { connection: 'close' }).end();
    return;
  }
  setTimeout(
    () => response.writeHead(200, { connection: 'close' }).end('done'),
    latencyOf(Number(request.url?.slice(1))),
  );
});
server.on('connection', (socket) => {
  open += 1;
  socket.once('close', () => (open -= 1));
  socket.on('error', () => undefined);
  if (says429 === 0 && open > serverLimit) socket.resetAndDestroy();
});
server.listen(0, '127.0.0.1', 1024, () => parentPort?.postMessage((server.address() as AddressInfo).port));
