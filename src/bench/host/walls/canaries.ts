// Things a sandbox must not reach, put there to see whether it does. The host watches them too: a packet that arrives
// here left the sandbox, whatever its sender was told.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Wall } from '../../../model/evidence.ts';
import type { Canaries } from '../../messages.ts';

export interface Aviary {
  readonly canaries: Canaries;
  /** Walls that something came through, as seen from outside. */
  readonly reached: () => readonly Wall[];
  readonly close: () => Promise<void>;
}

export async function openCanaries(): Promise<Aviary> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'unblock-canary-')));
  const reached = new Set<Wall>();
  const file = join(folder, 'secret');
  await writeFile(file, 'nobody may read this', { mode: 0o600 });
  const listen = async (where: string | undefined, wall: Wall): Promise<Server> => {
    const server = createServer((socket) => {
      reached.add(wall);
      // Whoever called may be dead already, and nothing that a sandbox does may end the host.
      socket.on('error', () => undefined);
      socket.destroy();
    });
    if (where === undefined) server.listen(0, '127.0.0.1');
    else server.listen(where);
    await once(server, 'listening');
    return server.unref();
  };
  const sockets =
    process.platform === 'linux'
      ? [join(folder, 'socket'), `\0${folder}`]
      : process.platform === 'win32'
        ? []
        : [join(folder, 'socket')];
  const tcp = await listen(undefined, 'reach-network');
  const local: Server[] = [];
  for (const path of sockets) local.push(await listen(path, 'reach-sockets'));
  const udp = await openUdp(() => reached.add('reach-network'));
  return {
    canaries: {
      file,
      newFile: join(folder, 'made'),
      program: process.platform === 'win32' ? ['cmd.exe', '/c', 'exit'] : ['/bin/sh', '-c', ':'],
      tcpPort: (tcp.address() as AddressInfo).port,
      udpPort: udp.address().port,
      sockets,
      hostPid: process.pid,
    },
    reached: () => [...reached],
    close: async () => {
      for (const server of [tcp, ...local]) server.close();
      udp.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openUdp(onPacket: () => void): Promise<Socket> {
  const udp = createSocket('udp4', onPacket);
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  return udp.unref();
}
