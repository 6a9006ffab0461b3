// macOS's sandbox-exec with a profile that denies what it does not name. Written from Apple's own profiles and never run on
// a Mac by us: whether it holds is decided by the test of the walls at each launch, as everywhere.
import { existsSync } from 'node:fs';
import type { Layer } from './layer.ts';
import { filesOfRuntime } from './system-files.ts';

const program = '/usr/bin/sandbox-exec';

export function seatbelt(): Layer | undefined {
  if (!existsSync(program)) return undefined;
  return {
    kind: 'seatbelt',
    wrap: ({ file, args }, needs) => ({
      file: program,
      args: ['-p', seatbeltProfile(file, [filesOfRuntime(file), ...needs.read], needs), file, ...args],
    }),
  };
}

/** The profile, in Apple's dialect of Scheme. */
export function seatbeltProfile(
  file: string,
  read: readonly string[],
  { loopback, processes }: { readonly loopback: boolean; readonly processes: boolean },
): string {
  const quoted = (path: string): string => JSON.stringify(path);
  return [
    '(version 1)',
    '(deny default)',
    `(allow process-exec (literal ${quoted(file)}))`,
    ...(processes ? ['(allow process-fork)', '(allow ipc-posix-sem)'] : []),
    '(allow file-read-metadata)',
    '(allow file-read* (literal "/") (literal "/dev/null") (literal "/dev/urandom") (literal "/dev/random"))',
    '(allow file-read* (subpath "/usr/lib") (subpath "/usr/share/icu") (subpath "/usr/share/zoneinfo") (subpath "/System/Library"))',
    '(allow file-read* (subpath "/private/var/db/dyld") (subpath "/System/Volumes/Preboot/Cryptexes"))',
    ...read.map((path) => `(allow file-read* (subpath ${quoted(path)}))`),
    '(allow file-write-data (literal "/dev/null"))',
    '(allow sysctl-read)',
    '(allow process-info* (target self))',
    '(allow signal (target self))',
    ...(loopback
      ? ['(allow network* (local ip "localhost:*"))', '(allow network-outbound (remote ip "localhost:*"))']
      : []),
  ].join('\n');
}
