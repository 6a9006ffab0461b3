// Tries to get out, before anybody's code is here to do so. What succeeds is reported; the host decides what that means.
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type NetConnectOpts } from 'node:net';
import type { Wall } from '../../model/evidence.ts';
import type { Canaries } from '../messages.ts';
import { sleep, signalProcess } from './primordials.ts';

/** Nothing local takes longer to answer. Milliseconds. */
const patience = 500;

export async function openWalls(canaries: Canaries): Promise<Wall[]> {
  const { file, newFile, program, tcpPort, udpPort, sockets, hostPid } = canaries;
  const [command = '', ...args] = program;
  const attempts: readonly (readonly [Wall, () => boolean | Promise<boolean>])[] = [
    ['reach-network', () => sends(udpPort)],
    ['reach-network', () => connects({ port: tcpPort, host: '127.0.0.1' })],
    ...sockets.map((path) => ['reach-sockets', () => connects({ path })] as const),
    ['read-files', () => succeeds(() => readFileSync(file))],
    ['write-files', () => succeeds(() => writeFileSync(newFile, '')) && succeeds(() => rmSync(newFile))],
    ['start-programs', () => succeeds(() => execFileSync(command, args, { stdio: 'ignore', timeout: patience }))],
    ['signal-processes', () => signalProcess(hostPid, 0)],
  ];
  const open = new Set<Wall>();
  for (const [wall, attempt] of attempts) {
    if (await attempt()) open.add(wall);
  }
  return [...open];
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

async function connects(where: NetConnectOpts): Promise<boolean> {
  return settled((done) => {
    const socket = connect(where);
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

/** Sends a packet. Whether it arrives only the host can tell, so this alone proves nothing. */
async function sends(port: number): Promise<boolean> {
  await settled((done) => {
    const socket = createSocket('udp4');
    socket.once('error', () => done(false));
    socket.send('x', port, '127.0.0.1', () => {
      socket.close();
      done(false);
    });
  });
  return false;
}

async function settled(start: (done: (reached: boolean) => void) => void): Promise<boolean> {
  const answer = new Promise<boolean>((done) => {
    try {
      start(done);
    } catch {
      done(false);
    }
  });
  return Promise.race([answer, sleep(patience).then(() => false)]);
}
