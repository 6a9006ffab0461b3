// Runs one attack in a sandbox of its own and tells how it ended, and what was seen outside.
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchmarkError, prepareFunction, targetExport } from '../../../src/bench/index.ts';
import { writeBundle } from '../../../src/bench/host/bundle.ts';
import { openSandbox } from '../../../src/bench/host/sandbox.ts';
import { openCanaries } from '../../../src/bench/host/walls/canaries.ts';
import type { LayerChoice } from '../../../src/bench/host/walls/layer.ts';
import type { Placement, SourceProgram, Variant } from '../../../src/model/variant.ts';
import type { Attack, End, World } from './attack.ts';

export interface Ending {
  /** `refused …`, `reached …`, or the code of the error that the run ended with. */
  readonly text: string;
  /** What came through to the outside: `tcp`, `udp`, `unix`, `signal`, `file`. */
  readonly seen: readonly string[];
  readonly hostDelayMs: number;
  readonly hostGrowthMb: number;
}

/** The world outside, watched. */
export interface Outside {
  readonly world: World;
  readonly seen: () => readonly string[];
  readonly close: () => Promise<void>;
}

export async function openOutside(): Promise<Outside> {
  const outside = realpathSync(mkdtempSync(join(tmpdir(), 'unblock-outside-')));
  const secret = join(outside, 'secret.json');
  writeFileSync(secret, '{"secret":1}');
  const seen = new Set<string>();
  const servers: Server[] = [];
  const listen = async (path: string | undefined, name: string): Promise<Server> => {
    const server = createServer((socket) => {
      seen.add(name);
      // Whoever called may be dead already.
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 204 No Content\r\n\r\n');
    });
    if (path === undefined) server.listen(0, '127.0.0.1');
    else server.listen(path);
    await once(server, 'listening');
    servers.push(server.unref());
    return server;
  };
  const tcp = await listen(undefined, 'tcp');
  const socket = join(outside, 'socket');
  const abstractSocket = process.platform === 'linux' ? `\0${outside}` : socket;
  await listen(socket, 'unix');
  if (abstractSocket !== socket) await listen(abstractSocket, 'unix');
  const udp = createSocket('udp4', () => seen.add('udp')).unref();
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  let victim: ChildProcess = startVictim();
  const before = contents(outside);
  return {
    world: {
      secret,
      outside,
      tcpPort: (tcp.address() as AddressInfo).port,
      udpPort: udp.address().port,
      socket,
      abstractSocket,
      hostPid: process.pid,
      victimPid: victim.pid ?? 0,
    },
    seen: () => {
      const now = new Set(seen);
      if (victim.exitCode !== null || victim.signalCode !== null) now.add('signal');
      if (contents(outside) !== before) now.add('file');
      return [...now].sort();
    },
    close: async () => {
      for (const server of servers) server.close();
      udp.close();
      victim.kill('SIGKILL');
      victim = await Promise.resolve(victim);
      rmSync(outside, { recursive: true, force: true });
    },
  };
}

function startVictim(): ChildProcess {
  return spawn('sleep', ['600'], { stdio: 'ignore', detached: true });
}

function contents(folder: string): string {
  return readdirSync(folder, { recursive: true }).sort().join() + readFileSync(join(folder, 'secret.json'), 'utf8');
}

export async function runAttack(
  attack: Attack,
  runs: Placement,
  { harness, layer }: { readonly harness: string; readonly layer: LayerChoice },
): Promise<Ending> {
  const outside = await openOutside();
  const program = attack.name.startsWith('py_') ? pythonProgram(attack, runs) : nodeProgram(attack, runs);
  const variant: Variant = { id: 'attack', label: 'Attack', program };
  const bundle = await writeBundle([variant]);
  const aviary = await openCanaries();
  const monitor = monitorEventLoopDelay({ resolution: 5 });
  await sleep(20);
  const before = process.memoryUsage.rss();
  monitor.enable();
  let text: string;
  try {
    text = await attempt();
  } catch (error) {
    if (!(error instanceof BenchmarkError)) throw error;
    text = error.code;
  }
  // What an attack has sent may still be on its way.
  await sleep(30);
  monitor.disable();
  const ending = {
    text,
    seen: outside.seen(),
    hostDelayMs: Math.max(0, monitor.max / 1e6 - 5),
    hostGrowthMb: (process.memoryUsage.rss() - before) / 1024 / 1024,
  };
  await Promise.all([outside.close(), aviary.close(), bundle.remove()]);
  return ending;

  async function attempt(): Promise<string> {
    const sandbox = await openSandbox({
      runtime: process.execPath,
      harness,
      directory: bundle.directory,
      stepLimitMs: attack.endless === true ? 2500 : 15_000,
      memoryLimitMb: 700,
      signal: undefined,
      layer,
      aviary,
      ownCode: true,
      language: program.language ?? 'javascript',
      python: 'python3',
      processes: program.language === 'python' && runs === 'pool',
      loopback: false,
    });
    try {
      const world = `[${JSON.stringify(outside.world)}]`;
      const input = program.language === 'python' ? JSON.stringify({ input: world, setup: '', size: 1 }) : world;
      const load = {
        variants: [variant],
        files: bundle.files,
        input,
        calls: 1,
        parameters: {},
        threads: 1,
        steady: false,
      };
      await sandbox.start(load);
      const { first } = await sandbox.ask({ type: 'check', variantId: 'attack', twice: false }, 'checked');
      // The next question finds a sandbox that was only pretending to be well.
      await sandbox.ask({ type: 'warmup', variantId: 'attack', ms: 1 }, 'warm');
      return first.kind === 'value' ? (first.text ?? '').replace(/^["']|["']$/g, '') : first.kind;
    } finally {
      sandbox.end();
    }
  }
}

function nodeProgram({ name, code }: Attack, runs: Placement): SourceProgram {
  const told = `async function f(world) {
    try { return 'reached ' + await (async () => { ${code} })(); }
    catch (error) { return 'refused ' + (error?.code ?? error?.message ?? error); }
  }`;
  // What these leave behind is their result itself, or comes later.
  const raw = /_result$|^(uncaught|unhandled)/.test(name);
  const source = raw ? `async function f(world) { ${code} }` : told;
  return {
    kind: 'source',
    code: prepareFunction({ source, functionName: 'f', language: 'js' }),
    exportName: targetExport,
    runs,
  };
}

function pythonProgram({ code }: Attack, runs: Placement): SourceProgram {
  const body = code.replace(/^/gm, '    ');
  const source = `import ctypes, os, socket, sqlite3, subprocess, time
def attack(world):
${body}
def f(world):
    try:
        return 'reached ' + str(attack(world))
    except Exception as error:
        return 'refused ' + type(error).__name__
`;
  return { kind: 'source', language: 'python', code: source, exportName: 'f', runs };
}

/** Whether the attack ended as it must. */
export function endedAs(text: string, end: End): boolean {
  if (end === 'contained') return true;
  if (end === 'refused') return text.startsWith('refused');
  return end.includes(text);
}
