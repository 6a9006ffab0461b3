// A thread that ends the sandbox when the host is gone. The lifeline pipe is never written to; it closes when the host
// dies in whatever way. A thread of its own, because measured code may keep the main thread busy for ever.
import { Socket } from 'node:net';
import { parentPort } from 'node:worker_threads';

const lifeline = 5;

const end = (): void => void process.kill(process.pid, 'SIGKILL');
const socket = new Socket({ fd: lifeline, readable: true, writable: false });
socket.on('end', end).on('close', end).on('error', end).resume();
parentPort?.postMessage('watching');
