// The attacks of reach.ts and exhaust.ts that code in Python can make.
import type { Attack } from './attack.ts';

/** Several ways of reaching the same, as functions of `world`: all must fail. */
const tryAll = (ways: readonly string[]): string =>
  [
    'open_ways = []',
    `for index, way in enumerate([${ways.map((way) => `lambda: ${way}`).join(', ')}]):`,
    '    try:',
    '        open_ways.append((index, str(way())))',
    '    except Exception:',
    '        pass',
    'if open_ways: return open_ways',
    "raise OSError('all refused')",
  ].join('\n');

/** Each runs only where the system closes Python in; without, it must not run at all. */
export const pythonAttacks: readonly Attack[] = [
  {
    name: 'py_read',
    end: 'refused',
    code: tryAll([
      "open(world['secret']).read()",
      "os.listdir(world['outside'])",
      "open('/etc/passwd').read()",
      "open('/proc/' + str(world['hostPid']) + '/environ').read()",
      "os.open(world['outside'], os.O_RDONLY)",
      "sqlite3.connect(world['secret']).execute('select * from sqlite_master').fetchall()",
    ]),
  },
  {
    name: 'py_symlink',
    end: 'refused',
    code: "os.symlink(world['secret'], 'link')\nreturn open('link').read()",
  },
  {
    name: 'py_write',
    end: 'refused',
    code: tryAll([
      "open(world['outside'] + '/written', 'w')",
      "open(world['secret'], 'a')",
      "os.remove(world['secret'])",
      "os.mkdir(world['outside'] + '/made')",
      "os.chmod(world['secret'], 0)",
      "os.chown(world['secret'], 1, 1)",
      "os.utime(world['secret'], (1, 1))",
      "os.setxattr(world['secret'], 'user.x', b'x')",
      "os.truncate(world['secret'], 0)",
      "os.rename(world['secret'], world['outside'] + '/moved')",
      "os.link(world['secret'], world['outside'] + '/hard')",
      "open(os.getcwd() + '/written', 'w')",
    ]),
  },
  {
    name: 'py_tcp',
    end: 'refused',
    code: "return socket.create_connection(('127.0.0.1', world['tcpPort']), 1)",
  },
  {
    // Sent into an empty network is no harm: what counts is that nothing arrives.
    name: 'py_udp',
    end: 'contained',
    code: "return socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', world['udpPort']))",
  },
  {
    name: 'py_unix',
    end: 'refused',
    code: tryAll([
      "socket.socket(socket.AF_UNIX).connect(world['socket'])",
      "socket.socket(socket.AF_UNIX).connect(world['abstractSocket'])",
    ]),
  },
  {
    name: 'py_exec',
    end: 'refused',
    code: tryAll([
      "subprocess.run(['/bin/sh', '-c', ':'], check=True)",
      "os.posix_spawn('/bin/sh', ['sh'], {})",
      "[].remove(1) if os.system('touch ' + world['outside'] + '/made') else 'ran'",
      "os.execv('/bin/sh', ['sh'])",
    ]),
  },
  {
    name: 'py_kill',
    end: 'refused',
    code: tryAll([
      "os.kill(world['victimPid'], 12)",
      "os.kill(world['hostPid'], 0)",
      "ctypes.CDLL(None).kill(world['victimPid'], 12) and [].remove(1)",
    ]),
  },
  {
    // Asking the kernel directly must not free it from dying with its host, nor from the walls.
    name: 'py_native',
    end: 'refused',
    code: tryAll([
      "[].remove(1) if ctypes.CDLL(None).unshare(0x10000000) else 'unshared'",
      "[].remove(1) if ctypes.CDLL(None).ptrace(16, world['victimPid'], 0, 0) else 'attached'",
      "[].remove(1) if ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, 0) else 'mounted'",
      '[].remove(1) if ctypes.CDLL(None).setuid(12345) else [].remove(1)',
    ]),
  },
  { name: 'py_membomb', end: 'contained', code: 'every = []\nwhile True: every.append(bytearray(50_000_000))' },
  {
    name: 'py_forkbomb',
    end: 'contained',
    code: 'for _ in range(200):\n    if os.fork() == 0:\n        time.sleep(60)\n        os._exit(0)\nreturn "forked"',
  },
  { name: 'py_fd', end: 'refused', code: "kept = [open('/dev/null') for _ in range(5000)]\nreturn len(kept)" },
  {
    name: 'py_disk',
    end: 'refused',
    code: tryAll(
      ['/tmp', '/dev/shm', '.', '/var/tmp'].map((place) => `open('${place}/big', 'wb').write(bytes(100_000_000))`),
    ),
  },
  { name: 'py_spin', end: ['time-limit'], endless: true, code: 'while True: pass' },
  { name: 'py_stop', end: ['time-limit'], endless: true, code: 'os.kill(os.getpid(), 19)\nwhile True: pass' },
  { name: 'py_exit', end: ['crashed', 'failed'], code: 'os._exit(3)' },
  {
    name: 'py_forge',
    end: ['protocol', 'crashed'],
    code: 'os.write(4, b\'{"type": "ready"}\' * 100)\ntime.sleep(1)\nreturn \'sent\'',
  },
];
